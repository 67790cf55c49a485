import { take } from "../api/client";

/** send posts a file as the body of a request and returns the answer. */
export function send<T>(address: string, file: File): Promise<T> {
  const answer = fetch(address, { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } }).then(async (r) => {
    const body: unknown = await r.json().catch(() => undefined);
    return r.ok ? { data: body as T } : { error: body };
  });
  return take(answer);
}
