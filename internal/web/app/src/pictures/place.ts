const quoteMost = 1500; // letters: addresses have an end, and so much is enough to find a place

/** onPage is the address of a document opened at a page, with a quote marked on its picture. */
export function onPage(document: string, at: { page?: number | null; quote?: string }): string {
  const params = new URLSearchParams();
  if (at.page) params.set("trang", String(at.page));
  const quote = (at.quote ?? "").replaceAll("…", " ").trim().slice(0, quoteMost);
  if (quote) params.set("trich", quote);
  return `/van-ban/${document}?${params}`;
}

/** placeOf reads such an address. */
export function placeOf(params: URLSearchParams): { page: number; quote: string } {
  const page = Number(params.get("trang"));
  return { page: Number.isInteger(page) && page > 0 ? page : 0, quote: (params.get("trich") ?? "").slice(0, quoteMost) };
}

/** pictureOf is the address of the picture of a page. */
export function pictureOf(document: string, page: number, width: number, quote: string): string {
  const params = new URLSearchParams({ width: String(width) });
  if (quote) params.set("quote", quote);
  return `/api/v1/documents/${document}/pages/${page}/picture?${params}`;
}
