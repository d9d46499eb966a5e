import {
  type DeliveryState,
  type Hex,
  type NegotiationState,
  quoted,
  WattproofError,
} from "../../../protocol/index.js";

/** A plan that the contract would not open. */
export class DeliveryPlanInvalid extends WattproofError {
  constructor(negotiation: Hex, reason: string) {
    super({
      code: "DeliveryPlanInvalid",
      message: `The plan cannot be delivered: ${reason}.`,
      next: "Correct the plan; wattproof offer show has the accepted terms, docs/deliveries.md the rules.",
      facts: { negotiation, reason },
    });
  }
}

/** A file with a signed plan or settlement that cannot be used. */
export class DeliveryFileUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "DeliveryFileUnreadable",
      message: `The signed file is unusable: ${reason}.`,
      next: "Ask for the file that wattproof delivery printed, whole and unchanged.",
      facts: { reason },
    });
  }
}

/** There is no deal to deliver. */
export class DeliveryNotAgreed extends WattproofError {
  constructor(negotiation: Hex, state: NegotiationState) {
    super({
      code: "DeliveryNotAgreed",
      message: `Negotiation ${negotiation} is ${state}, and only an accepted one is delivered.`,
      next: "Look at it with wattproof offer show; sign the plan when both parties agreed.",
      facts: { negotiation, state },
    });
  }
}

/** The account is neither buyer nor seller. */
export class DeliveryOfOthers extends WattproofError {
  constructor(account: Hex, { buyer, seller }: { buyer: Hex; seller: Hex }) {
    super({
      code: "DeliveryOfOthers",
      message: `The account ${account} is neither the buyer ${buyer} nor the seller ${seller}.`,
      next: "Use the account of one of the two.",
      facts: { account, buyer, seller },
    });
  }
}

type Money = (units: bigint) => string;

/** The buyer holds less than the opening takes. */
export class DeliveryMoneyMissing extends WattproofError {
  /** @param amounts Token units. */
  constructor(buyer: Hex, amounts: { held: bigint; due: bigint }, money: Money) {
    super({
      code: "DeliveryMoneyMissing",
      message: `The buyer ${buyer} holds ${money(amounts.held)}, less than the ${money(amounts.due)} that the opening takes.`,
      next: "Have a treasurer mint tokens for a payment first (wattproof token mint), or withdraw from the escrow.",
      facts: { buyer, ...amounts },
    });
  }
}

/** The contract may not take what the opening takes. */
export class DeliveryAllowanceMissing extends WattproofError {
  /** @param amounts Token units. */
  constructor(buyer: Hex, amounts: { allowed: bigint; due: bigint }, money: Money) {
    super({
      code: "DeliveryAllowanceMissing",
      message: `The opening takes ${money(amounts.due)} from the buyer ${buyer}, who lets the contract take ${money(amounts.allowed)}.`,
      next: "Let the buyer sign, or open, with --approve.",
      facts: { buyer, ...amounts },
    });
  }
}

/** The plan has no milestone of this name, or several. */
export class DeliveryMilestoneUnclear extends WattproofError {
  constructor(delivery: Hex, name: string, count: number) {
    const found = count === 0 ? "No milestone" : `${count} milestones`;
    super({
      code: "DeliveryMilestoneUnclear",
      message: `${found} of delivery ${delivery} ${count > 1 ? "are" : "is"} called ${quoted(name)}.`,
      next: "Give its name as wattproof delivery show has it, or its number, from 1.",
      facts: { delivery, name: quoted(name), count },
    });
  }
}

/** A file whose records are no sensor readings. */
export class DeliveryRecordsInvalid extends WattproofError {
  constructor(path: string, type: string) {
    super({
      code: "DeliveryRecordsInvalid",
      message: `The file ${quoted(path)} holds ${type} records, and conditions are about sensor readings.`,
      next: "Give a file of signed SensorReading records (docs/oracle.md).",
      facts: { path: quoted(path), type },
    });
  }
}

/** The delivery is over: no reading counts, and nothing is held. */
export class DeliveryClosed extends WattproofError {
  /** @param closedAt Time of the close, for people. */
  constructor(delivery: Hex, state: DeliveryState, closedAt: string) {
    super({
      code: "DeliveryClosed",
      message: `Delivery ${delivery} is closed: ${state} at ${closedAt}.`,
      next: "Nothing: it takes no readings and no steps any more; wattproof delivery show has what became of it.",
      facts: { delivery, state, closedAt },
    });
  }
}

/** Rows that are not reported, by reason. */
export interface LeftOutTally {
  readonly counts: Readonly<Record<string, number>>;
  /** What to do about the most frequent reason. */
  readonly next: string;
}

/** No row of a file or archive counts for the delivery. */
export class DeliveryNothingToReport extends WattproofError {
  /** @param tally Of what is left out; undefined if there was nothing at all. */
  constructor(delivery: Hex, tally: LeftOutTally | undefined) {
    const reasons = Object.entries(tally?.counts ?? {});
    const given = reasons.reduce((sum, [, count]) => sum + count, 0);
    const why = reasons.map(([reason, count]) => `${count} ${reason}`).join(", ");
    super({
      code: "DeliveryNothingToReport",
      message:
        given === 0
          ? `There is no reading to report for delivery ${delivery}.`
          : `No reading counts for delivery ${delivery}: of ${given}, ${why}.`,
      next: tally?.next ?? "Give readings of the sensors and fields that wattproof delivery show lists.",
      facts: { delivery, given, ...tally?.counts },
    });
  }
}

/** What the other party signed is not what is to be settled. */
export class DeliverySettlementDiffers extends WattproofError {
  constructor(delivery: Hex, signed: string, given: string) {
    super({
      code: "DeliverySettlementDiffers",
      message: `Delivery ${delivery} is to be settled with ${given}, but the file is signed for ${signed}.`,
      next: "Give the delivery and the share that the other party signed, if they suit, or have it sign anew.",
      facts: { delivery, signed, given },
    });
  }
}
