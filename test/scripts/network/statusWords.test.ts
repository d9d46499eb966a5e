import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { networkStatus } from "../../../network/index.js";
import { statusJson } from "../../../scripts/commands/network/statusJson.js";
import { statusLines, summary } from "../../../scripts/commands/network/statusWords.js";
import { makeChain, VALIDATORS } from "../../network/support/chainDouble.js";
import { openDoubles } from "../../network/support/openDoubles.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../../network/support/testNetwork.js";

const NOW_S = 1_800_000_000;

describe("the words of a status", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  let close: () => Promise<void>;
  beforeEach(() => {
    network = makeTestNetwork();
    close = () => Promise.resolve();
  });
  afterEach(async () => {
    await close();
    network.remove();
  });

  const statusOf = async (chain: ReturnType<typeof makeChain>) => {
    close = await openDoubles(network, [{ chain }, { chain }]);
    for (const name of NODES.slice(2)) rmSync(join(network.folder, "nodes", name, "key"));
    const opened = network.open();
    const status = await networkStatus(opened, { now: () => 1000 * NOW_S });
    return { opened, status };
  };

  it("name another organisation's validator that neither makes nor seals blocks", async () => {
    const last = VALIDATORS[3]?.address;
    const place = [...VALIDATORS.map(({ address }) => address)].sort().indexOf(last ?? "0x");
    const chain = makeChain({
      height: 60,
      headS: NOW_S - 1,
      proposer: (number) => (number % 4 === place ? number + 1 : number),
    });
    const { opened, status } = await statusOf(chain);
    expect(summary(opened, status)).to.equal(
      `The chain moves; 2 of the 2 nodes here answer. Neither made nor sealed any of the newest 16 blocks: ${NODES[3]}. No further validator may fail.`,
    );
    expect(statusLines(opened, status).join("\n")).to.match(new RegExp(`${NODES[3]} +elsewhere +0 % +0 +silent`));
  });

  it("say of a chain without blocks that none was made, and not how old its genesis is", async () => {
    const { opened, status } = await statusOf(makeChain({ height: 0, headS: NOW_S }));
    const lines = statusLines(opened, status);
    expect(lines[1]).to.match(/^Block 0 0x[0-9a-f]{64}, the genesis; no block was made yet\.$/);
    expect(lines.join("\n")).not.to.match(/\bold\b/);
    expect(statusJson(opened, status)).to.have.property("head").with.property("ageS", null);
    expect(lines.at(-1)).to.contain("The chain stands at block 0: a block needs 3 of the 4 validators.");
  });
});
