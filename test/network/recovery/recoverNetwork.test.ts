import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { compareGenesis, recoverNetwork } from "../../../network/index.js";
import type { WattproofError } from "../../../protocol/index.js";
import { makeChain } from "../support/chainDouble.js";
import { freeBase } from "../support/freeBase.js";
import { openDoubles } from "../support/openDoubles.js";
import { makeTestNetwork, NODES, type TestNetwork } from "../support/testNetwork.js";

describe("a chain that goes on without those who are lost", function () {
  this.timeout(60_000);
  let network: TestNetwork;
  beforeEach(async () => {
    const base = await freeBase();
    network = makeTestNetwork({ rpcPort: base, p2pPort: base + 100 });
  });
  afterEach(() => network.remove());

  const genesis = () => readFileSync(join(network.folder, "genesis.json"), "utf8");
  const recover = (staying: readonly string[], block = 81n) =>
    recoverNetwork({ network: network.open(), staying, block });
  const refused = async (run: () => Promise<unknown>): Promise<WattproofError> => {
    const before = genesis();
    const error = await run().then(
      () => expect.fail("nothing was refused"),
      (thrown: WattproofError) => thrown,
    );
    expect(genesis()).to.equal(before);
    return error;
  };

  it("has the transition in its genesis, and nothing else changed", async () => {
    const before = JSON.parse(genesis());
    const { validators, quorum, asked, warnings } = await recover([NODES[1], NODES[0]]);
    expect(validators.map(({ name }) => name)).to.deep.equal([NODES[1], NODES[0]]);
    expect({ quorum, asked }).to.deep.equal({ quorum: 2, asked: [] });
    expect(warnings.map(({ code }) => code)).to.include("ToleratesNoFault");
    const [difference, ...others] = compareGenesis(before, JSON.parse(genesis()));
    expect(others).to.deep.equal([]);
    expect(difference?.path).to.equal("config.transitions");
    const addresses = validators.map(({ address }) => address).sort();
    expect(JSON.parse(difference?.b ?? "")).to.deep.equal({ qbft: [{ block: 81, validators: addresses }] });
    expect(readdirSync(network.folder)).not.to.include("genesis.json.new");
  });

  it("is the same, with the same fingerprint, for all who name the same, by names or by addresses", async () => {
    const first = await recover([NODES[0], NODES[2]]);
    const text = genesis();
    const second = await recover(
      [...first.validators].reverse().map(({ address }) => address.toUpperCase().replace("X", "x")),
    );
    expect(genesis()).to.equal(text);
    expect(second.fingerprint)
      .to.equal(first.fingerprint)
      .and.match(/^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    expect((await recover([NODES[0], NODES[1]])).fingerprint).not.to.equal(first.fingerprint);
  });

  it("may have validators that came later, by their addresses", async () => {
    const address = `0x${"ab".repeat(20)}`;
    const { validators } = await recover([NODES[0], address]);
    expect(validators[1]).to.deep.equal({ name: address, address });
  });

  it("has nobody whom nobody knows, and nobody twice", async () => {
    const unknown = await refused(() => recover([NODES[0], "org-9-node-1"]));
    expect(unknown.code).to.equal("RecoveryUnfit");
    expect(unknown.message).to.contain('"org-9-node-1" is no node of consortium.json');
    const twice = await refused(() => recover([NODES[0], network.open().nodes[0]?.address ?? ""]));
    expect(twice.message).to.contain(`${NODES[0]} is named twice`);
    expect((await refused(() => recover([""]))).code).to.equal("RecoveryUnfit");
  });

  it("says whom another transition at the same block named, and nothing of the same one again", async () => {
    const first = await recover([NODES[0], NODES[2]]);
    expect(first.replaced).to.equal(undefined);
    expect((await recover([NODES[2], NODES[0]])).replaced).to.equal(undefined);
    const { replaced } = await recover([NODES[0], NODES[1]]);
    expect(replaced).to.have.members(first.validators.map(({ address }) => address));
    expect((await recover([NODES[0], NODES[1]], 82n)).replaced).to.equal(undefined);
  });

  describe("of which nodes answer", () => {
    const HEAD_S = 1_800_000_000;
    const chain = makeChain({ height: 61, headS: HEAD_S });
    let height: () => number;
    let close: () => Promise<void>;
    beforeEach(async () => {
      height = () => 60;
      close = await openDoubles(network, [
        { chain, height: () => height() },
        { chain, height: () => 58 },
      ]);
    });
    afterEach(() => close());

    it("begins with the block after the newest that a node here has, and with no other", async () => {
      for (const block of [59n, 60n, 62n]) {
        const { message } = await refused(() => recover([NODES[0], NODES[1]], block));
        expect(message).to.contain(`${NODES[0]} has block 60, so that the next is 61, not ${block}`);
      }
      expect((await recover([NODES[0], NODES[1]], 61n)).asked).to.deep.equal([NODES[0], NODES[1]]);
    });

    it("is none of a chain whose newest block is of this moment", async () => {
      const now = () => 1000 * (HEAD_S + 3);
      const error = await refused(() =>
        recoverNetwork({ network: network.open(), staying: [NODES[0]], block: 61n, now }),
      );
      expect(error.code).to.equal("RecoveryUnfit");
      expect(error.message).to.contain("the chain moves").and.contain("block 60");
      expect(error.next).to.contain("remove-node");
    });

    it("is none of a chain that gets a block while it is looked at, whatever the clocks say", async () => {
      let asked = 0;
      height = () => (++asked > 4 ? 61 : 60);
      const { message } = await refused(() => recover([NODES[0], NODES[1]], 61n));
      expect(message).to.contain("the chain moves, a block after 60 came meanwhile");
    });
  });

  it("is none where a contract selects the validators", async () => {
    network.change("consortium.json", (text) => text.replace('"validators": "header"', '"validators": "contract"'));
    expect((await refused(() => recover([NODES[0]]))).message).to.contain("a contract selects this chain's validators");
  });
});
