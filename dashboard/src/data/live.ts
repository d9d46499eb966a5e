import { useSyncExternalStore } from "react";
import { apiUrl } from "./request.js";
import { refreshShown } from "./resources.js";

/** Whether the page hears of changes as they happen. */
export type LiveState = "connecting" | "live" | "lost";

/** The screen is loaded anew at most this often, however fast the changes come. */
const REFRESH_EVERY_MS = 1_000;
/** Long series are loaded anew at most this often. */
const REFRESH_SERIES_EVERY_MS = 4_000;
const RECONNECT_AFTER_MS = 4_000;
const SERIES = /\/(series|cycles)\b/;

let state: LiveState = "connecting";
let source: EventSource | undefined;
const listeners = new Set<() => void>();

function become(next: LiveState): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
}

/** Runs `work` soon after each call, but never more often than `everyMs`. */
function throttled(everyMs: number, work: () => void): () => void {
  let pending: ReturnType<typeof setTimeout> | undefined;
  let ranAtMs = 0;
  return () => {
    if (pending !== undefined) return;
    pending = setTimeout(
      () => {
        pending = undefined;
        ranAtMs = Date.now();
        work();
      },
      Math.max(0, ranAtMs + everyMs - Date.now()),
    );
  };
}

const refreshValues = throttled(REFRESH_EVERY_MS, () => refreshShown((path) => !SERIES.test(path)));
const refreshSeries = throttled(REFRESH_SERIES_EVERY_MS, () => refreshShown((path) => SERIES.test(path)));

function refreshAll(): void {
  refreshValues();
  refreshSeries();
}

/** Opens the stream of changes and keeps it open. Called once, when the page starts. */
export function startLive(): void {
  connect();
  // An open stream does not notice by itself that the network is gone.
  window.addEventListener("offline", () => {
    source?.close();
    become("lost");
  });
  window.addEventListener("online", connect);
}

function connect(): void {
  source?.close();
  source = new EventSource(apiUrl("api/events"));
  source.addEventListener("open", () => {
    become("live");
    refreshAll();
  });
  source.addEventListener("change", refreshAll);
  source.addEventListener("progress", refreshValues);
  source.addEventListener("error", () => {
    become("lost");
    // A browser gives up for good on an HTTP error; a server that restarts must still be found again.
    if (source?.readyState === EventSource.CLOSED) setTimeout(connect, RECONNECT_AFTER_MS);
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Whether changes reach the page. */
export function useLiveState(): LiveState {
  return useSyncExternalStore(subscribe, () => state);
}
