// The files a person gave, on their way to the program. They go on while other views are
// looked at, and wait while the program cannot be reached.
import { useSyncExternalStore } from "react";
import type { Schema } from "../api/client";
import type { Found } from "./gather";

const atOnce = 3;
const hashUpTo = 16 * 1024 * 1024; // bytes; larger files are not read twice
const showEvery = 200; // ms between two pictures for the screen
const probeEvery = 3_000;

/** Sending is one file on its way. */
export type Sending = { key: number; path: string; unit: string; file?: File; size: number; sent: number; message?: string; remedy?: string };

/** Uploads is the whole of it, as the screen shows it. */
export type Uploads = {
  total: number;
  taken: number;
  duplicates: number;
  bytes: number;
  sentBytes: number;
  looking: boolean; // folders are still being looked through
  paused: boolean; // the program cannot be reached
  sending: Sending[];
  failed: Sending[];
  waiting: number;
};

const nothing: Uploads = { total: 0, taken: 0, duplicates: 0, bytes: 0, sentBytes: 0, looking: false, paused: false, sending: [], failed: [], waiting: 0 };

class Queue {
  private waiting: Sending[] = [];
  private next = 0; // of waiting; what is before is gone
  private failed = new Map<number, Sending>();
  private sending = new Map<number, { item: Sending; stop: () => void }>();
  private keys = 0;
  private doneBytes = 0;
  private counts = { total: 0, taken: 0, duplicates: 0, bytes: 0 };
  private looking = 0;
  private paused = false;
  private shown: Uploads = nothing;
  private due: number | undefined;
  private listeners = new Set<() => void>();

  subscribe = (l: () => void) => {
    this.listeners.add(l);
    return () => this.listeners.delete(l);
  };

  snapshot = () => this.shown;

  /** add takes files as they are found. */
  async add(found: Iterable<Found> | AsyncIterable<Found>, unit: string) {
    this.looking++;
    for await (const { file, path } of found) {
      this.counts.total++;
      this.counts.bytes += file.size;
      this.waiting.push({ key: ++this.keys, path, unit, file, size: file.size, sent: 0 });
      this.work();
    }
    this.looking--;
    this.show();
  }

  /** lost notes what could not even be opened. */
  lost = (path: string) => {
    this.counts.total++;
    this.fail({ key: ++this.keys, path, unit: "", size: 0, sent: 0 }, "Không mở được tệp hoặc thư mục này trên máy.", "Kiểm tra quyền đọc rồi thả lại.");
  };

  retry(items: Sending[]) {
    for (const item of items) {
      if (!item.file || !this.failed.delete(item.key)) continue;
      this.waiting.push({ ...item, sent: 0, message: undefined, remedy: undefined });
    }
    this.work();
    this.show();
  }

  /** stop gives up what was not sent yet. */
  stop() {
    const left = this.waiting.slice(this.next);
    this.waiting = [];
    this.next = 0;
    for (const { stop } of this.sending.values()) stop();
    for (const { item } of this.sending.values()) left.push(item);
    this.sending.clear();
    this.counts.total -= left.length;
    for (const item of left) this.counts.bytes -= item.size;
    this.show();
  }

  /** clear forgets what is over. */
  clear() {
    this.failed.clear();
    this.counts = { total: 0, taken: 0, duplicates: 0, bytes: 0 };
    this.doneBytes = 0;
    this.show();
  }

  private work() {
    while (!this.paused && this.sending.size < atOnce && this.next < this.waiting.length) {
      const item = this.waiting[this.next++];
      if (this.next > 1000) this.waiting.splice(0, this.next), (this.next = 0);
      void this.send(item);
    }
    this.show();
  }

