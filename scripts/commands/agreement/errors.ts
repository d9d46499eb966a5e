import { type Hex, WattproofError, ZERO_HASH } from "../../../protocol/index.js";
import { formatInstant } from "../../commandLine/instant.js";
import type { AgreementName } from "./agreementValues.js";

/** Terms that no agreement can have. */
export class AgreementTermsInvalid extends WattproofError {
  constructor(reason: string) {
    super({
      code: "AgreementTermsInvalid",
      message: `The agreement's terms cannot be taken: ${reason}.`,
      next: "Correct the file; wattproof agreement sign --help says what it holds.",
      facts: { reason },
    });
  }
}

/** A file with signed terms, or a signed end, that cannot be used. */
export class AgreementFileUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "AgreementFileUnreadable",
      message: `The signed file is unusable: ${reason}.`,
      next: "Ask for the file that wattproof agreement printed, whole and unchanged.",
      facts: { reason },
    });
  }
}

/** No agreement has the id, or the number. */
export class AgreementMissing extends WattproofError {
  constructor(id: AgreementName, contract: Hex) {
    super({
      code: "AgreementMissing",
      message: `No agreement ${id} is registered in ${contract}.`,
      next: "Check the id or number, the node and the Directory; wattproof agreement list shows the agreements that there are.",
      facts: { id, contract },
    });
  }
}

/** The account is neither the consumer nor the supplier. */
export class AgreementNotParty extends WattproofError {
  constructor(account: Hex, parties: { consumer: Hex; supplier: Hex }) {
    super({
      code: "AgreementNotParty",
      message: `The account ${account} is neither the consumer ${parties.consumer} nor the supplier ${parties.supplier}.`,
      next: "Name the account of a party; for a party that is a contract wallet, say which with --as.",
      facts: { account, ...parties },
    });
  }
}

/** A claim is to be paid, and there is none. */
export class AgreementNothingOwed extends WattproofError {
  constructor(agreement: Hex) {
    super({
      code: "AgreementNothingOwed",
      message: `Nothing is owed by agreement ${agreement} beyond what escrow paid.`,
      next: "There is nothing to do; wattproof agreement list says what is owed.",
      facts: { agreement },
    });
  }
}

/** There is a claim, and nothing to pay it from. */
export class AgreementClaimUnfunded extends WattproofError {
  /** @param claim Token units. @param money How people read them. */
  constructor(
    { agreement, consumer, claim }: { agreement: Hex; consumer: Hex; claim: bigint },
    money: (units: bigint) => string,
  ) {
    super({
      code: "AgreementClaimUnfunded",
      message: `The consumer ${consumer} owes ${money(claim)} by agreement ${agreement}, and its escrow is empty.`,
      next: "Have the consumer deposit first (wattproof escrow deposit); then pay.",
      facts: { agreement, consumer, claim },
    });
  }
}

/** An agreement's escrow is to be released, and was. */
export class AgreementReleased extends WattproofError {
  constructor(agreement: Hex) {
    super({
      code: "AgreementReleased",
      message: `The escrow of agreement ${agreement} was released before: it locks nothing.`,
      next: "There is nothing to do; wattproof escrow show says what other agreements lock.",
      facts: { agreement },
    });
  }
}

/** An agreement's escrow is to be released before it may be. */
export class AgreementNotOver extends WattproofError {
  /** @param facts Ends in Unix seconds; `latestS` from when on it is released even if it is not settled. */
  constructor(facts: { agreement: Hex; exportMeter: Hex; endS: number; settledUntilS: number; latestS: number }) {
    const { agreement, exportMeter, endS, settledUntilS, latestS } = facts;
    const latest = formatInstant(latestS);
    const settled =
      settledUntilS === 0 ? "it is not settled yet" : `it is settled until ${formatInstant(settledUntilS)}`;
    super({
      code: "AgreementNotOver",
      message:
        exportMeter === ZERO_HASH
          ? `Agreement ${agreement} is with a grid supplier and ends at ${formatInstant(endS)}: its escrow is locked until ${latest}.`
          : `Agreement ${agreement} is not settled to its end at ${formatInstant(endS)} (${settled}): until then, at most until ${latest}, its escrow is locked.`,
      next: "Release it then. Until when each agreement locks escrow says wattproof escrow show.",
      facts,
    });
  }
}
