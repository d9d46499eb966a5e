import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ExtraDataInvalid, ValidatorsDiffer } from "../../../protocol/bft/index.js";
import { type Hex, parseEvidence, verifyEvidence } from "../../../protocol/index.js";
import { parseSealed, parseValidators, SealedForeign, sealedRoots } from "../../../protocol/sealed/index.js";

/** The same on both chains: the first account deployed it as its first contracts. */
const DIRECTORY: Hex = "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9";

/** One battery's files of one chain. */
function filesOf(folder: string) {
  const text = (name: string) =>
    readFileSync(new URL(`../../fixtures/besu/${folder}/${name}`, import.meta.url), "utf8");
  const bundle = parseEvidence(text("battery.evidence.json"));
  const history = parseValidators(text("validators.json"));
  const rootsOf = (name: string, validators = history) =>
    sealedRoots({ sealed: parseSealed(text(name)), scan: bundle, validators, directory: DIRECTORY });
  return { bundle, history, rootsOf };
}

describe("evidence that a Besu chain sealed", () => {
  for (const [folder, name, named, signers] of [
    ["sealedQbft", "battery.sealed.json", 4, 3],
    ["sealedQbft", "later.sealed.json", 3, 2],
    ["sealedIbft2", "battery.sealed.json", 4, 3],
  ] as const) {
    const { bundle, rootsOf } = filesOf(folder);

    it(`verifies without a node, sealed by ${signers} of ${named} validators: ${folder}/${name}`, () => {
      const { roots, signers: found } = rootsOf(name);
      expect(found).to.have.length(signers);
      const { faults, figures } = verifyEvidence({ bundle, roots });
      expect(faults).to.deep.equal([]);
      expect(figures?.records).to.equal(3);
      expect(figures?.completeness.upToCheckpoint).to.equal(true);
    });
  }

  it("is judged by the validators of its time: one was voted out in between", () => {
    const { history, rootsOf } = filesOf("sealedQbft");
    expect(history.sets.map(({ validators }) => validators.length)).to.deep.equal([4, 3]);
    const [first, second] = history.sets as [(typeof history.sets)[0], (typeof history.sets)[0]];
    const always = ({ validators }: typeof first) => ({ ...history, sets: [{ fromBlock: 0n, validators }] });
    expect(() => rootsOf("later.sealed.json", always(first))).to.throw(ValidatorsDiffer);
    expect(() => rootsOf("battery.sealed.json", always(second))).to.throw(ValidatorsDiffer);
  });

  it("says nothing of the other chain, though its contracts have the same addresses", () => {
    const [one, other] = [filesOf("sealedQbft"), filesOf("sealedIbft2")];
    expect(() => one.rootsOf("battery.sealed.json", other.history)).to.throw(SealedForeign);
    const renamed = { ...other.history, genesisHash: one.history.genesisHash };
    expect(() => one.rootsOf("battery.sealed.json", renamed)).to.throw(ExtraDataInvalid);
  });
});
