import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  type Hex,
  hashNote,
  hashTerms,
  NEGOTIATION_TYPES,
  type Note,
  negotiationDomain,
  negotiationIdOf,
  type Opening,
  type Terms,
  termsValue,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { fresh, nowS } from "./chain.js";
import { lower } from "./consortium.js";
import { type Deals, deployDeals } from "./deals.js";
import { bytes32Of } from "./devices.js";

/** Time that proposals of the tests have, s. */
export const PROPOSAL_S = 3600;

/** A round as its proposer signs it. */
export interface Round {
  readonly round: number;
  readonly expiresAtS: number;
  readonly terms: Terms;
  readonly note: Note;
  readonly ciphertext: Hex;
}

export interface Signed {
  readonly by: HardhatEthersSigner;
  /** Whoever brings it. The stranger by default: who sends a step never matters. */
  readonly sender?: HardhatEthersSigner;
}

/** The members who deal, with what they do most often. Each call of it starts on a fresh chain. */
export async function openTable() {
  return tableOf(await fresh(deployDeals));
}

/** Negotiating with these contracts, as any two of their members do. */
export async function tableOf(deals: Deals) {
  const { negotiation, buyer, seller, stranger } = deals;
  const place = { chainId: 31337n, negotiations: lower(await negotiation.getAddress()) };
  const domain = negotiationDomain(place);
  const parties = { buyer: lower(buyer.address), seller: lower(seller.address) };

  /** The founding example: 200 of stainless steel cutting at 20, kept dry. */
  const terms = (change: Partial<Terms> = {}): Terms => ({
    ...parties,
    item: "Stainless Steel Cutting",
    priceMicro: 20_000_000n,
    quantityMilli: 200_000n,
    currency: "USD",
    conditions: [{ field: "humidity", minMilli: 0n, maxMilli: 10_000n }],
    target: "Stainless Steel Provider",
    salt: ZERO_HASH,
    ...change,
  });
  const opening = (change: Partial<Opening> = {}): Opening => ({
    ...parties,
    isSealed: false,
    salt: bytes32Of("negotiation"),
    ...change,
  });
  const roundOf = async (round: number, change: Partial<Round> = {}): Promise<Round> => ({
    round,
    expiresAtS: (await nowS()) + PROPOSAL_S,
    terms: terms(),
    note: { text: "", salt: ZERO_HASH },
    ciphertext: "0x",
    ...change,
  });
  const sign = (type: keyof typeof NEGOTIATION_TYPES, value: object, by: HardhatEthersSigner) =>
    by.signTypedData(domain, NEGOTIATION_TYPES[type], value);
  const signRound = (id: Hex, { terms, ...rest }: Round, by: HardhatEthersSigner) =>
    sign("Proposal", { negotiation: id, ...rest, terms: termsValue(terms) }, by);

  return {
    ...deals,
    place,
    domain,
    terms,
    opening,
    roundOf,
    sign,
    signRound,
    idOf: (of: Opening = opening()): Hex => negotiationIdOf(place, of),
    /** Opens a public negotiation, by the buyer unless another signs. Returns the transaction. */
    async offer(change: Partial<Round> = {}, { by = buyer, sender = stranger }: Partial<Signed> = {}, of = opening()) {
      const round = await roundOf(1, change);
      const signature = await signRound(negotiationIdOf(place, of), round, by);
      return negotiation.connect(sender).offer(of, publicRound(round, by), signature);
    },
    async counterOffer(
      id: Hex,
      round: number,
      change: Partial<Round>,
      { by, sender = stranger }: Signed,
      proposer: string = by.address,
    ) {
      const next = await roundOf(round, change);
      const signature = await signRound(id, next, by);
      return negotiation.connect(sender).counterOffer(id, { ...publicRound(next, by), proposer }, signature);
    },
    async offerSealed(change: Partial<Round>, { by, sender = stranger }: Signed, of = opening({ isSealed: true })) {
      const round = await roundOf(1, change);
      const signature = await signRound(negotiationIdOf(place, of), round, by);
      return negotiation.connect(sender).offerSealed(of, sealedRound(round, by), signature);
    },
    async counterOfferSealed(id: Hex, round: number, change: Partial<Round>, { by, sender = stranger }: Signed) {
      const next = await roundOf(round, change);
      const signature = await signRound(id, next, by);
      return negotiation.connect(sender).counterOfferSealed(id, sealedRound(next, by), signature);
    },
    async accept(id: Hex, round: number, accepted: Terms, { by, sender = stranger }: Signed) {
      const signature = await sign("Acceptance", { negotiation: id, round, terms: termsValue(accepted) }, by);
      return negotiation.connect(sender).accept(id, round, hashTerms(accepted), signature);
    },
    async reject(id: Hex, round: number, { by, sender = stranger }: Signed) {
      const signature = await sign("Rejection", { negotiation: id, round }, by);
      return negotiation.connect(sender).reject(id, round, signature);
    },
    async withdraw(id: Hex, round: number, { by, sender = stranger }: Signed) {
      const signature = await sign("Withdrawal", { negotiation: id, round }, by);
      return negotiation.connect(sender).withdraw(id, round, signature);
    },
  };
}

export type Table = Awaited<ReturnType<typeof tableOf>>;

/** A public round as the contract takes it. */
export function publicRound({ round, expiresAtS, terms, note }: Round, by: HardhatEthersSigner) {
  return { proposer: by.address, round, expiresAtS, terms: termsValue(terms), note };
}

function sealedRound({ round, expiresAtS, terms, note, ciphertext }: Round, by: HardhatEthersSigner) {
  const [termsHash, noteHash] = [hashTerms(terms), hashNote(note)];
  return { proposer: by.address, round, expiresAtS, termsHash, noteHash, ciphertext };
}
