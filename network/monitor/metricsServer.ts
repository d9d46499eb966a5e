import fastify from "fastify";
import { PORTS } from "../files/ports.js";
import { MonitorPortTaken } from "./errors.js";
import { EXPOSITION_TYPE } from "./exposition.js";

/** Of the monitor's metrics, if no other is asked for: none that `network init` gives to a node. */
export const MONITOR_PORT = PORTS.monitor;

const LOOPBACK = "127.0.0.1";
/** A page elsewhere that points its own name at this machine (DNS rebinding) cannot make a browser send one of these. */
const OWN_HOST = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d{1,5})?$/i;

/** Gives out a monitor's metrics until it is closed. */
export interface MetricsServer {
  /** Of the metrics. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface MetricsServerOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  /** The newest look's, in Prometheus' text format; undefined before the first. */
  readonly text: () => string | undefined;
}

/**
 * Listens for Prometheus at `/metrics`. Nothing else is answered, and nothing that is sent is read.
 * @throws MonitorPortTaken
 */
export async function openMetricsServer({ port, text }: MetricsServerOptions): Promise<MetricsServer> {
  const app = fastify({ bodyLimit: 1, forceCloseConnections: true });
  app.get("/metrics", (request, reply) => {
    if (!OWN_HOST.test(request.headers.host ?? "")) return reply.code(403).send("");
    const metrics = text();
    // Prometheus takes anything but 200 for a target that is down, which is true until there is something to see.
    return reply
      .code(metrics === undefined ? 503 : 200)
      .type(EXPOSITION_TYPE)
      .send(metrics ?? "");
  });
  try {
    const address = await app.listen({ host: LOOPBACK, port });
    return { url: `${address}/metrics`, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw new MonitorPortTaken(port, error);
  }
}
