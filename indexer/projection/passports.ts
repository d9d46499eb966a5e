import type { Hex } from "../../protocol/hex.js";
import type { ChainEvent } from "../chain/events.js";
import { wordHex } from "../chain/hexOf.js";
import type { IssuedPassport } from "../chain/passportFacts.js";
import { uint64Text } from "../database/uint64.js";
import { projectLife } from "./passportLife.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Battery passports, the devices bound to them and their checkpoints. */
export function projectPassport(event: ChainEvent, rows: RangeRows, factsOf: ReadonlyMap<Hex, IssuedPassport>): void {
  const { args, block } = event;
  projectLife(event, rows);
  switch (event.name) {
    case "PassportIssued": {
      const passport = wordHex(args.passport);
      const facts = factsOf.get(passport);
      if (facts === undefined) return;
      rows.passports.push({
        ...facts,
        limits: JSON.stringify(facts.limits, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value)),
        passport,
        ratedCapacityMicroAh: facts.ratedCapacityMicroAh.toString(),
        ratedEnergyMicroWh: facts.ratedEnergyMicroWh.toString(),
        ...positionOf(event),
      });
      return;
    }
    case "DeviceBound":
      rows.bindings.push({
        passport: wordHex(args.passport),
        device: args.device,
        firstSequence: uint64Text(args.firstSequence),
        boundAtS: block.timestampS,
        ...positionOf(event),
      });
      return;
    case "CheckpointSet":
      rows.passportCheckpoints.push({
        passport: wordHex(args.passport),
        device: args.device,
        sequence: uint64Text(args.sequence),
        recordHash: args.recordHash,
        setAtS: block.timestampS,
        ...positionOf(event),
      });
      return;
    case "DeviceReplaced":
      rows.replacements.push({
        passport: wordHex(args.passport),
        oldDevice: args.oldDevice,
        newDevice: args.newDevice,
        lastSequence: uint64Text(args.lastSequence),
        continuity: Number(args.continuity),
        atS: block.timestampS,
        ...positionOf(event),
      });
      return;
    case "CountersPublished":
      rows.publishedCounters.push({
        passport: wordHex(args.passport),
        device: args.device,
        sequence: uint64Text(args.sequence),
        atS: block.timestampS,
        ...positionOf(event),
      });
  }
}
