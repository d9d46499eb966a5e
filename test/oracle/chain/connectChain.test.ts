import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { connectChain } from "../../../oracle/chain/connectChain.js";
import type { WattproofError } from "../../../protocol/index.js";

const DIRECTORY = `0x${"d1".repeat(20)}` as const;
const servers: Server[] = [];

/** A node that answers each method with the same result. */
async function nodeThatSays(results: Readonly<Record<string, unknown>>): Promise<string> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const { id, method } = JSON.parse(text) as { id: number; method: string };
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result: results[method] ?? null }));
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const codeFor = async (rpcUrl: string) =>
  connectChain(rpcUrl, DIRECTORY, 100).then(
    () => "nothing was refused",
    ({ code }: WattproofError) => code,
  );

describe("oracle: a chain that it cannot use is refused by name", () => {
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });

  it("if its node does not give the first block", async () => {
    expect(await codeFor(await nodeThatSays({ eth_chainId: "0x1" }))).to.equal("GenesisMissing");
  });

  it("if its node answers no question", async () => {
    expect(await codeFor(await nodeThatSays({}))).to.equal("ChainUnreachable");
  });
});
