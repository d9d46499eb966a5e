import { type ChainFacts, type EvidenceReport, TimeSource } from "../../protocol/index.js";
import type { DirectorySource } from "../chain/findDirectory.js";

const MICRO_PER_KILO = 1e9;
const CLOCKS = {
  [TimeSource.Device]: "the device's own clock",
  [TimeSource.Gateway]: "a gateway's clock",
  [TimeSource.Synthetic]: "synthetic times",
} as const;

/** What evidence without a fault proves, in lines for people. */
export function describeEvidence({ batteryPassportIdentifier, figures }: EvidenceReport): string[] {
  if (figures === null) return [];
  const { records, gaps, firstSequence, lastSequence, completeUpTo, health, freshness } = figures;
  return [
    `Battery ${batteryPassportIdentifier}: the evidence holds.`,
    firstSequence === null
      ? "  It holds no records yet."
      : `  ${records} records, sequences ${firstSequence} to ${lastSequence}: every signature, link, inclusion proof and anchored root is right`,
    completeUpTo === null
      ? "  No checkpoint on chain yet: later records may be withheld"
      : `  complete up to the checkpoint at sequence ${completeUpTo}`,
    ...gaps.map(({ fromSequence, toSequence }) =>
      fromSequence === toSequence
        ? `  sequence ${fromSequence} never came (anchored gap)`
        : `  sequences ${fromSequence} to ${toSequence} never came (anchored gap)`,
    ),
    ...(health
      ? [
          `  ${health.numberOfFullCycles} full cycles, state of health ${(health.stateOfHealth * 100).toFixed(1)} %, ${kWh(health.energyThroughputMicroWh)} kWh delivered since birth`,
        ]
      : []),
    ...(freshness
      ? [
          `  last record of ${time(freshness.lastRecordedAtS)} by ${CLOCKS[freshness.timeSource]}, anchored ${time(freshness.lastAnchoredAtS)}, roots read ${time(freshness.rootsReadAtS)}`,
        ]
      : []),
  ];
}

/** What evidence was judged by. */
export interface Trust extends ChainFacts {
  readonly directoryFrom: DirectorySource;
}

/** Against which chain and deployment evidence holds, and who named them, in lines for people. */
export function describeTrust({ chainId, genesisHash, directory, directoryFrom }: Trust): string[] {
  return [
    `  judged by chain ${chainId} (genesis ${genesisHash})`,
    `  and its Directory ${directory}, as ${SAID_BY[directoryFrom.kind]}${directoryFrom.path ?? ""} says`,
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

/** Unix seconds as UTC; a device may claim a time beyond any calendar. */
function time(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(".000", "");
}
