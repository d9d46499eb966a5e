import { WattproofError } from "../protocol/errors.js";

/** A file with nothing in it that could be replayed. */
export class NothingToReplay extends WattproofError {
  constructor(source: string) {
    super({
      code: "NothingToReplay",
      message: `${source} holds no usable row.`,
      next: "Run `wattproof ingest check` on the file to see what is wrong with each row.",
      facts: { source },
    });
  }
}

/** A price with more decimals than settlement is exact for, or none at all. */
export class PriceInvalid extends WattproofError {
  constructor(price: string) {
    super({
      code: "PriceInvalid",
      message: `The price ${JSON.stringify(price.slice(0, 40))} is not a positive amount with at most three decimals.`,
      next: "Give --price as money per kWh, for example 1.20.",
    });
  }
}

/** The same battery in two files, or twice in one. */
export class BatteryRepeated extends WattproofError {
  constructor(identifier: string) {
    super({
      code: "BatteryRepeated",
      message: `The battery ${JSON.stringify(identifier.slice(0, 80))} is in more than one file.`,
      next: "Give every battery's cycles in one file.",
    });
  }
}

/** The demo was asked to end before the replay had. */
export class DemoStopped extends WattproofError {
  constructor() {
    super({
      code: "DemoStopped",
      message: "The demo was stopped before its replay had ended.",
      next: "Start it again: it begins anew on a chain of its own.",
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

/** A battery's latest cycle did not arrive on the chain. */
export class CheckpointNotProven extends WattproofError {
  constructor(identifier: string) {
    super({
      code: "CheckpointNotProven",
      message: `The latest cycle of the battery ${JSON.stringify(identifier.slice(0, 80))} is not anchored.`,
      next: "Look at the rejections in the output for the record's reason.",
    });
  }
}
