import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The terminal, npm and the launcher may each deliver the same Ctrl-C; a person's second one comes later. */
const SAME_SIGNAL_MS = 1000;

/**
 * Turns Ctrl-C and its kin into an abort that lets work drain. A second one, a second later or more, ends the process at
 * once.
 */
export function abortOnSignal(): AbortSignal {
  const controller = new AbortController();
  let firstMs: number | undefined;
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      const nowMs = performance.now();
      if (firstMs === undefined) {
        firstMs = nowMs;
        controller.abort();
      } else if (nowMs - firstMs > SAME_SIGNAL_MS) {
        process.exit(128 + constants.signals[signal]);
      }
    });
  }
  return controller.signal;
}
