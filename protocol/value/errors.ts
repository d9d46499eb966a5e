import { type Facts, WattproofError } from "../errors.js";

/** A figure of the input that is none, or none of its range. */
export class ValueInputInvalid extends WattproofError {
  constructor(name: string, reason: string) {
    super({
      code: "ValueInputInvalid",
      message: `${name} ${reason}.`,
      next: "Correct the input; the residual value is not guessed around it.",
      facts: { name, reason },
    });
  }
}

/** Fewer usable cycles than the method needs. */
export class ValueHistoryTooShort extends WattproofError {
  constructor(usable: number, needed: number) {
    super({
      code: "ValueHistoryTooShort",
      message: `The history has ${usable} usable cycles; an estimate needs ${needed}.`,
      next: "Ask again when the battery has been cycled more often, or have it tested on a bench.",
      facts: { usable, needed },
    });
  }
}

/** The history does not begin at the battery's birth, so neither its reference nor its age is known. */
export class ValueHistoryStartMissing extends WattproofError {
  constructor(firstCycle: number, latestFirstCycle: number) {
    super({
      code: "ValueHistoryStartMissing",
      message: `The history begins at cycle ${firstCycle}; it has to begin at cycle ${latestFirstCycle} or before.`,
      next: "Give the cycles from the battery's birth on.",
      facts: { firstCycle, latestFirstCycle },
    });
  }
}

/** A part of a history was to be valued: it proves its own records, and nothing of those it leaves out. */
export class ValueHistoryIsPart extends WattproofError {
  constructor() {
    super({
      code: "ValueHistoryIsPart",
      message: "The evidence is a part of the battery's history, and what it leaves out may be its decline.",
      next: "Ask for the complete history; a part proves its own records and no more.",
    });
  }
}

/** Too much of the history is no full discharge. */
export class ValueHistoryTooPatchy extends WattproofError {
  constructor(message: string, facts: Facts) {
    super({
      code: "ValueHistoryTooPatchy",
      message,
      next: "Give a history of full discharges, such as capacity checks, or have the battery tested on a bench.",
      facts,
    });
  }
}

/** The history ends with several cycles that are no full discharges by those before them. */
export class ValueTodayUnknown extends WattproofError {
  constructor(cycles: number, mostLeftOut: number) {
    super({
      code: "ValueTodayUnknown",
      message: `The last ${cycles} cycles gave no discharge like those before: they were cut short or the battery has collapsed, which nobody can tell apart.`,
      next: "Have it discharged fully once more and ask again, or have it tested on a bench.",
      facts: { cycles, mostLeftOut },
    });
  }
}

/** The capacity has not gone down by more than the measurements vary. */
export class ValueNoFadeYet extends WattproofError {
  constructor(fade: number, detectable: number) {
    const percent = (fraction: number) => `${(fraction * 100).toFixed(2)} %`;
    super({
      code: "ValueNoFadeYet",
      message: `The capacity has faded by ${percent(fade)} since its peak; ${percent(detectable)} can be told from chance.`,
      next: "Ask again when the battery has faded; until then its age is no measure of its remaining life.",
      facts: { fade, detectable },
    });
  }
}

/** An end of life so low that no battery was ever compared with it. */
export class ValueEndOfLifeUnsupported extends WattproofError {
  constructor(ofReference: number, lowest: number) {
    super({
      code: "ValueEndOfLifeUnsupported",
      message: `The end of life is ${ofReference.toFixed(3)} of the reference; the method knows lives down to ${lowest}.`,
      next: "Choose a higher end of life.",
      facts: { ofReference, lowest },
    });
  }
}
