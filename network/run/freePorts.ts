import { createServer } from "node:net";
import type { NodeListener } from "../folder/nodeConfig.js";
import type { LocalNode } from "../folder/openNetwork.js";
import { PortsTaken, type TakenPort } from "./errors.js";

/**
 * Refuses ports that something else listens on, or that two of the nodes have alike; nothing is left listening.
 * @throws PortsTaken
 */
export async function requireFreePorts(nodes: readonly LocalNode[]): Promise<void> {
  const wanted = nodes.flatMap(({ name, listeners }) => listeners.map((listener) => ({ node: name, ...listener })));
  const taken: TakenPort[] = [];
  const users = new Map<number, string>();
  for (const each of wanted) {
    const other = users.get(each.port);
    const by = other ?? (await fault(each));
    users.set(each.port, `${each.node}'s ${each.service}`);
    if (by !== undefined) taken.push({ node: each.node, service: each.service, port: each.port, by });
  }
  if (taken.length > 0) throw new PortsTaken(taken);
}

/** Why nobody can listen there now; undefined if one can. */
function fault({ host, port }: NodeListener): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", ({ code = "", message }: NodeJS.ErrnoException) =>
      resolve(code === "EADDRINUSE" ? "another process" : code || message),
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)));
  });
}
