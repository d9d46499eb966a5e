import { collectSealed } from "../../../evidence/index.js";
import { type EvidenceFault, quoted, scanEvidence, verifyFile, WattproofError } from "../../../protocol/index.js";
import { parseValidators, serializeSealed, validatorsAt } from "../../../protocol/sealed/index.js";
import { withChain } from "../../chain/openChain.js";
import { readText } from "../../commandLine/files.js";
import { diskFile } from "../../evidence/diskFile.js";
import { nodeVerifier } from "../../evidence/nodeVerifier.js";
import type { SealFlags } from "./sealFlags.js";
import { writeExport } from "./writeExport.js";

/** What would be sealed does not verify; code and sentence are those of its first fault. */
class SealedUnproven extends WattproofError {
  constructor(file: string, fault: EvidenceFault, faultCount: number) {
    super({
      code: fault.code,
      message: `Nothing was sealed, since ${quoted(file)} would be refused: ${fault.message}`,
      next: "Run wattproof battery verify on the file to see all of its faults.",
      facts: { file, faultCount },
    });
  }
}

const EVIDENCE_ENDING = /(?:\.evidence)?(?:\.json)?$/;

/**
 * Collects what seals an evidence file, verifies the file by it, and writes it.
 * @throws SealedUnproven, ExportUnwritable, and what `withChain`, `scanEvidence`, `parseValidators` and `collectSealed` throw
 */
export function sealEvidence(path: string, flags: SealFlags) {
  const validators = parseValidators(readText(flags.validators));
  return withChain(flags, async ({ provider, chainId, genesisHash, directory }) => {
    const file = diskFile(path);
    const scan = await scanEvidence(file);
    const collected = await collectSealed({ provider, chainId, genesisHash, directory, validators, scan });
    const { sealed, roots, signers } = collected;
    const { faults, faultCount } = await verifyFile({ file, roots, verifierOf: nodeVerifier });
    const [fault] = faults;
    if (fault !== undefined) throw new SealedUnproven(path, fault, faultCount);
    const out = flags.out ?? path.replace(EVIDENCE_ENDING, ".sealed.json");
    writeExport(out, serializeSealed(sealed));
    const { number, hash } = roots.block;
    const of = validatorsAt(validators, number).length;
    return {
      batteryPassportIdentifier: scan.passport.batteryPassportIdentifier,
      file: out,
      block: { number, hash },
      signers,
      nodes: sealed.nodes.length,
      lines: [
        `${out}: block ${number} (${hash}), sealed by ${signers.length} of ${of} validators, and ${sealed.nodes.length} nodes of its state`,
        `  battery verify ${path} --sealed ${out} --validators ${flags.validators} --directory ${directory} needs no node`,
      ],
    };
  });
}
