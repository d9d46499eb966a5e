import { expect } from "chai";
import { describe, it } from "mocha";
import { readValidators } from "../../evidence/index.js";
import { blockHashOf, headerOfAnswer } from "../../protocol/bft/index.js";
import { ZERO_HASH } from "../../protocol/index.js";
import { addressesOf, CONSENSUS, sealedBy, testValidators, unsealedHeader } from "../protocol/bft/support/sealing.js";
import { answerOf, chainOf } from "../support/bft/headerChain.js";

const identity = { chainId: 20260n, genesisHash: ZERO_HASH };
const four = testValidators(4);
const five = testValidators(5);
const six = testValidators(6);

describe("readValidators", () => {
  for (const consensus of CONSENSUS) {
    it(`finds each change of a long chain without reading all of it, ${consensus}`, async () => {
      const sets = new Map([
        [0n, four],
        [12_345n, five],
        [12_346n, six],
        [90_000n, four],
      ]);
      const { provider, asked } = chainOf(consensus, 100_000n, sets);
      const history = await readValidators({ provider, consensus, ...identity });
      expect(history.sets).to.deep.equal(
        [...sets].map(([fromBlock, validators]) => ({ fromBlock, validators: addressesOf(validators) })),
      );
      expect(asked.length).to.be.lessThan(150);
    }).timeout(20_000);
  }

  it("reads chains of one block and of few", async () => {
    const [genesis, few] = [
      chainOf("qbft", 0n, new Map([[0n, four]])),
      chainOf(
        "qbft",
        3n,
        new Map([
          [0n, four],
          [3n, five],
        ]),
      ),
    ];
    const read = ({ provider }: typeof few) => readValidators({ provider, consensus: "qbft", ...identity });
    expect((await read(genesis)).sets).to.deep.equal([{ fromBlock: 0n, validators: addressesOf(four) }]);
    expect((await read(few)).sets.map(({ fromBlock }) => fromBlock)).to.deep.equal([0n, 3n]);
  });

  const failure = (send: (method: string, params: unknown[]) => Promise<unknown>) =>
    readValidators({ provider: { send } as never, consensus: "qbft", ...identity }).then(
      () => "read",
      ({ code }: { code: string }) => code,
    );

  it("refuses a header that those whom it names did not seal, or that is not the one of its hash", async () => {
    const { provider } = chainOf("qbft", 10n, new Map([[0n, four]]));
    const lying = (lie: (answer: Record<string, unknown>) => unknown) =>
      failure(async (method, params) => lie((await provider.send(method, params)) as Record<string, unknown>));
    expect(await lying((answer) => answer)).to.equal("read");
    expect(await lying((answer) => ({ ...answer, gasUsed: "0x7" }))).to.equal("HeaderHashDiffers");
    const rehashed = (answer: Record<string, unknown>) => {
      const header = headerOfAnswer({ ...answer, gasUsed: "0x7" });
      return { ...answer, gasUsed: "0x7", hash: blockHashOf("qbft", header) };
    };
    expect(await lying(rehashed)).to.equal("SealerUnknown");
    expect(await lying(() => null)).to.equal("HeaderInvalid");
  });

  it("says so where a contract selects the validators", async () => {
    const header = sealedBy("qbft", unsealedHeader("qbft", []), four);
    expect(await failure(async () => answerOf("qbft", header))).to.equal("ValidatorsInContract");
  });
});
