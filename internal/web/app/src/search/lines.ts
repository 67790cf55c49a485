/** linesMost is how many questions the API takes at once. */
export const linesMost = 500;

/** asked are the lines that ask something. */
export const asked = (text: string) => text.split(/\r?\n/).filter((l) => l.trim() !== "").length;

/** readLines reads a list out of a file: text, or the first column of a table saved as CSV. */
export async function readLines(file: File): Promise<string> {
  const text = decoded(new Uint8Array(await file.arrayBuffer()));
  if (!/\.(csv|tsv)$/i.test(file.name)) return text;
  return text
    .split(/\r?\n/)
    .map((l) => firstCell(l))
    .join("\n");
}

/** decoded reads UTF-8, the UTF-16 of Excel's "Unicode text", or the old Windows code page. */
function decoded(bytes: Uint8Array): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "";
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1258").decode(bytes);
  }
}

function firstCell(line: string): string {
  const quoted = /^\s*"((?:[^"]|"")*)"/.exec(line);
  if (quoted) return quoted[1].replaceAll('""', '"').trim();
  return (/^[^,;\t]*/.exec(line)?.[0] ?? "").trim();
}
