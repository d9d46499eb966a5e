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

/** What was signed is of another chain or another contract than the one that is asked. */
export class AccreditationForeign extends WattproofError {
  constructor(facts: { chainId: bigint; contract: Hex; givenChainId: bigint; givenContract: Hex }) {
    const { chainId, contract, givenChainId, givenContract } = facts;
    super({
      code: "AccreditationForeign",
      message: `It was signed for the contract ${givenContract} of chain ${givenChainId}, not for ${contract} of chain ${chainId}.`,
      next: "Name the right node with --rpc and the right Directory with --directory, or have it signed anew.",
      facts,
    });
  }
}
