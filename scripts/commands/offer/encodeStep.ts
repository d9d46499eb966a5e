import { type SignedStep, termsValue } from "../../../protocol/index.js";
import { Negotiation__factory } from "../../../typechain-types/factories/contracts/Negotiation__factory.js";

const NEGOTIATIONS = Negotiation__factory.createInterface();

/** Calldata that brings a signed step to the contract. */
export function encodeStep(step: SignedStep): string {
  const { negotiation, round, signature } = step;
  switch (step.type) {
    case "PublicProposal": {
      const { opening, signer: proposer, expiresAtS, note } = step;
      const proposal = { proposer, round, expiresAtS, terms: termsValue(step.terms), note };
      return opening === null
        ? NEGOTIATIONS.encodeFunctionData("counterOffer", [negotiation, proposal, signature])
        : NEGOTIATIONS.encodeFunctionData("offer", [opening, proposal, signature]);
    }
    case "SealedProposal": {
      const { opening, signer: proposer, expiresAtS, termsHash, noteHash, ciphertext } = step;
      const proposal = { proposer, round, expiresAtS, termsHash, noteHash, ciphertext };
      return opening === null
        ? NEGOTIATIONS.encodeFunctionData("counterOfferSealed", [negotiation, proposal, signature])
        : NEGOTIATIONS.encodeFunctionData("offerSealed", [opening, proposal, signature]);
    }
    case "Acceptance":
      return NEGOTIATIONS.encodeFunctionData("accept", [negotiation, round, step.termsHash, signature]);
    case "Rejection":
      return NEGOTIATIONS.encodeFunctionData("reject", [negotiation, round, signature]);
    case "Withdrawal":
      return NEGOTIATIONS.encodeFunctionData("withdraw", [negotiation, round, signature]);
  }
}
