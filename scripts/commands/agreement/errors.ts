import { type Hex, WattproofError } from "../../../protocol/index.js";

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

/** No agreement has the id. */
export class AgreementMissing extends WattproofError {
  constructor(id: Hex, contract: Hex) {
    super({
      code: "AgreementMissing",
      message: `No agreement ${id} is registered in ${contract}.`,
      next: "Check the id, the node and the Directory; wattproof agreement list shows the agreements that there are.",
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
