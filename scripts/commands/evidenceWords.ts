import { type ChainFacts, type EvidenceFigures, type EvidenceReport, TimeSource } from "../../protocol/index.js";
import type { DirectorySource } from "../chain/findDirectory.js";
import { correctionLines, eventLines, gapLines, time } from "./historyWords.js";
import type { SealedBlock } from "./trustedRoots.js";

const MICRO_PER_KILO = 1e9;
const CLOCKS = {
  [TimeSource.Device]: "the device's own clock",
  [TimeSource.Gateway]: "a gateway's clock",
  [TimeSource.Synthetic]: "synthetic times",
} as const;

/** What evidence without a fault proves, in lines for people. */
export function describeEvidence({ batteryPassportIdentifier, figures }: EvidenceReport): string[] {
  if (figures === null) return [];
  const { records, firstSequence, lastSequence, health, freshness } = figures;
  return [
    `Battery ${batteryPassportIdentifier}: the evidence holds.`,
    firstSequence === null
      ? "  It holds no records yet."
      : `  ${records === 1 ? `1 record, sequence ${firstSequence}` : `${records} records, sequences ${firstSequence} to ${lastSequence}`}: every signature, link, inclusion proof and anchored root is right`,
    ...completenessLines(figures),
    ...gapLines(figures.gaps),
    ...correctionLines(figures.corrections),
    ...counterLines(figures),
    ...eventLines(figures.harmfulEvents),
    ...(health
      ? [
          `  ${health.numberOfFullCycles} full cycles, state of health ${(health.stateOfHealth * 100).toFixed(1)} % by its last discharge, ${kWh(health.energyThroughputMicroWh)} kWh delivered since birth`,
        ]
      : []),
    ...(freshness
      ? [
          `  last record of ${time(freshness.lastRecordedAtS)} by ${CLOCKS[freshness.timeSource]}, anchored ${time(freshness.lastAnchoredAtS)}, roots read ${time(freshness.rootsReadAtS)}`,
        ]
      : []),
  ];
}

const DAY_S = 86_400n;

/** What a value rests on and what it does not know: how far the history reaches, what it lacks, and how old it is. */
export function describeReach(figures: EvidenceFigures): string[] {
  const { gaps, freshness } = figures;
  const age = (fromS: bigint, toS: bigint) => {
    const days = (toS - fromS) / DAY_S;
    return days === 1n ? "1 day" : `${days} days`;
  };
  return [
    ...completenessLines(figures),
    ...gapLines(gaps),
    ...(freshness
      ? [
          `  its last record was anchored ${time(freshness.lastAnchoredAtS)}, ${age(freshness.lastAnchoredAtS, freshness.rootsReadAtS)} before the roots were read: what came since is not in the value`,
        ]
      : []),
  ];
}

function completenessLines({ completeness, completeUpTo }: EvidenceFigures): string[] {
  const { scope, fromFactoryGate, upToCheckpoint } = completeness;
  if (scope === "part") {
    const begin = fromFactoryGate ? "from the factory gate on" : "beginning after the battery's first record";
    const end = {
      true: `reaching the checkpoint at sequence ${completeUpTo}`,
      false: `ending before the checkpoint at sequence ${completeUpTo}`,
      null: "with no checkpoint on chain to measure it by",
    }[`${upToCheckpoint}`];
    return [`  a part of its history, ${begin}, ${end}; within it nothing is missing but what follows`];
  }
  return [
    completeUpTo === null
      ? "  No checkpoint on chain yet: later records may be withheld"
      : `  complete up to the checkpoint at sequence ${completeUpTo}`,
  ];
}

function counterLines({ counters }: EvidenceFigures): string[] {
  if (counters === null) return [];
  const { start, atStart, since } = counters;
  const when = start === "factoryGate" ? "at the factory gate" : "in the first record";
  return [
    `  charges ${atStart.chargeCount} ${when} and ${since.chargeCount} since, discharges ${atStart.dischargeCount} and ${since.dischargeCount}`,
  ];
}

/** What evidence was judged by. */
export interface Trust extends ChainFacts {
  readonly directoryFrom: DirectorySource;
  readonly sealedBlock?: SealedBlock;
}

/** Against which chain and deployment evidence holds, and who named them, in lines for people. */
export function describeTrust({ chainId, genesisHash, directory, directoryFrom, sealedBlock }: Trust): string[] {
  return [
    `  judged by chain ${chainId} (genesis ${genesisHash})`,
    `  and its Directory ${directory}, as ${SAID_BY[directoryFrom.kind]}${directoryFrom.path ?? ""} says`,
    ...(sealedBlock === undefined
      ? []
      : [
          `  proven by block ${sealedBlock.number} (${sealedBlock.hash}), which ${sealedBlock.signers.length} validators sealed: ${sealedBlock.signers.join(", ")}`,
        ]),
  ];
}

const SAID_BY = {
  option: "--directory",
  addressBook: "the address book ",
  deploymentRecord: "the record of deployments ",
  rootsFile: "the roots file ",
} as const;

function kWh(microWh: bigint): string {
  return (Number(microWh) / MICRO_PER_KILO).toFixed(3);
}
