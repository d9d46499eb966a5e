import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { encodeBytes32String } from "ethers";
import { fieldWordOf, type Hex, hashNote, hashTerms } from "../../../protocol/index.js";
import type { QuotationRequestStruct } from "../../../typechain-types/contracts/Quotations.js";
import { advanceTo, fresh, nowS } from "./chain.js";
import { lower } from "./consortium.js";
import { deployDeals } from "./deals.js";
import { bytes32Of } from "./devices.js";
import { publicRound, type Round, tableOf } from "./negotiations.js";

/** `QuotationState` of contracts/types/Quotations.sol. */
export const STATE = { none: 0n, bidding: 1n, revealing: 2n, deciding: 3n, awarded: 4n, cancelled: 5n, expired: 6n };

/** Length of each phase of the tests' requests, s. */
export const PHASE_S = 1000;

export const weigh = (name: string, weight: number) => ({ name: encodeBytes32String(name), weight });

export type Tender = Awaited<ReturnType<typeof openTender>>;

/** The buyer's request for cutting, with seller and rival invited, and what both sides do most often. */
export async function openTender() {
  const table = await tableOf(await fresh(deployDeals));
  const { quotations, buyer, seller, rival, negotiation } = table;
  const startS = await nowS();
  const byBuyer = quotations.connect(buyer);

  const requestOf = (change: Partial<QuotationRequestStruct> = {}): QuotationRequestStruct => ({
    item: "Stainless Steel Cutting",
    quantityMilli: 200_000n,
    currency: "USD",
    conditions: [{ field: fieldWordOf("humidity"), minMilli: 0n, maxMilli: 10_000n }],
    target: "",
    criteria: [weigh("price", 700), weigh("reputation", 300)],
    invited: [seller.address, rival.address],
    isSealed: false,
    bidsUntilS: startS + PHASE_S,
    revealsUntilS: startS + 2 * PHASE_S,
    awardUntilS: startS + 3 * PHASE_S,
    salt: bytes32Of("request"),
    ...change,
  });
  const idFor = async (change: Partial<QuotationRequestStruct> = {}) =>
    (await quotations.idOf(buyer, requestOf(change))) as Hex;

  return {
    ...table,
    byBuyer,
    startS,
    requestOf,
    idFor,
    /** Makes the request. Returns its id. */
    async ask(change: Partial<QuotationRequestStruct> = {}): Promise<Hex> {
      await byBuyer.request(requestOf(change));
      return idFor(change);
    },
    /** A supplier's signed proposal, its digest and its arguments, public or sealed. */
    async bid(id: Hex, supplier: HardhatEthersSigner, change: Partial<Round> = {}) {
      const terms = table.terms({ seller: lower(supplier.address), salt: bytes32Of("secret") });
      const round = await table.roundOf(1, { terms, expiresAtS: startS + 10 * PHASE_S, ...change });
      const { isSealed } = await quotations.quotationOf(id);
      const place = (await quotations.negotiationOf(id, supplier)) as Hex;
      const signature = await table.signRound(place, round, supplier);
      const proposal = publicRound(round, supplier);
      const { terms: _terms, note: _note, ...rest } = proposal;
      const sealed = {
        ...rest,
        ...{ termsHash: hashTerms(round.terms), noteHash: hashNote(round.note), ciphertext: round.ciphertext },
      };
      const digest = isSealed
        ? await negotiation.digestOfSealed(place, sealed)
        : await negotiation.digestOf(place, proposal);
      return { place, proposal, sealed, signature, digest, round };
    },
    opening: (id: Hex, supplier: HardhatEthersSigner, isSealed = false) => ({
      ...{ buyer: buyer.address, seller: supplier.address, isSealed, salt: id },
    }),
    toReveals: () => advanceTo(startS + PHASE_S + 1),
    toDecision: () => advanceTo(startS + 2 * PHASE_S + 1),
    toExpiry: () => advanceTo(startS + 3 * PHASE_S + 1),
  };
}
