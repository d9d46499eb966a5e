import { request } from "node:http";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { type EmbeddedChain, startEmbeddedChain } from "../../demo/chain/embeddedChain.js";
import { openHardhat } from "../../deploy/hardhat.js";

const hardhat = await openHardhat();

describe("the embedded chain's JSON-RPC", () => {
  let chain: EmbeddedChain;
  before(async () => {
    chain = await startEmbeddedChain(hardhat);
  });
  after(() => chain.close());

  const ask = (method: string, params: unknown[], headers: Record<string, string>) =>
    new Promise<{ status: number; cors: string | undefined; body: string }>((resolve, reject) => {
      const sent = request(chain.rpcUrl, { method: "POST", headers }, (answer) => {
        let body = "";
        answer.setEncoding("utf8").on("data", (text: string) => {
          body += text;
        });
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            cors: answer.headers["access-control-allow-origin"] as string | undefined,
            body,
          }),
        );
      });
      sent.on("error", reject);
      sent.end(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }));
    });

  it("refuses a page elsewhere that writes storage", async () => {
    const victim = `0x${"11".repeat(20)}`;
    const slot = `0x${"00".repeat(32)}`;
    const word = `0x${"22".repeat(32)}`;
    const { body } = await ask("hardhat_setStorageAt", [victim, slot, word], {
      "content-type": "text/plain",
      origin: "https://elsewhere.example",
    });
    expect(body).to.not.include('"result":true');
  });

  it("refuses a foreign host name", async () => {
    const { body } = await ask("eth_accounts", [], { host: "elsewhere.example" });
    expect(body).to.not.include("0x");
  });

  it("lets no other origin read its answers", async () => {
    const { cors } = await ask("eth_accounts", [], { origin: "https://elsewhere.example" });
    expect(cors).to.not.equal("*");
  });
});
