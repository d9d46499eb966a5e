import type { Hex, WattproofError } from "../../protocol/index.js";
import type { NetworkStatus } from "../status/networkStatus.js";
import type { DiskForecast } from "./forecastDisk.js";
import type { CertificateTerm } from "./readCertificates.js";
import type { DiskUse } from "./readDisk.js";
import type { CastVote } from "./undecidedVotes.js";

/** All that the monitor saw in one look. */
export interface MonitorSnapshot {
  /** Unix seconds. */
  readonly atS: number;
  readonly status: NetworkStatus;
  /** Age that a head has after three failed rounds, s. */
  readonly headAgeMostS: number;
  /** Validators, of those of the newest block, that neither made nor sealed one lately: see `blocksToBeSeenIn`. */
  readonly asleep: readonly Hex[];
  /** Share of the counted blocks that a round above 0 made; undefined without blocks. */
  readonly laterRoundRatio: number | undefined;
  readonly disks: readonly NodeDisk[];
  readonly certificates: readonly CertificateTerm[];
  /** Undefined if the members' registry could not be read; unless no node answers, a note then says why. */
  readonly undecidedVotes: readonly CastVote[] | undefined;
  /** What could not be looked at. */
  readonly notes: readonly WattproofError[];
}

export type NodeDisk = DiskUse & DiskForecast;
