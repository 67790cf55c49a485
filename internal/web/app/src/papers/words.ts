import type { Schema } from "../api/client";

export type Brief = Schema["Brief"];
export type Field = Schema["FieldRow"];
export type Span = Schema["Span"];

/** relationName says what one paper says of another it cites. */
export const relationName: Record<string, string> = {
  basis: "Căn cứ",
  replaces: "Thay thế",
  amends: "Sửa đổi, bổ sung",
  repeals: "Bãi bỏ",
  attached: "Kèm theo",
  mentions: "Nhắc tới",
};

/** citedAs says the same from the other side. */
export const citedAs: Record<string, string> = {
  basis: "Là căn cứ của",
  replaces: "Bị thay thế bởi",
  amends: "Được sửa đổi bởi",
  repeals: "Bị bãi bỏ bởi",
  attached: "Có kèm theo",
  mentions: "Được nhắc tới trong",
};

type Role = Schema["VersionRow"]["role"];

export const roleName: Record<Role, { label: string; color: string }> = {
  stands: { label: "Được tính", color: "green" },
  copy: { label: "Bản sao", color: "gray" },
  earlier: { label: "Bản trước", color: "gray" },
  unsigned: { label: "Chưa ký", color: "orange" },
  draft: { label: "Dự thảo", color: "orange" },
  other: { label: "Khác nội dung", color: "red" },
  replaced: { label: "Đã bị thay thế", color: "red" },
};

/** sureness says a confidence in words. */
export function sureness(confidence: number): string {
  if (confidence >= 0.9) return "chắc chắn";
  if (confidence >= 0.75) return "khá chắc";
  if (confidence >= 0.5) return "chưa chắc";
  return "rất không chắc";
}

/** days says when something held: "từ 01/01/2020 đến 31/12/2020". */
export function held(of: { from?: string; to?: string } | undefined): string {
  const day = (iso?: string) => (iso ? iso.split("-").reverse().join("/") : "");
  return [of?.from && `từ ${day(of.from)}`, of?.to && `đến ${day(of.to)}`].filter(Boolean).join(" ");
}

/** readDay takes 15/1/2020, 15.1.2020, 15-01-2020 or 15012020 for a day; undefined for what is none. */
export function readDay(text: string): string | undefined {
  const t = text.trim();
  const m = /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})$/.exec(t) ?? /^(\d{2})(\d{2})(\d{4})$/.exec(t);
  if (!m) return undefined;
  const [day, month, year] = [Number(m[1]), Number(m[2]), Number(m[3])];
  const at = new Date(Date.UTC(year, month - 1, day));
  if (year < 1945 || year > 2200 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return undefined;
  return at.toISOString().slice(0, 10);
}

/** codeWrong says what is wrong with a number as typed, or nothing. */
export const codeWrong = (text: string) => (text.trim() === "" || /^\d+[a-zđ]?([/-].+)?$|^\/.+$/iu.test(text.trim()) ? undefined : "Viết số như 15/KH-STTTT");

/** dayWrong says what is wrong with a day as typed, or nothing. */
export const dayWrong = (text: string) => (text.trim() === "" || readDay(text) ? undefined : "Viết ngày như 15/01/2020");
