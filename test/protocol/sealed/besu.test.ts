import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { ValidatorsDiffer } from "../../../protocol/bft/index.js";
import { type Hex, parseEvidence, verifyEvidence } from "../../../protocol/index.js";
import { parseSealed, parseValidators, sealedRoots } from "../../../protocol/sealed/index.js";

/** What test/fixtures/besu/sealed/README.md says. */
const DIRECTORY: Hex = "0xcf7ed3acca5a467e9e704c703e8d87f634fb0fc9";

const text = (name: string) => readFileSync(new URL(`../../fixtures/besu/sealed/${name}`, import.meta.url), "utf8");

describe("evidence that a Besu chain sealed", () => {
  const bundle = parseEvidence(text("battery.evidence.json"));
  const history = parseValidators(text("validators.json"));
  const rootsOf = (name: string, validators = history) =>
    sealedRoots({ sealed: parseSealed(text(name)), scan: bundle, validators, directory: DIRECTORY });

  for (const [name, named, signers] of [
    ["battery.sealed.json", 4, 3],
    ["later.sealed.json", 3, 2],
  ] as const) {
    it(`verifies without a node, sealed by ${signers} of ${named} validators`, () => {
      const { roots, signers: found } = rootsOf(name);
      expect(found).to.have.length(signers);
      expect(roots.passports[0]?.counters).to.not.equal(null);
      const { faults, figures } = verifyEvidence({ bundle, roots });
      expect(faults).to.deep.equal([]);
      expect(figures?.records).to.equal(3);
      expect(figures?.completeness.upToCheckpoint).to.equal(true);
    });
  }

  it("is judged by the validators of its time: one was voted out in between", () => {
    expect(history.sets.map(({ validators }) => validators.length)).to.deep.equal([4, 3]);
    const [first, second] = history.sets as [(typeof history.sets)[0], (typeof history.sets)[0]];
    const always = ({ validators }: typeof first) => ({ ...history, sets: [{ fromBlock: 0n, validators }] });
    expect(() => rootsOf("later.sealed.json", always(first))).to.throw(ValidatorsDiffer);
    expect(() => rootsOf("battery.sealed.json", always(second))).to.throw(ValidatorsDiffer);
  });
});
