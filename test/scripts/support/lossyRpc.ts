import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface LossyRpc {
  readonly url: string;
  /** How many transactions it still takes; after that it answers none of them. */
  left: number;
  /** Whether the first that it does not answer reaches the chain all the same; those after it do not. */
  loses: "transaction" | "answer";
  close(): Promise<void>;
}

/** Stands before a chain's JSON-RPC, and breaks off after so many transactions: as a node that goes down does. */
export async function startLossyRpc(upstream: string): Promise<LossyRpc> {
  const lossy: Pick<LossyRpc, "left" | "loses"> = { left: Number.POSITIVE_INFINITY, loses: "transaction" };
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const breaksOff = /"eth_send(Raw)?Transaction"/.test(body) && lossy.left-- <= 0;
    const reaches = lossy.loses === "answer" && lossy.left === -1;
    if (breaksOff && !reaches) {
      response.destroy();
      return;
    }
    const answer = await fetch(upstream, { method: "POST", headers: { "content-type": "application/json" }, body });
    if (breaksOff) {
      response.destroy();
      return;
    }
    response.setHeader("content-type", "application/json");
    response.end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(lossy, {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
