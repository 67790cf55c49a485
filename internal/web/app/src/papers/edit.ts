import type { Schema } from "../api/client";
import { codeWrong, dayWrong, type Field, readDay } from "./words";
import { readPeriods, sayPeriods } from "./periods";

/** Kind is how a field is typed in. */
export type Kind = "text" | "long" | "code" | "day" | "type" | "lines" | "years" | "periods" | "signer" | "yes";

export function kindOf(field: string): Kind {
  switch (field) {
    case "code":
      return "code";
    case "issued_date":
      return "day";
    case "type":
      return "type";
    case "subject":
      return "long";
    case "recipients":
    case "attachments":
    case "units":
      return "lines";
    case "speaks_of":
      return "years";
    case "periods":
      return "periods";
    case "signer":
      return "signer";
    case "draft":
      return "yes";
  }
  return "text";
}

export type Signer = Schema["Signer"];

/** Draft is a field being typed: one text, or the three of a signer. */
export type Draft = { text: string; signer: Signer };

const words = (v: unknown): string => (typeof v === "string" ? v : "");

/** draftOf is what stands in the boxes when one begins to type. */
export function draftOf(f: Field): Draft {
  const v = f.value;
  const list = Array.isArray(v) ? (v as unknown[]) : [];
  switch (kindOf(f.field)) {
    case "day":
      return plain(words(v).split("-").reverse().join("/"));
    case "lines":
      return plain(list.map((x) => words(x) || words((x as { name?: string })?.name)).join("\n"));
    case "years":
      return plain(list.join("; "));
    case "periods":
      return plain(sayPeriods(list as Schema["SpokenPeriod"][]));
    case "signer":
      return { text: "", signer: (v as Signer | undefined) ?? {} };
    case "yes":
      return plain(v === true ? "x" : "");
  }
  return plain(words(v));
}

const plain = (text: string): Draft => ({ text, signer: {} });

/** wrong says what is wrong with what was typed, or nothing. */
export function wrong(f: Field, d: Draft): string | undefined {
  switch (kindOf(f.field)) {
    case "code":
      return codeWrong(d.text);
    case "day":
      return dayWrong(d.text);
    case "years":
      return yearsOf(d.text) ? undefined : "Viết năm bằng bốn chữ số, cách nhau bằng dấu chấm phẩy: 2019; 2020";
    case "periods":
      return readPeriods(d.text) ? undefined : "Mỗi dòng một kỳ, như: quý III năm 2020; tháng 5 năm 2020; 6 tháng đầu năm 2020; năm 2020";
  }
  return undefined;
}

function yearsOf(text: string): number[] | undefined {
  const parts = text.split(/[;,\s]+/).filter(Boolean);
  const years = parts.map(Number);
  return years.every((y) => Number.isInteger(y) && y >= 1900 && y <= 2200) ? years : undefined;
}

/** valueOf is what was typed, in the shape a correction takes. */
export function valueOf(f: Field, d: Draft): unknown {
  switch (kindOf(f.field)) {
    case "day":
      return readDay(d.text) ?? null;
    case "lines":
      return linesOf(f, d.text);
    case "years":
      return yearsOf(d.text) ?? [];
    case "periods":
      return readPeriods(d.text) ?? [];
    case "signer":
      return d.signer;
    case "yes":
      return d.text !== "";
  }
  return d.text.trim();
}

/** linesOf keeps what is known of a line that was not changed: the page a unit is named on. */
function linesOf(f: Field, text: string): unknown[] {
  const known = new Map<string, unknown>();
  if (f.field === "units" && Array.isArray(f.value)) for (const u of f.value as { name: string }[]) known.set(u.name, u);
  const names = text.split("\n").map((l) => l.trim()).filter(Boolean);
  return f.field === "units" && names.some((n) => known.has(n)) ? names.map((n) => known.get(n) ?? { name: n }) : names;
}
