/** readPoints reads points as offices write them: "2,75" or "2.75"; blank is null, what is no number NaN. */
export function readPoints(text: string): number | null {
  const t = text.trim().replace(/\s/g, "");
  if (t === "") return null;
  if (!/^\d{1,12}([.,]\d{1,6})?$/.test(t)) return Number.NaN;
  return Number(t.replace(",", "."));
}

/** writePoints writes points so that [readPoints] reads the same: a comma and no dots of thousands. */
export const writePoints = (n?: number | null) => (n == null ? "" : String(n).replace(".", ","));
