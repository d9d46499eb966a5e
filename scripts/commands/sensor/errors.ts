import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";

/** A reading is from before the sensor's last one. */
export class SensorTimeEarlier extends WattproofError {
  constructor(facts: { device: Hex; last: string; given: string }) {
    const { device, last, given } = facts;
    super({
      code: "SensorTimeEarlier",
      message: `Sensor ${device} measured at ${last}, and ${given} is earlier; nothing was signed.`,
      next: "Give readings in the order of time.",
      facts,
    });
  }
}

/** A place in the sensor's history that is taken: a second record there would prove that the sensor lies. */
export class SensorSequenceTaken extends WattproofError {
  constructor(device: Hex, sequence: bigint, last: bigint) {
    super({
      code: "SensorSequenceTaken",
      message: `Sensor ${device} has signed up to record ${last}, so that it cannot sign another record ${sequence}.`,
      next: "Leave --sequence away: the next record follows the file's last.",
      facts: { device, sequence, last },
    });
  }
}

/** A log to sign with a row that holds no sample, or with none at all. */
export class SensorLogInvalid extends WattproofError {
  constructor(path: string, reason: string) {
    super({
      code: "SensorLogInvalid",
      message: `The log in ${quoted(path)} cannot be signed: ${reason}. Nothing was signed.`,
      next: "Take the row out, or correct it: a sensor signs all of a log or nothing (docs/deals.md tells what a log holds).",
      facts: { path, reason },
    });
  }
}
