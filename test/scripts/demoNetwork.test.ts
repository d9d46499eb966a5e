import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { serveChain } from "../support/chain/rpcServer.js";
import { wattproof } from "./support/wattproof.js";

/** On a chain where gas is free, `npm run test:besu` runs it. */
describe("wattproof demo --network", function () {
  this.timeout(60_000);
  let server: Awaited<ReturnType<typeof serveChain>>;
  before(async () => {
    server = await serveChain();
  });
  after(() => server?.close());

  const refused = async (network: string) => {
    const { code, stdout } = await wattproof(["demo", "--network", network, "--once", "--json"]);
    expect(code).to.be.above(0);
    return JSON.parse(stdout).error as { code: string; message: string };
  };

  it("refuses a chain on which its new accounts could not pay", async () => {
    const { code, message } = await refused(server.rpcUrl);
    expect(code).to.equal("DemoGasCosts");
    expect(message).to.include(server.rpcUrl);
  });

  it("says that nobody answers, or that it is no chain's address", async () => {
    expect((await refused("http://127.0.0.1:9")).code).to.equal("NodeUnreachable");
    expect((await refused("nowhere")).code).to.equal("UsageInvalid");
  });
});
