import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { compareGenesis, recoverNetwork } from "../../../network/index.js";
import type { WattproofError } from "../../../protocol/index.js";
import { answersOf, makeChain } from "../support/chainDouble.js";
import { freeBase } from "../support/freeBase.js";
import { openRpcDouble } from "../support/rpcDouble.js";
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

  it("begins with the block after the newest that a node here has, and with no other", async () => {
    const heights = [60, 58];
    const doubles = await Promise.all(
      heights.map((height, at) => openRpcDouble(answersOf({ at, chain: makeChain({ height, headS: 1_800_000_000 }) }))),
    );
    try {
      for (const [at, { port }] of doubles.entries()) {
        network.change(`nodes/${NODES[at]}/config.toml`, (text) =>
          text.replace(/^rpc-http-port = .*$/m, `rpc-http-port = ${port}`),
        );
      }
      for (const block of [59n, 60n, 62n]) {
        const { message } = await refused(() => recover([NODES[0], NODES[1]], block));
        expect(message).to.contain(`${NODES[0]} has block 60, so that the next is 61, not ${block}`);
      }
      expect((await recover([NODES[0], NODES[1]], 61n)).asked).to.deep.equal([NODES[0], NODES[1]]);
    } finally {
      await Promise.all(doubles.map(({ close }) => close()));
    }
  });

  it("is none where a contract selects the validators", async () => {
    network.change("consortium.json", (text) => text.replace('"validators": "header"', '"validators": "contract"'));
    expect((await refused(() => recover([NODES[0]]))).message).to.contain("a contract selects this chain's validators");
  });
});
