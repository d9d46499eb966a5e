import { type BidStep, bidCommitment, type RequestRecord } from "../../../deals/index.js";
import { lowerHex, read } from "../../../evidence/index.js";
import { negotiationIdOf, parseSignedStep } from "../../../protocol/index.js";
import { Quotations__factory } from "../../../typechain-types/factories/contracts/Quotations__factory.js";
import { requireSignedFor } from "../../chain/signedFor.js";
import { readText } from "../../commandLine/files.js";
import { LONGEST_STEP_BYTES } from "../offer/offerRelay.js";
import { BidFileMismatch } from "./errors.js";
import type { QuotationsHere } from "./quotationsHere.js";

/**
 * Reads the signed proposal that a file holds, before anything is asked of a node.
 * @throws FileUnreadable, FileTooLarge, NegotiationStepUnreadable, SchemaUnsupported
 */
export function readBidFile(path: string) {
  return { path, step: parseSignedStep(readText(path, LONGEST_STEP_BYTES)) };
}

/**
 * The file's bid, if it is the one that its signer committed to for this request: what a contract cannot tell of what is sealed.
 * @throws NegotiationStepForeign, BidFileMismatch, ChainUnreadable
 */
export async function committedBid(
  { at }: Pick<QuotationsHere, "at">,
  { request, buyer, isSealed }: RequestRecord,
  { path, step }: ReturnType<typeof readBidFile>,
): Promise<BidStep> {
  const { chainId, negotiations: contract } = at.place;
  requireSignedFor("NegotiationStepForeign", { chainId, contract }, step);
  const mismatch = (what: string) => new BidFileMismatch(path, request, what);
  if (step.type !== "PublicProposal" && step.type !== "SealedProposal") throw mismatch("is no proposal");
  const supplier = step.signer;
  const negotiation = negotiationIdOf(at.place, { buyer, seller: supplier, isSealed, salt: request });
  if (step.negotiation !== negotiation) throw mismatch("is on another request");
  const contracted = Quotations__factory.connect(at.quotations, at.provider);
  const bid = await read(`the bid of ${supplier}`, () => contracted.bidOf(request, supplier, { blockTag: at.block }));
  if (lowerHex(bid.commitment) !== bidCommitment(at.place, step))
    throw mismatch("is not the one that was committed to");
  return step;
}
