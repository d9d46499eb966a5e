import { quoted, type Rejection, SENSOR_FIELDS, WattproofError } from "../protocol/index.js";

/** A file with nothing in it that could be replayed. */
export class NothingToReplay extends WattproofError {
  constructor(source: string) {
    super({
      code: "NothingToReplay",
      message: `The file ${quoted(source)} holds no usable row.`,
      next: "Run `wattproof ingest check` on the file to see what is wrong with each row.",
      facts: { source },
    });
  }
}

/** A logger's file with no reading of the column that is watched. */
export class SensorLogWithoutReading extends WattproofError {
  /** @param rejections Of all rows below the header. */
  constructor(source: string, column: string, rejections: readonly Rejection[]) {
    const [first] = rejections;
    const why =
      first === undefined
        ? "there is no row below the header."
        : `none of the rows below the header is one; ${first.position}: ${first.reason}`;
    super({
      code: "SensorLogWithoutReading",
      message: `The file ${quoted(source)} holds no reading of its column ${quoted(column)}: ${why}`,
      next: "Give --sensor a log with a time and a number in at least one row; docs/deals.md describes the file.",
      facts: { source, column, rejected: rejections.length },
    });
  }
}

/** A logger's column whose name says no known sensor field. */
export class SensorFieldNotChosen extends WattproofError {
  constructor(column: string) {
    super({
      code: "SensorFieldNotChosen",
      message: `Which sensor field ${quoted(column)} holds is not known, and so neither is its unit.`,
      next: `Give --field with one of ${Object.keys(SENSOR_FIELDS).join(", ")}.`,
      facts: { column },
    });
  }
}

/** A chain on which gas costs money, which the demo's new accounts do not have. */
export class DemoGasCosts extends WattproofError {
  constructor(rpcUrl: string) {
    super({
      code: "DemoGasCosts",
      message: `Gas costs money on the chain at ${quoted(rpcUrl)}, and the demo's accounts there would be new ones without any.`,
      next: "Run the demo without --network, or on a chain where gas is free, such as that of wattproof network.",
      facts: { rpcUrl },
    });
  }
}

/** A price with more decimals than settlement is exact for, beyond what an agreement may name, or none at all. */
export class PriceInvalid extends WattproofError {
  constructor(price: string) {
    super({
      code: "PriceInvalid",
      message: `The price ${quoted(price)} is not a positive amount of at most 10000 with at most three decimals.`,
      next: "Give --price as money per kWh, for example 1.20.",
    });
  }
}

/** The same battery in two files, or twice in one. */
export class BatteryRepeated extends WattproofError {
  constructor(identifier: string) {
    super({
      code: "BatteryRepeated",
      message: `The battery ${quoted(identifier)} is in more than one file.`,
      next: "Give every battery's cycles in one file.",
    });
  }
}

/** The page could not be built from its sources. */
export class PageBuildFailed extends WattproofError {
  constructor(complaint: string) {
    super({
      code: "PageBuildFailed",
      message: `The page could not be built: ${complaint.slice(0, 400)}`,
      next: "Run `npm install` again, then `npm run build` to see the whole message.",
    });
  }
}

/** The output folder cannot be made or written to. */
export class OutputUnusable extends WattproofError {
  constructor(path: string, reason: string, cause?: unknown) {
    super({
      code: "OutputUnusable",
      message: `${quoted(path)} cannot be written (${reason}).`,
      next: "Give --out a folder that this user may write to, on a disk with room.",
      facts: { path, reason },
      cause,
    });
  }
}

/** A battery's id makes a longer file name than file systems take. */
export class EvidenceNameTooLong extends WattproofError {
  constructor(name: string, longestBytes: number) {
    super({
      code: "EvidenceNameTooLong",
      message: `The evidence file ${quoted(name)} would have a name of ${name.length} bytes; ${longestBytes} is the most.`,
      next: "Shorten the battery's id, in which every byte beyond ASCII takes three, or leave --out away.",
      facts: { name, longestBytes },
    });
  }
}

/** None of a battery's cycles arrived on the chain. */
export class CheckpointNotProven extends WattproofError {
  constructor(identifier: string) {
    super({
      code: "CheckpointNotProven",
      message: `No cycle of the battery ${quoted(identifier)} is anchored, so it has no checkpoint.`,
      next: "Look for the records' reason among the rejections.",
    });
  }
}
