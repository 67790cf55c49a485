import type { Schema } from "../api/client";
import type { Answer, Row } from "./CoveragePage";

/** verdicts are the verdicts in the order of a report, with the short word of a narrow cell. */
export const verdicts = [
  { value: "covered", short: "Đủ" },
  { value: "pending", short: "Chờ" },
  { value: "partial", short: "Một phần" },
  { value: "missing", short: "Chưa có" },
  { value: "explained", short: "Giải trình" },
  { value: "survey", short: "XHH" },
  { value: "not_applicable", short: "Không áp dụng" },
] as const;

export type Verdict = (typeof verdicts)[number]["value"];

export const shortVerdict = (v: string) => verdicts.find((x) => x.value === v)?.short ?? v;

/** reasons are the reasons of gaps, as short as a choice wants them. */
const reasons: Record<string, string> = {
  "none-found": "Không tìm thấy tài liệu nào",
  "wrong-type": "Khác loại văn bản",
  "outside-period": "Ngoài kỳ đánh giá",
  "other-year": "Nói về năm khác",
  early: "Ban hành sớm",
  late: "Ban hành muộn",
  "other-unit": "Của đơn vị khác",
  "other-issuer": "Cơ quan khác ban hành",
  "draft-only": "Mới có bản dự thảo",
  "replaced-only": "Chỉ có văn bản đã bị thay thế",
  "only-mentioned": "Chỉ được nhắc tới",
  rejected: "Không được chấp nhận",
  "explanation-asked": "Đang đề nghị giải trình",
  "units-without": "Còn đơn vị chưa có tài liệu",
  "units-without-many": "Còn đơn vị chưa có tài liệu",
  "not-received": "Có trong sổ, chưa có tệp",
  "unread-files": "Còn tệp chưa đọc được",
};

export const reasonName = (code: string, said: string) => reasons[code] ?? said;

/** reasonsOf are the codes of all gaps of a row. */
export const reasonsOf = (row: Row): string[] => (row.requirements ?? []).filter((q) => !q.satisfied && !q.spared).flatMap((q) => (q.missing ?? []).map((m) => m.code));

/** reasonChoices are the reasons that occur, each with the number of criteria. */
export function reasonChoices(rows: Row[]): { value: string; label: string }[] {
  const said = new Map<string, string>();
  const seen = new Map<string, Set<string>>();
  for (const r of rows) {
    for (const q of r.requirements ?? []) {
      if (q.satisfied || q.spared) continue;
      for (const m of q.missing ?? []) {
        said.set(m.code, reasonName(m.code, m.message));
        seen.set(m.code, (seen.get(m.code) ?? new Set()).add(r.criterion));
      }
    }
  }
  return [...seen].map(([value, of]) => ({ value, n: of.size })).sort((a, b) => b.n - a.n).map(({ value, n }) => ({ value, label: `${said.get(value)} (${n})` }));
}

/** Branch is a domain of the catalogue with its leaves. */
export type Branch = { id: string; title: string; leaves: string[] };

/** branches are the domains of a catalogue; what it does not name comes under a blank one. */
export function branches(catalogue: Schema["Catalogue"] | undefined, answer: Answer): Branch[] {
  const leavesOf = (c: Schema["Criterion"]): string[] => (c.children?.length ? c.children.flatMap(leavesOf) : [c.id]);
  const out: Branch[] = (catalogue?.criteria ?? []).map((c) => ({ id: c.id, title: c.title, leaves: leavesOf(c) }));
  const known = new Set(out.flatMap((b) => b.leaves));
  const rest = [...new Set((answer.items ?? []).map((r) => r.criterion))].filter((c) => !known.has(c));
  return rest.length > 0 ? [...out, { id: "", title: "", leaves: rest }] : out;
}

/** keyOf tells rows of one criterion apart. */
export const keyOf = (r: Row) => `${r.criterion}@${r.office ?? ""}@${r.unit}`;
