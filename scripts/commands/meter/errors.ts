import { type Hex, quoted, WattproofError } from "../../../protocol/index.js";

/** A file of registers to sign that is none. */
export class RegistersFileInvalid extends WattproofError {
  constructor(path: string, reason: string) {
    super({
      code: "RegistersFileInvalid",
      message: `The registers in ${quoted(path)} cannot be used: ${reason}.`,
      next: "Give a CSV file with the columns time, import and export: a time in UTC and two registers in whole Wh.",
      facts: { path, reason },
    });
  }
}

/** A reading would say that energy went back. */
export class MeterRegisterFalls extends WattproofError {
  constructor(facts: { device: Hex; register: "import" | "export"; lastWh: bigint; givenWh: bigint }) {
    const { device, register, lastWh, givenWh } = facts;
    super({
      code: "MeterRegisterFalls",
      message: `The ${register} register of meter ${device} stood at ${lastWh} Wh and would go down to ${givenWh} Wh; nothing was signed.`,
      next: "Check the reading. After an exchange or a correction (wattproof meter correct) say --corrected.",
      facts,
    });
  }
}

/** A reading is not later than the one before. */
export class MeterTimeNotLater extends WattproofError {
  constructor(facts: { device: Hex; last: string; given: string }) {
    const { device, last, given } = facts;
    super({
      code: "MeterTimeNotLater",
      message: `Meter ${device} was read at ${last}, and ${given} is not later; nothing was signed.`,
      next: "Give the time at which the registers stood so, in the order of time.",
      facts,
    });
  }
}

/** A place in the meter's history that is taken: a second record there would prove that the meter lies. */
export class MeterSequenceTaken extends WattproofError {
  constructor(device: Hex, sequence: bigint, last: bigint) {
    super({
      code: "MeterSequenceTaken",
      message: `Meter ${device} has signed up to record ${last}, so that it cannot sign another record ${sequence}.`,
      next: "Leave --sequence away: the next record follows the file's last.",
      facts: { device, sequence, last },
    });
  }
}

/** A correction that would say what cannot be. */
export class MeterCorrectionInvalid extends WattproofError {
  constructor(meter: Hex, reason: string) {
    super({
      code: "MeterCorrectionInvalid",
      message: `Meter ${meter} cannot be corrected so: ${reason}.`,
      next: "Look at wattproof meter show: the first figure is where the register stood before the jump, the second where it goes on.",
      facts: { meter, reason },
    });
  }
}

/** A file with a signed correction that cannot be used. */
export class CorrectionUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "CorrectionUnreadable",
      message: `The signed correction is unusable: ${reason}.`,
      next: "Ask for the file that wattproof meter correct --sign-only printed, whole and unchanged.",
      facts: { reason },
    });
  }
}
