import { useQuery } from "@tanstack/react-query";
import { api, type Schema, take } from "../api/client";

/** The filters of a search, by the name of the API and the one the address shows. */
const inAddress = {
  type: "loai",
  unit: "donvi",
  year: "nam",
  issuer: "coquan",
  quality: "chatluong",
  criterion: "tieuchi",
  state: "trangthai",
  signer: "nguoiky",
} as const;

export type Listed = keyof typeof inAddress;
export const listed = Object.keys(inAddress) as Listed[];

/** facets are the filters documents are counted by, in the order they are shown. */
export const facets = ["type", "unit", "year", "issuer", "quality", "criterion", "state"] as const;

export const orders = ["relevance", "newest", "oldest"] as const;
export type Order = (typeof orders)[number];

/** Ask is one question with all that narrows it; an empty text asks for everything that passes the filters. */
export type Ask = { text: string; chosen: Record<Listed, string[]>; from: string; to: string; sort: Order };

const pageSize = 20;

const orderOf = (name: string | null | undefined): Order => orders.find((o) => o === name) ?? "relevance";
const dayOf = (text: string | null | undefined) => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? "") ? text! : "");
const none = () => Object.fromEntries(listed.map((l) => [l, []])) as unknown as Ask["chosen"];

export const plain = (text: string): Ask => ({ text, chosen: none(), from: "", to: "", sort: "relevance" });

/** readAsk reads a question out of an address. */
export function readAsk(params: URLSearchParams): Ask {
  const chosen = none();
  for (const l of listed) chosen[l] = [...new Set(params.getAll(inAddress[l]).filter(Boolean))];
  chosen.year = chosen.year.filter((y) => /^\d{4}$/.test(y));
  return { text: (params.get("q") ?? "").trim(), chosen, from: dayOf(params.get("tu")), to: dayOf(params.get("den")), sort: orderOf(params.get("sap")) };
}

/** writeAsk is the address of a question: it can be kept, sent to others and gone back to. */
export function writeAsk(ask: Ask): string {
  const params = new URLSearchParams();
  if (ask.text) params.set("q", ask.text);
  for (const l of listed) for (const v of ask.chosen[l]) params.append(inAddress[l], v);
  if (ask.from) params.set("tu", ask.from);
  if (ask.to) params.set("den", ask.to);
  if (ask.sort !== "relevance") params.set("sap", ask.sort);
  const written = params.toString();
  return written ? `/tim-kiem?${written}` : "/tim-kiem";
}

/** narrowed is how many filters are set. */
export const narrowed = (ask: Ask) => listed.reduce((n, l) => n + ask.chosen[l].length, 0) + (ask.from || ask.to ? 1 : 0);

export const isEmpty = (ask: Ask) => ask.text === "" && narrowed(ask) === 0;

/** widened is the question without its filters. */
export const widened = (ask: Ask): Ask => ({ ...plain(ask.text), sort: ask.sort });

/** toggled adds a value of a filter, or takes it away. */
export function toggled(ask: Ask, list: Listed, value: string): Ask {
  const now = ask.chosen[list];
  return { ...ask, chosen: { ...ask.chosen, [list]: now.includes(value) ? now.filter((v) => v !== value) : [...now, value] } };
}

/** filtersOf are the filters as the API takes and keeps them. */
export function filtersOf(ask: Ask): Schema["Filters"] {
  const out: Record<string, unknown> = {};
  for (const l of listed) if (ask.chosen[l].length > 0) out[l] = l === "year" ? ask.chosen[l].map(Number) : ask.chosen[l];
  if (ask.from) out.from = ask.from;
  if (ask.to) out.to = ask.to;
  return out as Schema["Filters"];
}

/** askOf is the question a saved search asks. */
export function askOf(saved: Schema["Saved"]): Ask {
  const chosen = none();
  for (const l of listed) chosen[l] = (saved.filters[l] ?? []).map(String);
  return { text: saved.query, chosen, from: dayOf(saved.filters.from), to: dayOf(saved.filters.to), sort: orderOf(saved.sort) };
}

/** inQuery writes lists as the API reads them: a value each, but facets with commas. */
export function inQuery(query: Record<string, unknown>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null || value === "") continue;
    if (!Array.isArray(value)) params.set(name, String(value));
    else if (name === "facets") params.set(name, value.join(","));
    else for (const v of value) params.append(name, String(v));
  }
  return params.toString();
}

/** all stands for an empty text: the API wants one. */
const all = " ";

/** findPage asks for a page of hits; the first one comes with the counts of all facets. */
export const findPage = (ask: Ask, cursor: string, signal: AbortSignal) =>
  take(
    api.GET("/api/v1/search", {
      params: {
        query: {
          ...filtersOf(ask),
          q: ask.text || all,
          sort: ask.sort,
          limit: pageSize,
          cursor: cursor || undefined,
          facets: cursor ? undefined : [...facets],
        },
      },
      querySerializer: inQuery,
      signal,
    }),
  );

/** useNames are all values there are of the filters, with their names; any quality is every paper. */
export const useNames = (enabled = true) =>
  useQuery({
    queryKey: ["search", "names"],
    enabled,
    staleTime: 5 * 60_000,
    queryFn: () =>
      take(
        api.GET("/api/v1/search", {
          params: { query: { q: all, quality: ["good", "poor", "partly"], limit: 1, facets: ["type", "unit", "criterion"] } },
          querySerializer: inQuery,
        }),
      ),
  });

/** done waits for an answer without content. */
export async function done(answer: Promise<{ error?: unknown; response: Response }>): Promise<true> {
  const told = answer.then((a) => ({ data: a.response.ok ? (true as const) : undefined, error: a.error }));
  return take(told);
}
