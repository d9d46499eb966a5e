import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import type { EventPosition } from "../database/eventPosition.js";
import type { ReadModel } from "../database/schema.js";

/** Rows that a range of blocks adds, in the order of the chain, and what it adds to the sums. */
export interface RangeRows {
  readonly members: ReadModel["members"][];
  readonly devices: ReadModel["devices"][];
  readonly deviceParties: ReadModel["deviceParties"][];
  readonly batteryStatuses: ReadModel["batteryStatuses"][];
  readonly successions: ReadModel["successions"][];
  readonly modules: ReadModel["modules"][];
  readonly custody: ReadModel["custody"][];
  readonly replacements: ReadModel["replacements"][];
  readonly publishedCounters: ReadModel["publishedCounters"][];
  readonly incidentEvents: ReadModel["incidentEvents"][];
  readonly signers: ReadModel["signers"][];
  readonly statuses: ReadModel["statuses"][];
  readonly passports: ReadModel["passports"][];
  readonly bindings: ReadModel["bindings"][];
  readonly passportCheckpoints: ReadModel["passportCheckpoints"][];
  readonly agreements: ReadModel["agreements"][];
  readonly agreementEnds: { readonly id: Hex; readonly endS: number }[];
  readonly meterCorrections: ReadModel["meterCorrections"][];
  readonly deliveries: ReadModel["deliveries"][];
  readonly intervals: ReadModel["intervals"][];
  readonly registers: ReadModel["registers"][];
  readonly escrowMovements: ReadModel["escrowMovements"][];
  readonly mints: ReadModel["mints"][];
  readonly redemptions: ReadModel["redemptions"][];
  readonly payouts: ReadModel["payouts"][];
  readonly attestations: ReadModel["attestations"][];
  readonly streams: ReadModel["streams"][];
  readonly batches: ReadModel["batches"][];
  readonly claimsPaid: { readonly agreement: Hex; readonly amount: bigint }[];
}

export function emptyRows(): RangeRows {
  return {
    members: [],
    devices: [],
    deviceParties: [],
    batteryStatuses: [],
    successions: [],
    modules: [],
    custody: [],
    replacements: [],
    publishedCounters: [],
    incidentEvents: [],
    signers: [],
    statuses: [],
    passports: [],
    bindings: [],
    passportCheckpoints: [],
    agreements: [],
    agreementEnds: [],
    meterCorrections: [],
    deliveries: [],
    intervals: [],
    registers: [],
    escrowMovements: [],
    mints: [],
    redemptions: [],
    payouts: [],
    attestations: [],
    streams: [],
    batches: [],
    claimsPaid: [],
  };
}

/** Place of an event as every row that follows from it carries it. */
export function positionOf(event: ChainEvent): EventPosition {
  return { blockNumber: event.block.number, logIndex: event.logIndex };
}
