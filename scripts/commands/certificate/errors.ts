import { type Hex, WattproofError } from "../../../protocol/index.js";

/** The account holds nothing of the certificate. */
export class CertificateNotHeld extends WattproofError {
  constructor(id: Hex, account: Hex) {
    super({
      code: "CertificateNotHeld",
      message: `The account ${account} holds nothing of the certificate ${id}.`,
      next: "Look at what it holds with wattproof certificate list, and check the node and the Directory.",
      facts: { id, account },
    });
  }
}

/** A file with an accreditation that cannot be used. */
export class AccreditationUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "AccreditationUnreadable",
      message: `The accreditation is unusable: ${reason}.`,
      next: "Correct the file; wattproof certificate accredit --help says what it holds.",
      facts: { reason },
    });
  }
}
