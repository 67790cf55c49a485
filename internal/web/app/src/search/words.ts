import type { Schema } from "../api/client";
import { viDate } from "../parts";
import { type Ask, type Listed, listed } from "./ask";

export const facetName: Record<Listed, string> = {
  type: "Loại văn bản",
  unit: "Đơn vị",
  year: "Năm ban hành",
  issuer: "Cơ quan ban hành",
  quality: "Chất lượng đọc",
  criterion: "Tiêu chí",
  state: "Trạng thái minh chứng",
  signer: "Người ký",
};

export const orderName = { relevance: "Khớp nhất", newest: "Mới nhất", oldest: "Cũ nhất" };

/** ownPapers is the value of the filter of units that stands for the office itself. */
export const ownPapers = "-";

/** wholeName stands before an organ that is meant whole, as it is counted. */
export const wholeName = "=";

const fixed: Partial<Record<Listed, Record<string, string>>> = {
  unit: { [ownPapers]: "Chung của cơ quan" },
  quality: { good: "Đọc rõ", poor: "Có trang đọc chưa rõ", partly: "Có trang chưa đọc được" },
  state: {
    suggested: "Chờ xác nhận",
    submitted: "Đã nộp",
    accepted: "Đã chấp nhận",
    rejected: "Không chấp nhận",
    explanation_asked: "Đề nghị giải trình",
    stale: "Cần xem lại",
  },
};

/** valueName says a value of a filter in words, as the counts name it where they have it. */
export function valueName(list: Listed, value: string, counted?: Schema["FacetRow"][] | null): string {
  if (list === "issuer" && value.startsWith(wholeName)) return value.slice(wholeName.length);
  const name = counted?.filter((f) => f.facet === list).flatMap((f) => f.values ?? []).find((v) => v.value === value)?.name ?? fixed[list]?.[value] ?? value;
  return list === "criterion" && name !== value ? `${value} ${name}` : name;
}

/** days says a span of days: "từ 01/01/2020 đến 31/12/2020". */
export const days = (from: string, to: string) => [from && `từ ${viDate(from)}`, to && `đến ${viDate(to)}`].filter(Boolean).join(" ");

/** narrowing says what a question is narrowed to, in one line. */
export function narrowing(ask: Ask, counted?: Schema["FacetRow"][] | null): string {
  const parts = listed.filter((l) => ask.chosen[l].length > 0).map((l) => `${facetName[l]}: ${ask.chosen[l].map((v) => valueName(l, v, counted)).join(", ")}`);
  if (ask.from || ask.to) parts.push(`Ban hành ${days(ask.from, ask.to)}`);
  if (ask.sort !== "relevance") parts.push(`${orderName[ask.sort]} xếp trước`);
  return parts.join(" · ");
}

/** seconds says a time of milliseconds: "0,04 giây". */
export const seconds = (ms: number) => `${(Math.max(ms, 10) / 1000).toLocaleString("vi-VN", { maximumFractionDigits: 2 })} giây`;

/** folders is the end of a path, enough to tell where the file lies. */
export function folders(path: string): string {
  const parts = path.split(/[\\/]/).filter(Boolean);
  return parts.length > 3 ? `…/${parts.slice(-3).join("/")}` : parts.join("/");
}

/** fold drops tones and capitals, so that a list is searched as people type. */
export const fold = (text: string) =>
  text
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/đ/gi, "d")
    .toLowerCase();
