import { expect } from "chai";
import { describe, it } from "mocha";
import { validatorsSetAt, withTransition } from "../../../network/genesis/transitions.js";
import { parseGenesis } from "../../../network/index.js";
import type { Hex, WattproofError } from "../../../protocol/index.js";

const [A, B, C] = ["aa", "bb", "cc"].map((byte) => `0x${byte.repeat(20)}` as Hex) as [Hex, Hex, Hex];
const genesisWith = (config: object) => parseGenesis(JSON.stringify({ config, extraData: "0x" }), "genesis.json");
const add = (genesis: Readonly<Record<string, unknown>>, block: bigint, ...validators: Hex[]) =>
  withTransition(genesis, "qbft", { block, validators }, "genesis.json");

describe("validators that a genesis sets from a block on", () => {
  it("are written the same by all who agree, in whatever order they are named", () => {
    const genesis = genesisWith({ chainId: 1, qbft: {} });
    const text = JSON.stringify(add(genesis, 7n, B, A));
    expect(text).to.equal(JSON.stringify(add(genesis, 7n, A, B)));
    expect(JSON.parse(text)).to.deep.equal({
      config: { chainId: 1, qbft: {}, transitions: { qbft: [{ block: 7, validators: [A, B] }] } },
      extraData: "0x",
    });
  });

  it("come in the order of their blocks, take the place of those for the same block, and leave all else", () => {
    const other = { block: 3, blockperiodseconds: 5 };
    const genesis = genesisWith({ transitions: { clique: [], qbft: [{ block: 9, blockperiodseconds: 1 }, other] } });
    const { config } = add(add(add(genesis, 9n, A), 9n, B), 5n, C) as { config: { transitions: unknown } };
    expect(config.transitions).to.deep.equal({
      clique: [],
      qbft: [other, { block: 5, validators: [C] }, { block: 9, blockperiodseconds: 1, validators: [B] }],
    });
  });

  it("are found under names in any case, as Besu reads them, and written once", () => {
    const genesis = genesisWith({
      Transitions: { QBFT: [{ block: 4, validators: [A.toUpperCase().replace("X", "x")] }] },
    });
    expect(validatorsSetAt(genesis, "qbft", 4n)).to.deep.equal([A]);
    const { config } = add(genesis, 5n, B);
    expect(Object.keys(config as object)).to.deep.equal(["transitions"]);
    expect((config as { transitions: { qbft: unknown[] } }).transitions.qbft).to.have.length(2);
  });

  it("are of one block and one consensus alone", () => {
    const genesis = add(genesisWith({}), 7n, A, B);
    expect(validatorsSetAt(genesis, "qbft", 7n)).to.deep.equal([A, B]);
    expect(validatorsSetAt(genesis, "qbft", 8n)).to.equal(undefined);
    expect(validatorsSetAt(genesis, "ibft2", 7n)).to.equal(undefined);
  });

  for (const transitions of [
    [],
    7,
    { qbft: {} },
    { qbft: [7] },
    { qbft: [{ validators: [] }] },
    { qbft: [{ block: "7" }] },
  ]) {
    it(`are not added to ${JSON.stringify(transitions)}`, () => {
      try {
        add(genesisWith({ transitions }), 7n, A);
      } catch (error) {
        expect((error as WattproofError).code).to.equal("GenesisInvalid");
        return;
      }
      expect.fail("nothing was refused");
    });
  }
});
