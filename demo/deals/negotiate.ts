import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  applyChanges,
  type CounterOffer,
  type Hex,
  hashTerms,
  NEGOTIATION_TYPES,
  negotiationDomain,
  type Offer,
  parseCounterOffer,
  parseOffer,
  type Terms,
  termsValue,
  ZERO_HASH,
} from "../../protocol/index.js";
import type { Stage } from "../stage.js";
import type { Member, Members } from "./members.js";

const read = (name: string): string =>
  readFileSync(fileURLToPath(new URL(`../../data/deals/${name}`, import.meta.url)), "utf8");

/** How long each proposal of the demo can be accepted, s. */
const PROPOSAL_S = 86_400n;

/** What was agreed on. */
export interface Deal {
  readonly negotiation: Hex;
  readonly terms: Terms;
  readonly rounds: number;
}

/** What the buyer would like to pay for. Throws as `parseOffer`. */
export function wishedOffer(): Offer {
  return parseOffer(read("offer.json"));
}

/**
 * What the goods must keep to on their way, in the place of what the buyer wished for.
 * Throws as `parseCounterOffer`: a field that is not known, a bound that is no number, a least value above the greatest.
 */
export function watchedInstead(field: string, min: string, max: string): Omit<CounterOffer, "id"> {
  const removedConditions = wishedOffer()
    .conditions.map((condition) => ({ field: condition.field }))
    .filter((condition) => condition.field !== field);
  const changes = { fields: [], conditions: [{ field, min, max }], removedConditions };
  return parseCounterOffer(JSON.stringify({ changes, note: "The box has a logger for this. Then it is a deal." }));
}

/**
 * From the award on: the buyer answers with its own offer, the seller with its price, the buyer with what is to be watched;
 * the seller accepts.
 * @param awarded Terms of the winning bid, which are the negotiation's first round.
 */
export async function negotiate(
  stage: Stage,
  { buyer, seller }: Members,
  { negotiation, terms: awarded }: Omit<Deal, "rounds">,
  watched: Omit<CounterOffer, "id">,
): Promise<Deal> {
  const contract = stage.contracts.negotiation;
  const place = { chainId: stage.chainId, negotiations: (await contract.getAddress()).toLowerCase() as Hex };
  const domain = negotiationDomain(place);
  let round = 1;
  let terms = awarded;
  const propose = async (by: Member, next: Terms, text: string): Promise<void> => {
    round += 1;
    terms = next;
    const expiresAtS = (await stage.nowS()) + PROPOSAL_S;
    const proposal = { round, expiresAtS, terms: termsValue(terms), note: { text, salt: ZERO_HASH } };
    const step = { negotiation, ...proposal, ciphertext: "0x" };
    const signature = await by.account.signTypedData(domain, NEGOTIATION_TYPES.Proposal, step);
    const sent = contract.connect(by.account);
    await (await sent.counterOffer(negotiation, { proposer: by.account.address, ...proposal }, signature)).wait();
  };

  await propose(buyer, { ...awarded, ...wishedOffer() }, "This is what we had in mind.");
  const counter = parseCounterOffer(read("counter-offer.json"));
  await propose(seller, applyChanges(terms, counter), counter.note);
  await propose(buyer, applyChanges(terms, watched), watched.note);

  const acceptance = { negotiation, round, terms: termsValue(terms) };
  const signature = await seller.account.signTypedData(domain, NEGOTIATION_TYPES.Acceptance, acceptance);
  const sent = contract.connect(seller.account);
  await (await sent.accept(negotiation, round, hashTerms(terms), signature)).wait();
  return { negotiation, terms, rounds: round };
}
