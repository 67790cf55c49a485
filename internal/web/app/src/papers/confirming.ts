import type { Schema } from "../api/client";
import { viDate } from "../parts";
import type { Change } from "./FieldRow";
import { codeWrong, dayWrong, readDay } from "./words";

export type Row = Schema["ConfirmationRow"];
export type Asked = "code" | "issued_date";

/** Typed is what a person did with a row so far; what is not there was not touched. */
export type Typed = {
  text: Partial<Record<Asked, string>>;
  /** The paper has no number, or no day. */
  none: Partial<Record<Asked, boolean>>;
  /** Fields that were kept, the last first to be undone. */
  saved: Asked[];
  /** Fields that still wait; all of the row where it was not kept yet. */
  rest?: Asked[];
  busy?: boolean;
  error?: Error;
};

export const untouched: Typed = { text: {}, none: {}, saved: [] };

export const asked = (row: Row, typed: Typed): Asked[] => typed.rest ?? (row.fields ?? []).map((f) => f.field as Asked);

/** readOf is what the program read of a field, as it is typed. */
export function readOf(row: Row, field: Asked): string {
  const f = (row.fields ?? []).find((x) => x.field === field);
  if (!f) return field === "code" ? (row.document.code ?? "") : viDate(row.document.issued_date);
  return field === "code" ? (typeof f.value === "string" ? f.value : "") : viDate(typeof f.value === "string" ? f.value : "");
}

/** textOf is what stands in the box of a field. */
export const textOf = (row: Row, typed: Typed, field: Asked): string => typed.text[field] ?? readOf(row, field);

export const wrongOf = (row: Row, typed: Typed, field: Asked): string | undefined => (field === "code" ? codeWrong : dayWrong)(textOf(row, typed, field));

/** lacks tells a text without a number of its own: "/KH-STTTT" is only the notation. */
const lacks = (field: Asked, text: string) => text.trim() === "" || (field === "code" && text.trim().startsWith("/"));

export const blankOf = (row: Row, typed: Typed, field: Asked): boolean => lacks(field, textOf(row, typed, field));

/** changeOf is what keeping the row says; undefined where it says nothing yet. Blank fields wait until somebody says that there is none. */
export function changeOf(row: Row, typed: Typed): Change | undefined {
  const values: Record<string, unknown> = {};
  const as_read: string[] = [];
  for (const field of asked(row, typed)) {
    const text = textOf(row, typed, field).trim();
    const read = readOf(row, field);
    if (blankOf(row, typed, field)) {
      if (!typed.none[field]) continue;
      if (text === read) as_read.push(field);
      else values[field] = text;
    } else if (text === read) as_read.push(field);
    else values[field] = field === "code" ? text : readDay(text);
  }
  if (Object.keys(values).length + as_read.length === 0) return undefined;
  return { values: Object.keys(values).length > 0 ? values : undefined, as_read: as_read.length > 0 ? as_read : undefined };
}

/** touched tells a row of which something was typed or ticked. */
export const touched = (row: Row, typed: Typed): boolean => asked(row, typed).some((f) => typed.none[f] || textOf(row, typed, f).trim() !== readOf(row, f));

export const faulty = (row: Row, typed: Typed): boolean => asked(row, typed).some((f) => wrongOf(row, typed, f) !== undefined);

/** fieldsOf are the fields a change speaks of. */
export const fieldsOf = (change: Change): Asked[] => [...Object.keys(change.values ?? {}), ...(change.as_read ?? [])] as Asked[];
