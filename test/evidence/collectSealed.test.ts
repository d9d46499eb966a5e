import { expect } from "chai";
import { describe, it } from "mocha";
import { collectSealed, readRoots } from "../../evidence/index.js";
import { passportIdOf, verifyEvidence } from "../../protocol/index.js";
import { parseSealed, sealedRoots, serializeSealed } from "../../protocol/sealed/index.js";
import { bench } from "../indexer/support/open.js";
import { IDENTIFIER, provider } from "../indexer/support/scenario.js";
import { testValidators } from "../protocol/bft/support/sealing.js";
import { historyOf, sealedProvider } from "../support/bft/sealedChain.js";
import { publishedCounters } from "../support/chain/batteries.js";
import type { SignedChargeCycle } from "../support/chain/recorder.js";

describe("collectSealed", () => {
  const the = bench();
  const validators = testValidators(4);

  for (const consensus of ["qbft", "ibft2"] as const) {
    it(`proves all that a node says of evidence, by a block that its validators sealed, ${consensus}`, async () => {
      const { passports, maker } = the.scene.consortium;
      const { record } = the.scene.cycles[2] as SignedChargeCycle;
      await passports.connect(maker).publishCounters(passportIdOf(IDENTIFIER), publishedCounters(record.counters));
      const { queries } = await the.synced();
      const bundle = await queries.evidenceOf(IDENTIFIER);
      const directory = the.scene.directory;
      const told = await readRoots({ provider: provider(), directory, bundle });
      const sealing = { consensus, validators };
      const history = historyOf(sealing, bundle.chain);
      const { chainId, genesisHash } = bundle.chain;
      const { sealed, roots, signers } = await collectSealed({
        provider: sealedProvider(provider(), sealing),
        chainId,
        genesisHash,
        directory,
        validators: history,
        scan: bundle,
      });
      expect({ ...roots, block: { ...roots.block, hash: told.block.hash } }).to.deep.equal(told);
      expect(roots.passports[0]?.counters).to.not.equal(null);
      expect(signers).to.have.length(4);
      expect(verifyEvidence({ bundle, roots }).faults).to.deep.equal([]);
      const again = parseSealed(serializeSealed(sealed));
      expect(again).to.deep.equal(sealed);
      expect(sealedRoots({ sealed: again, scan: bundle, validators: history, directory }).roots).to.deep.equal(roots);
    });
  }
});