  private async send(item: Sending) {
    let stopped = false;
    const xhr = new XMLHttpRequest();
    this.sending.set(item.key, { item, stop: () => ((stopped = true), xhr.abort()) });
    const form = new FormData();
    try {
      const sum = await checksum(item.file!);
      if (item.unit) form.append("unit", item.unit);
      if (sum) form.append("sha256", sum);
    } catch {
      if (!stopped) this.fail(item, "Không đọc được tệp trên máy.", "Tệp có thể đã bị đổi tên, xóa hoặc đang mở ở chương trình khác; kiểm tra rồi thử lại.");
      return;
    }
    if (stopped) return;
    form.append("file", item.file!, item.path);
    xhr.upload.onprogress = (e) => {
      item.sent = Math.min(e.loaded, item.size);
      this.show();
    };
    xhr.onload = () => this.answered(item, xhr);
    xhr.onerror = () => void this.broke(item);
    xhr.open("POST", "/api/v1/uploads");
    xhr.send(form);
  }

  private answered(item: Sending, xhr: XMLHttpRequest) {
    const body = parsed(xhr.responseText) as Partial<Schema["UploadAnswer"] & Schema["Problem"]>;
    const file = body.items?.find((i) => i.id);
    const why = body.items?.find((i) => i.reason)?.reason;
    if (xhr.status === 202 && file) this.take(item, file.state === "duplicate");
    else this.fail(item, why?.message ?? body.detail ?? "Chương trình không nhận tệp này.", why?.remedy ?? body.remedy);
  }

  /** broke tells a program that is away, for which the file waits, from a file that cannot be read. */
  private async broke(item: Sending) {
    if (await reachable()) {
      this.fail(item, "Đường truyền bị ngắt khi đang gửi.", "Thử lại; nếu vẫn vậy, tệp có thể đã bị đổi tên, xóa hoặc quá lớn.");
      return;
    }
    if (!this.sending.delete(item.key)) return; // stopped meanwhile
    item.sent = 0;
    this.waiting.splice(this.next, 0, item);
    this.show();
    if (this.paused) return;
    this.paused = true;
    while (!(await reachable())) await new Promise((r) => setTimeout(r, probeEvery));
    this.paused = false;
    this.work();
  }

  private take(item: Sending, duplicate: boolean) {
    if (!this.sending.delete(item.key)) return;
    item.file = undefined;
    this.counts.taken++;
    if (duplicate) this.counts.duplicates++;
    this.doneBytes += item.size;
    this.work();
  }

  private fail(item: Sending, message: string, remedy?: string) {
    this.sending.delete(item.key);
    this.failed.set(item.key, { ...item, message, remedy });
    this.work();
  }

  /** show makes a new picture, not for every file of thousands. */
  private show() {
    this.due ??= window.setTimeout(() => {
      this.due = undefined;
      const sending = [...this.sending.values()].map(({ item }) => ({ ...item }));
      this.shown = {
        ...this.counts,
        sentBytes: this.doneBytes + sending.reduce((n, s) => n + s.sent, 0),
        looking: this.looking > 0,
        paused: this.paused,
        sending,
        failed: [...this.failed.values()],
        waiting: this.waiting.length - this.next,
      };
      for (const l of this.listeners) l();
    }, showEvery);
  }
}

async function checksum(file: File): Promise<string> {
  // Also shows whether the file can be read at all. Only secure pages may compute.
  const bytes = await file.slice(0, file.size <= hashUpTo ? file.size : 1).arrayBuffer();
  if (file.size > hashUpTo || !window.crypto?.subtle) return "";
  const sum = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...sum].map((b) => b.toString(16).padStart(2, "0")).join("");
}

const reachable = () =>
  fetch("/api/v1/health", { cache: "no-store" }).then(
    () => true,
    () => false,
  );

function parsed(text: string): object {
  try {
    return (JSON.parse(text) as object | null) ?? {};
  } catch {
    return {};
  }
}

export const uploads = new Queue();

export const busy = (u: Uploads) => u.sending.length > 0 || u.waiting > 0 || u.looking;

window.addEventListener("beforeunload", (e) => {
  if (busy(uploads.snapshot())) e.preventDefault(); // the browser asks before files are left behind
});

export const useUploads = () => useSyncExternalStore(uploads.subscribe, uploads.snapshot);
