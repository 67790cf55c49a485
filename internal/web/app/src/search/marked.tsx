import type { ReactNode } from "react";

const cells = (text: string) => text.replaceAll("\t", " | "); // as the columns of a table

/** Marked is a text with the words found in it marked. The offsets count bytes of UTF-8, as the API does. */
export function Marked({ text, marks }: { text: string; marks: unknown }) {
  const bytes = new TextEncoder().encode(text);
  const part = (from: number, to: number) => cells(new TextDecoder().decode(bytes.slice(from, to)));
  const out: ReactNode[] = [];
  let at = 0;
  for (const [from, to] of [...((marks ?? []) as number[][])].sort((a, b) => a[0] - b[0])) {
    if (from < at || to <= from || to > bytes.length) continue;
    out.push(part(at, from), <mark key={from}>{part(from, to)}</mark>);
    at = to;
  }
  out.push(part(at, bytes.length));
  return <>{out}</>;
}
