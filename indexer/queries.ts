import type { Kysely } from "kysely";
import type { Hex } from "../protocol/hex.js";
import type { ReadModel } from "./database/schema.js";
import { agreements } from "./queries/agreements.js";
import { batches } from "./queries/batches.js";
import { batteries } from "./queries/batteries.js";
import { chainFacts } from "./queries/chain.js";
import { cycles } from "./queries/cycles.js";
import { deliveries } from "./queries/deliveries.js";
import { devices } from "./queries/devices.js";
import { evidenceOf } from "./queries/evidenceOf.js";
import { incidents } from "./queries/incidents.js";
import type { Labels } from "./queries/labels.js";
import { meterSeries, type SeriesWindow } from "./queries/meterSeries.js";
import { meters } from "./queries/meters.js";
import { totals } from "./queries/overview.js";
import { recordProof } from "./queries/recordProof.js";

/** Every question that the read model answers. Each is described where it is defined, in indexer/queries/. */
export type Queries = ReturnType<typeof createQueries>;

/** Binds the queries to a database and to the names that devices have here. */
export function createQueries(database: Kysely<ReadModel>, labels: Labels) {
  return {
    chain: () => chainFacts(database),
    totals: () => totals(database),
    devices: () => devices(database, labels),
    meters: () => meters(database, labels),
    meterSeries: (window: SeriesWindow) => meterSeries(database, labels, window),
    agreements: () => agreements(database, labels),
    deliveries: (of: { agreement: Hex; limit: number }) => deliveries(database, of),
    batteries: () => batteries(database),
    cycles: (of: { batteryPassportIdentifier: string; limit: number }) => cycles(database, of),
    evidenceOf: (batteryPassportIdentifier: string) => evidenceOf(database, batteryPassportIdentifier),
    incidents: () => incidents(database, labels),
    recordProof: (recordHash: Hex) => recordProof(database, labels, recordHash),
    batches: (of: { limit: number }) => batches(database, of),
  };
}
