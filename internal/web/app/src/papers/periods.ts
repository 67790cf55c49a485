import type { Schema } from "../api/client";

type Period = Schema["SpokenPeriod"];

const roman = ["", "I", "II", "III", "IV"];

/** sayPeriods writes periods a line each, as a trích yếu would. */
export const sayPeriods = (periods: Period[]): string =>
  periods
    .map((p) => {
      switch (p.unit) {
        case "month":
          return `tháng ${p.number} năm ${p.year}`;
        case "quarter":
          return `quý ${roman[p.number] ?? p.number} năm ${p.year}`;
        case "half_year":
          return `6 tháng ${p.number === 2 ? "cuối" : "đầu"} năm ${p.year}`;
        case "nine_months":
          return `9 tháng năm ${p.year}`;
        default:
          return `năm ${p.year}`;
      }
    })
    .join("\n");

/** readPeriods reads such lines; undefined where one is no period. */
export function readPeriods(text: string): Period[] | undefined {
  const out: Period[] = [];
  for (const line of text.split(/[\n;]/)) {
    const t = line.normalize("NFC").trim().toLowerCase();
    if (!t) continue;
    const p = readPeriod(t);
    if (!p) return undefined;
    out.push(p);
  }
  return out;
}

function readPeriod(t: string): Period | undefined {
  const year = Number(/(?:năm\s+|\/)?(\d{4})$/.exec(t)?.[1]);
  if (!(year >= 1945 && year <= 2200)) return undefined;
  const month = /^tháng\s+(\d{1,2})\b/.exec(t);
  if (month) return Number(month[1]) >= 1 && Number(month[1]) <= 12 ? { unit: "month", number: Number(month[1]), year } : undefined;
  const quarter = /^quý\s+(iv|i{1,3}|[1-4])\b/.exec(t);
  if (quarter) return { unit: "quarter", number: Number(quarter[1]) || roman.indexOf(quarter[1].toUpperCase()), year };
  const half = /^(?:6|sáu)\s+tháng\s+(đầu|cuối)/.exec(t);
  if (half) return { unit: "half_year", number: half[1] === "cuối" ? 2 : 1, year };
  if (/^(?:9|chín)\s+tháng/.test(t)) return { unit: "nine_months", number: 1, year };
  return /^(?:năm\s+)?\d{4}$/.test(t) ? { unit: "year", number: 1, year } : undefined;
}
