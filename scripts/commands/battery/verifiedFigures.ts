import {
  type EvidenceFault,
  type EvidenceFigures,
  type PassportFacts,
  scanEvidence,
  verifyFile,
  WattproofError,
} from "../../../protocol/index.js";
import { diskFile } from "../../evidence/diskFile.js";
import { nodeVerifier } from "../../evidence/nodeVerifier.js";
import type { Trust } from "../evidenceWords.js";
import { type TrustSource, trustedRoots } from "../trustedRoots.js";

/** What a file proves, and whom that rests on. */
export interface VerifiedEvidence {
  readonly passport: PassportFacts;
  readonly figures: EvidenceFigures;
  readonly trust: Trust;
}

/** The evidence does not hold, so nothing is said of the battery; code and sentence are those of its first fault. */
class UnprovenBattery extends WattproofError {
  constructor(file: string, fault: EvidenceFault, faultCount: number) {
    super({
      code: fault.code,
      message: `The evidence does not hold, so the battery is not valued: ${fault.message}`,
      next: "Run wattproof battery verify on the file to see all of its faults.",
      facts: { file, faultCount },
    });
  }
}

/**
 * Verifies an evidence file of any length while it is read.
 * @throws UnprovenBattery with the code of the first fault, and what `scanEvidence`, `verifyFile` and `trustedRoots` throw
 */
export async function verifiedFigures(path: string, source: TrustSource): Promise<VerifiedEvidence> {
  const file = diskFile(path);
  const { roots, ...from } = await trustedRoots(() => scanEvidence(file), source);
  const { chainId, genesisHash, directory } = roots;
  const { batteryPassportIdentifier, faults, faultCount, figures } = await verifyFile({
    file,
    roots,
    verifierOf: nodeVerifier,
  });
  const passport = roots.passports.find((root) => root.batteryPassportIdentifier === batteryPassportIdentifier);
  if (figures === null || passport === undefined) {
    throw new UnprovenBattery(path, faults[0] as EvidenceFault, faultCount);
  }
  return { passport, figures, trust: { chainId, genesisHash, directory, ...from } };
}
