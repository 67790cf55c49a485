import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export const api = createClient<paths>({ baseUrl: "/" });

export type Schema = components["schemas"];

/** Problem is what the API answers when something does not go: words and a remedy. */
export class Problem extends Error {
  readonly remedy: string;
  constructor(body: unknown) {
    const p = (body ?? {}) as { detail?: string; remedy?: string };
    super(p.detail ?? "Không kết nối được với chương trình.");
    this.remedy = p.remedy ?? "Kiểm tra xem chương trình Minh Chứng có đang chạy không, rồi tải lại trang.";
  }
}

/** take returns the data of an answer or throws its problem. */
export async function take<T>(answer: Promise<{ data?: T; error?: unknown }>): Promise<T> {
  const { data, error } = await answer.catch((error: unknown) => ({ data: undefined, error }));
  if (data === undefined) throw new Problem(error);
  return data;
}
