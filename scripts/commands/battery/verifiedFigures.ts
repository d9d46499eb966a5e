import {
  type EvidenceFault,
  type EvidenceFigures,
  type PassportFacts,
  parseEvidence,
  verifyEvidence,
  WattproofError,
} from "../../../protocol/index.js";
import { readText } from "../../commandLine/files.js";
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
 * Verifies an evidence file.
 * @throws UnprovenBattery with the code of the first fault, and what `parseEvidence` and `trustedRoots` throw
 */
export async function verifiedFigures(file: string, source: TrustSource): Promise<VerifiedEvidence> {
  const bundle = parseEvidence(readText(file));
  const { roots, directoryFrom } = await trustedRoots(bundle, source);
  const { chainId, genesisHash, directory } = roots;
  const { faults, faultCount, figures } = verifyEvidence({ bundle, roots });
  const [first] = faults;
  if (figures !== null)
    return { passport: bundle.passport, figures, trust: { chainId, genesisHash, directory, directoryFrom } };
  throw new UnprovenBattery(file, first as EvidenceFault, faultCount);
}
