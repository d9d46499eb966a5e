import type { BidStep } from "../../../deals/index.js";
import { type Hex, type PublicProposalStep, termsValue } from "../../../protocol/index.js";
import { QUOTATIONS } from "./quotationsHere.js";

/** Calldata that awards a bid. */
export function awardCall(request: Hex, step: BidStep): string {
  if (step.type === "PublicProposal") {
    return QUOTATIONS.encodeFunctionData("award", [request, proposalOf(step), step.signature]);
  }
  const { signer: proposer, round, expiresAtS, termsHash, noteHash, ciphertext, signature } = step;
  const proposal = { proposer, round, expiresAtS, termsHash, noteHash, ciphertext };
  return QUOTATIONS.encodeFunctionData("awardSealed", [request, proposal, signature]);
}

/** Calldata that shows a bid to everybody. */
export function revealOpenlyCall(request: Hex, step: PublicProposalStep): string {
  return QUOTATIONS.encodeFunctionData("revealOpenly", [request, proposalOf(step), step.signature]);
}

function proposalOf({ signer: proposer, round, expiresAtS, terms, note }: PublicProposalStep) {
  return { proposer, round, expiresAtS, terms: termsValue(terms), note };
}
