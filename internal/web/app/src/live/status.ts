// What the program is doing, as it says itself by server-sent events. One stream for the
// whole page, closed while nobody looks at it: browsers open only six connections to one
// host, and other windows need some.
import { useSyncExternalStore } from "react";
import type { Schema } from "../api/client";

export type Status = Schema["Status"];
export type Progress = Schema["Progress"];

type Live = {
  status?: Status;
  /** The program has not answered for a while. */
  lost: boolean;
};

const patience = 3_000; // before a break is shown; a restart is shorter
const again = 10_000; // before a stream is opened anew that the browser gave up

let live: Live = { lost: false };
let source: EventSource | undefined;
let doubt: number | undefined;
let later: number | undefined;
const listeners = new Set<() => void>();

function set(next: Live) {
  live = next;
  for (const l of listeners) l();
}

function good(status = live.status) {
  window.clearTimeout(doubt);
  doubt = undefined;
  set({ status, lost: false });
}

function bad() {
  doubt ??= window.setTimeout(() => set({ ...live, lost: true }), patience);
}

function open() {
  if (source || document.hidden || listeners.size === 0) return;
  const s = new EventSource("/api/v1/events");
  source = s;
  s.addEventListener("status", (e) => good(JSON.parse(e.data) as Status));
  s.onopen = () => good();
  s.onerror = () => {
    bad();
    if (s.readyState !== EventSource.CLOSED) return; // the browser opens it again by itself
    close();
    // A program that only shows answers without a stream: that is no broken connection.
    void fetch("/api/v1/health").then(
      () => good(),
      () => undefined,
    );
    later = window.setTimeout(open, again);
  };
}

function close() {
  window.clearTimeout(later);
  source?.close();
  source = undefined;
}

function look() {
  if (document.hidden) close();
  else open();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  if (listeners.size === 1) document.addEventListener("visibilitychange", look);
  open();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    document.removeEventListener("visibilitychange", look);
    close();
  };
}

/** useLive tells what the program is doing; status is undefined until it said so. */
export const useLive = () => useSyncExternalStore(subscribe, () => live);

/** useLivePart is for views that need one value of it and are not drawn anew for the rest. */
export const useLivePart = <T extends string | number | boolean | undefined>(part: (status?: Status) => T): T => useSyncExternalStore(subscribe, () => part(live.status));
