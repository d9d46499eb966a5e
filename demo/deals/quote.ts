import { randomBytes } from "node:crypto";
import { encodeBytes32String } from "ethers";
import { bidCommitment, openBid, rankBids, sealBid, sealingKeyOf } from "../../deals/index.js";
import {
  type Hex,
  NEGOTIATION_TYPES,
  negotiationDomain,
  negotiationIdOf,
  newSalt,
  type Offer,
  type PublicProposalStep,
  type Terms,
  termsValue,
  ZERO_HASH,
} from "../../protocol/index.js";
import type { EmbeddedChain } from "../chain/embeddedChain.js";
import type { Stage } from "../stage.js";
import type { Member, Members } from "./members.js";
import { type Deal, wishedOffer } from "./negotiate.js";

const HOUR_S = 3_600n;
/** How long a bid can be accepted, s. */
const BID_S = 86_400n;
/** What the seller and its rival ask per unit, millionths. */
const PRICES = { seller: 31_000_000n, rival: 34_500_000n };
const CRITERIA = [
  { name: "price", weight: 800 },
  { name: "reputation", weight: 200 },
] as const;

/** How a request for quotations ended. */
export interface Quotation {
  readonly request: Hex;
  readonly bids: number;
  readonly awarded: Omit<Deal, "rounds">;
}

/**
 * The buyer asks the seller and its rival for quotations. Both commit before they reveal, to the buyer alone; the better bid by
 * the stated criteria is awarded, and the other stays sealed.
 */
export async function quote(stage: Stage<EmbeddedChain>, { buyer, seller, rival }: Members): Promise<Quotation> {
  const { contracts, chainId } = stage;
  const negotiations = addressOf(await contracts.negotiation.getAddress());
  const place = { chainId, negotiations };
  const key = sealingKeyOf(randomBytes(32));
  await (await contracts.sealingKeys.connect(buyer.account).publish(key.publicKey)).wait();

  const wished = wishedOffer();
  const nowS = await stage.nowS();
  const times = { bidsUntilS: nowS + HOUR_S, revealsUntilS: nowS + 2n * HOUR_S, awardUntilS: nowS + 3n * HOUR_S };
  const { item, quantityMilli, currency, conditions, target } = termsValue(wished);
  const requested = {
    ...{ item, quantityMilli, currency, conditions, target, ...times },
    criteria: CRITERIA.map(({ name, weight }) => ({ name: encodeBytes32String(name), weight })),
    invited: [seller.account.address, rival.account.address],
    isSealed: false,
    salt: newSalt(),
  };
  const quotations = contracts.quotations.connect(buyer.account);
  await (await quotations.request(requested)).wait();
  const request = (await quotations.idOf(buyer.account.address, requested)) as Hex;

  const bids = [
    { by: seller, price: PRICES.seller },
    { by: rival, price: PRICES.rival },
  ];
  const steps: { by: Member; step: PublicProposalStep }[] = [];
  for (const { by, price } of bids) {
    const step = await signBid(stage, negotiations, request, { buyer, by }, { ...wished, priceMicro: price });
    steps.push({ by, step });
    await (await quotations.connect(by.account).commit(request, bidCommitment(place, step))).wait();
  }
  await stage.chain.setTime(times.bidsUntilS + 1n);
  const opened = [];
  for (const { by, step } of steps) {
    const supplier = addressOf(by.account.address);
    const ciphertext = await sealBid({ request, supplier }, step, key.publicKey);
    await (await quotations.connect(by.account).reveal(request, ciphertext)).wait();
    const { commitment, committedAtS } = await quotations.bidOf(request, supplier);
    const sealed = { request, supplier, buyer: addressOf(buyer.account.address), isSealed: false, ciphertext };
    const bid = await openBid(place, { ...sealed, commitment: commitment as Hex }, key);
    if (bid.type !== "PublicProposal") throw new TypeError("a public negotiation takes public bids");
    opened.push({
      supplier,
      bid,
      offer: bid.terms,
      reputation: 0n,
      committedAtS: Number(committedAtS),
      deviations: [],
    });
  }
  const best = rankBids(opened, CRITERIA)[0];
  if (best === undefined) throw new TypeError("two bids were made");
  const { round, expiresAtS, terms, note, signature, negotiation } = best.bid;
  const proposal = { proposer: best.supplier, round, expiresAtS, terms: termsValue(terms), note };
  await (await quotations.award(request, proposal, signature)).wait();
  return { request, bids: opened.length, awarded: { negotiation, terms } };
}

/** A supplier's bid: its signed proposal for the first round of the negotiation to come. */
async function signBid(
  stage: Stage,
  negotiations: Hex,
  request: Hex,
  { buyer, by }: { readonly buyer: Member; readonly by: Member },
  offer: Offer,
): Promise<PublicProposalStep> {
  const place = { chainId: stage.chainId, negotiations };
  const parties = { buyer: addressOf(buyer.account.address), seller: addressOf(by.account.address) };
  const opening = { ...parties, isSealed: false, salt: request };
  const negotiation = negotiationIdOf(place, opening);
  // Random, so that the commitment tells nothing of a price that could be guessed.
  const terms: Terms = { ...parties, ...offer, salt: newSalt() };
  const expiresAtS = Number((await stage.nowS()) + BID_S);
  const proposal = { round: 1, expiresAtS, note: { text: "", salt: ZERO_HASH } };
  const value = { negotiation, ...proposal, terms: termsValue(terms), ciphertext: "0x" };
  const types = NEGOTIATION_TYPES.Proposal;
  const signature = (await by.account.signTypedData(negotiationDomain(place), types, value)) as Hex;
  const signed = { chainId: stage.chainId, contract: negotiations, signer: parties.seller, signature };
  return { type: "PublicProposal", ...signed, negotiation, opening, ...proposal, terms };
}

function addressOf(address: string): Hex {
  return address.toLowerCase() as Hex;
}
