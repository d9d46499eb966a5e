import { fileURLToPath } from "node:url";
import { type PlannedCorrection, SHIPPED_CORRECTION } from "./batteries/correction.js";
import { type Batteries, readBatteries } from "./batteries/readBatteries.js";
import { type Community, readCommunity } from "./community/readCommunity.js";
import type { DemoOptions } from "./options.js";

const shipped = (name: string): string => fileURLToPath(new URL(`../data/${name}`, import.meta.url));

const SHIPPED_COMMUNITY = shipped("community_hourly.csv");
const SHIPPED_BATTERIES = ["B0005", "B0006", "B0007"].map((cell) => shipped(`${cell}_cycles.csv`));

/** What is replayed. */
export interface DemoSources {
  readonly community: Community | undefined;
  readonly batteries: Batteries;
  /** Cycles that are recorded wrongly and corrected later: one of the shipped ones. */
  readonly corrections: readonly PlannedCorrection[];
}

/** Reads the files asked for, or the shipped ones if none is. Throws as `readCommunity` and `readBatteries`. */
export async function readSources({ community, batteries, limit, signal }: DemoOptions): Promise<DemoSources> {
  const none = community === undefined && batteries.length === 0;
  const communityPath = none ? SHIPPED_COMMUNITY : community;
  return {
    community: communityPath === undefined ? undefined : await readCommunity(communityPath, limit, signal),
    batteries: await readBatteries(none ? SHIPPED_BATTERIES : batteries, limit, signal),
    corrections: none ? [SHIPPED_CORRECTION] : [],
  };
}
