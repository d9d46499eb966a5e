import { quoted, WattproofError } from "../errors.js";
import { SENSOR_FIELDS } from "../fields.js";

/** An offer in a text that does not hold one. */
export class OfferUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "OfferUnreadable",
      message: `The offer cannot be read: ${reason}.`,
      next: "Compare it with the example in docs/negotiation.md; numbers stand in quotes.",
      facts: { reason },
    });
  }
}

/** A counter-offer in a text that does not hold one. */
export class CounterOfferUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "CounterOfferUnreadable",
      message: `The counter-offer cannot be read: ${reason}.`,
      next: "Compare it with the example in docs/negotiation.md; numbers stand in quotes.",
      facts: { reason },
    });
  }
}

const KNOWN_FIELDS = Object.keys(SENSOR_FIELDS).join(", ");

/** What can be wrong with terms or changes that are well written; `says` begins the sentence that ends with the name. */
const TERMS_FAULTS = {
  ConditionFieldUnknown: { says: "No sensor field is called", next: `Name one of ${KNOWN_FIELDS}.` },
  ConditionUnitWrong: {
    says: "This is not the unit of",
    next: "Leave the unit out, or give the one that the message names, and values in it.",
  },
  ConditionRangeInvalid: {
    says: "The smallest value is above the largest in the condition on",
    next: "Exchange min and max, or correct them.",
  },
  ConditionDoubled: {
    says: "The offer has two conditions on",
    next: "Give each field one condition, with min and max.",
  },
  TermsFieldUnknown: {
    says: "No field of an offer is called",
    next: "Change item, price, quantity, currency or target; conditions have lists of their own.",
  },
  TermsFieldChangedTwice: { says: "The counter-offer changes a field twice:", next: "Change each field once." },
  ConditionChangedTwice: { says: "The counter-offer changes two times the condition on", next: "Change it once." },
  ConditionRemovedTwice: { says: "The counter-offer removes two times the condition on", next: "Remove it once." },
  ConditionRemovedAndChanged: {
    says: "The counter-offer both removes and changes the condition on",
    next: "Do one of the two: a condition under conditions replaces the one there is.",
  },
  ConditionNotThere: {
    says: "The terms have no condition to remove on",
    next: "Look at the terms as they are now with wattproof offer show.",
  },
} as const;

export type TermsFaultCode = keyof typeof TERMS_FAULTS;

/** Terms or changes of terms that make no sense. */
export class TermsFault extends WattproofError {
  /** @param field What the fault is about; may be of unknown origin. @param detail Continues the sentence. */
  constructor(code: TermsFaultCode, field: string, detail = "") {
    const { says, next } = TERMS_FAULTS[code];
    super({
      code,
      message: `${says} ${quoted(field)}${detail && `: ${detail}`}.`,
      next,
      facts: { field: quoted(field) },
    });
  }
}

/** A counter-offer that leaves all terms as they are, without a word. */
export class CounterOfferEmpty extends WattproofError {
  constructor() {
    super({
      code: "CounterOfferEmpty",
      message: "The counter-offer changes nothing and says nothing.",
      next: "Change something or add a note; to agree, accept the offer.",
    });
  }
}

/** A counter-offer that was written for another negotiation. */
export class CounterOfferForeign extends WattproofError {
  constructor(negotiation: string, given: string) {
    super({
      code: "CounterOfferForeign",
      message: `The counter-offer is for negotiation ${given}, not for ${negotiation}.`,
      next: "Name the negotiation that it was written for, or correct or leave out its id.",
      facts: { negotiation, given },
    });
  }
}
