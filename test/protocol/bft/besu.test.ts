import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  type BftConsensus,
  bftHeaderOf,
  decodeExtraData,
  decodeHeader,
  encodeExtraData,
  encodeHeader,
  genesisExtraData,
  HeaderHashDiffers,
  quorumOf,
  sortedValidators,
  verifySeals,
} from "../../../protocol/bft/index.js";
import type { Hex } from "../../../protocol/index.js";
import { CONSENSUS } from "./support/sealing.js";

interface Recorded {
  readonly source: string;
  readonly validators: readonly Hex[];
  readonly blocks: Readonly<Record<string, { readonly hash: Hex; readonly extraData: Hex }>>;
}

const recorded = (consensus: BftConsensus): Recorded =>
  JSON.parse(readFileSync(new URL(`../../fixtures/besu/${consensus}.json`, import.meta.url), "utf8"));

for (const consensus of CONSENSUS) {
  const { validators, blocks, source } = recorded(consensus);

  describe(`blocks of a Besu chain of ${consensus} (${source})`, () => {
    const named = sortedValidators(validators);

    for (const [name, block] of Object.entries(blocks)) {
      it(`have the hash that Besu says: ${name}`, () => {
        const header = bftHeaderOf(consensus, block);
        expect(decodeHeader(encodeHeader(header))).to.deep.equal(header);
        expect(encodeExtraData(consensus, decodeExtraData(consensus, block.extraData))).to.equal(block.extraData);
        expect(() => bftHeaderOf(consensus, { ...block, stateRoot: `0x${"01".repeat(32)}` })).to.throw(
          HeaderHashDiffers,
        );
      });
    }

    for (const [name, block] of Object.entries(blocks).filter(([each]) => each !== "genesis")) {
      it(`are sealed by a quorum of the validators that Besu names: ${name}`, () => {
        const header = bftHeaderOf(consensus, block);
        const signers = verifySeals({ consensus, header, validators: named });
        expect(signers.length).to.be.at.least(quorumOf(named.length));
        expect(named).to.include.members(signers);
        expect(decodeExtraData(consensus, block.extraData).vote === null).to.equal(name === "plain");
      });
    }

    it("begin with the validators that we read from the genesis, in the order in which Besu's own tool made their keys", () => {
      const genesis = decodeExtraData(consensus, (blocks.genesis as { readonly extraData: Hex }).extraData);
      expect(sortedValidators(genesis.validators)).to.deep.equal(named);
      expect(genesisExtraData(consensus, genesis.validators)).to.equal(
        encodeExtraData(consensus, { ...genesis, validators: named }),
      );
    });
  });
}
