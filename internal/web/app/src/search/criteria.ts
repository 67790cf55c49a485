import type { Schema } from "../api/client";
import { fold } from "./words";

type Criterion = Schema["Criterion"];

export type Choice = { value: string; label: string };

/** choices are the leaves of the catalogue, under the titles of their branches. */
export function choices(catalogue: Schema["Catalogue"]): { group: string; items: Choice[] }[] {
  const out: { group: string; items: Choice[] }[] = [];
  const walk = (list: Criterion[], group: string) => {
    const leaves = list.filter((c) => !c.children?.length);
    if (leaves.length > 0) out.push({ group, items: leaves.map((c) => ({ value: c.id, label: labelOf(c) })) });
    for (const c of list) if (c.children?.length) walk(c.children, [group, `${c.id} ${c.title}`].filter(Boolean).join(" › "));
  };
  walk(catalogue.criteria ?? [], "");
  return out;
}

const labelOf = (c: Criterion) => `${c.id} ${c.title}${c.scored_by === "survey" ? " (điều tra xã hội học)" : ""}`;

/** matching keeps the choices that have all the words typed, with or without tones. */
export function matching(groups: { group: string; items: Choice[] }[], typed: string) {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  return groups
    .map((g) => ({ group: g.group, items: g.items.filter((i) => words.every((w) => fold(i.label).includes(w))) }))
    .filter((g) => g.items.length > 0);
}
