import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Change } from "../../indexer/index.js";
import { TooManyListeners } from "../errors.js";
import type { Progress } from "../types.js";

const MOST_LISTENERS = 64;
const HEARTBEAT_MS = 15_000;
const PROGRESS_MS = 500;

/**
 * Serves /api/events: `change` with each of the indexer's changes, `progress` when it moved. A listener that does not
 * keep up is dropped rather than buffered for: it connects again and reloads.
 */
export function serveEvents(
  app: FastifyInstance,
  of: {
    onChange: (listener: (change: Change) => void) => () => void;
    progress: () => Progress;
    onFailure: (error: unknown) => void;
  },
): void {
  const listeners = new Set<ServerResponse>();
  const timers: NodeJS.Timeout[] = [];
  let stopListening: (() => void) | undefined;
  let lastProgress = "";

  const send = (text: string): void => {
    for (const listener of listeners) if (!listener.write(text)) drop(listener);
  };
  const drop = (listener: ServerResponse): void => {
    listeners.delete(listener);
    listener.destroy();
    if (listeners.size === 0) rest();
  };
  const sendProgress = (): void => {
    try {
      const progress = JSON.stringify(of.progress());
      if (progress === lastProgress) return;
      lastProgress = progress;
      send(eventText("progress", progress));
    } catch (error) {
      of.onFailure(error);
    }
  };
  const wake = (): void => {
    // Everybody begins with the progress as it is: only what moves from here on is news.
    lastProgress = JSON.stringify(of.progress());
    stopListening = of.onChange((change) => send(eventText("change", JSON.stringify(change))));
    timers.push(
      setInterval(sendProgress, PROGRESS_MS),
      setInterval(() => send(": still here\n\n"), HEARTBEAT_MS),
    );
  };
  const rest = (): void => {
    stopListening?.();
    stopListening = undefined;
    for (const timer of timers.splice(0)) clearInterval(timer);
  };

  // Without HEAD: its answer would be a stream that never ends.
  app.get("/api/events", { exposeHeadRoute: false }, (_request, reply) => {
    if (listeners.size >= MOST_LISTENERS) throw new TooManyListeners({ limit: MOST_LISTENERS });
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) reply.raw.setHeader(name, value);
    reply.hijack();
    const listener = reply.raw;
    listener.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    listener.once("error", () => drop(listener));
    listener.once("close", () => {
      if (listeners.delete(listener) && listeners.size === 0) rest();
    });
    if (listeners.size === 0) wake();
    listeners.add(listener);
    listener.write(`retry: 2000\n\n${eventText("progress", JSON.stringify(of.progress()))}`);
  });
  // Otherwise closing would wait for streams that never end.
  app.addHook("preClose", async () => {
    for (const listener of listeners) listener.end();
    listeners.clear();
    rest();
  });
}

function eventText(name: string, data: string): string {
  return `event: ${name}\ndata: ${data}\n\n`;
}
