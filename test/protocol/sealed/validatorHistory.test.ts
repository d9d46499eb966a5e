import { expect } from "chai";
import { describe, it } from "mocha";
import type { Hex } from "../../../protocol/index.js";
import {
  parseValidators,
  serializeValidators,
  VALIDATORS_SCHEMA,
  type ValidatorHistory,
  ValidatorsUnreadable,
  validatorsAt,
} from "../../../protocol/sealed/index.js";

const address = (value: number): Hex => `0x${value.toString(16).padStart(40, "0")}`;
const HISTORY: ValidatorHistory = {
  schema: VALIDATORS_SCHEMA,
  chainId: 20260n,
  genesisHash: `0x${"01".repeat(32)}`,
  consensus: "qbft",
  sets: [
    { fromBlock: 0n, validators: [1, 2, 3, 4].map(address) },
    { fromBlock: 1000n, validators: [1, 2, 3, 4, 5].map(address) },
  ],
};

describe("a history of validators", () => {
  it("is read as it was written, whether headers or a contract keep them", () => {
    for (const history of [HISTORY, { ...HISTORY, source: "contract" as const }]) {
      expect(parseValidators(serializeValidators(history))).to.deep.equal(history);
    }
  });

  it("says who was to seal a block", () => {
    const count = (block: bigint) => validatorsAt(HISTORY, block).length;
    expect([0n, 1n, 999n, 1000n, 10n ** 18n].map(count)).to.deep.equal([4, 4, 4, 5, 5]);
  });

  const [first, second] = HISTORY.sets as [ValidatorHistory["sets"][0], ValidatorHistory["sets"][0]];
  const of = (...validators: readonly Hex[]) => ({ sets: [{ fromBlock: 0n, validators }] });
  const refused: readonly (readonly [string, object])[] = [
    ["no set", { sets: [] }],
    ["no set from the first block", { sets: [second] }],
    ["sets out of order", { sets: [first, second, { ...first, fromBlock: 500n }] }],
    ["two sets from one block", { sets: [first, { ...second, fromBlock: 0n }] }],
    ["a set of nobody", of()],
    ["a validator twice", of(address(1), address(1))],
    ["validators out of order", of(address(2), address(1))],
    ["the zero address", of(address(0), address(1))],
    ["an address in capitals", of(`0x${"AB".repeat(20)}`)],
    ["a validator that is no address", of("0x01")],
    ["more validators than any chain has", of(...Array.from({ length: 1001 }, (_, index) => address(index + 1)))],
    ["another consensus", { consensus: "clique" }],
    ["another source", { source: "oracle" }],
    ["a contract under IBFT 2.0, which knows none", { consensus: "ibft2", source: "contract" }],
    ["no chain", { chainId: 0n }],
    ["a genesis that is no hash", { genesisHash: "0x01" }],
    ["a member that nobody knows", { note: "trust me" }],
  ];
  for (const [what, changes] of refused) {
    it(`is refused with ${what}`, () => {
      const text = serializeValidators({ ...HISTORY, ...changes } as ValidatorHistory);
      expect(() => parseValidators(text)).to.throw(ValidatorsUnreadable);
    });
  }

  it("is refused if it is no whole JSON, or of another schema", () => {
    const text = serializeValidators(HISTORY);
    expect(() => parseValidators(text.slice(1))).to.throw(ValidatorsUnreadable);
    expect(() => parseValidators(text.replace("validators/1", "validators/2"))).to.throw("schema");
    expect(() => parseValidators(text.replace('"sets":', '"sets":[],"sets":'))).to.throw(ValidatorsUnreadable);
  });
});
