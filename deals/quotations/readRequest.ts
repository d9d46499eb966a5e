import { AbiCoder, decodeBytes32String, isError, keccak256, type Provider, type Result } from "ethers";
import { blockRanges, lowerHex, mapBounded, read } from "../../evidence/index.js";
import {
  type Condition,
  fieldOfWord,
  type Hex,
  InvalidFieldName,
  type NegotiationPlace,
  type Note,
  QUOTATION_STATES,
  type QuotationState,
  type Terms,
} from "../../protocol/index.js";
import type { QuotationRequestStructOutput } from "../../typechain-types/contracts/interfaces/IQuotations.js";
import { IQuotations__factory } from "../../typechain-types/factories/contracts/interfaces/IQuotations__factory.js";
import { BidContentInvalid, QuotationHistoryBroken, QuotationUnknown, QuotationUnreadable } from "../errors.js";
import { contentOf, withTextsAsBytes } from "../negotiation/toldContent.js";
import { toldText } from "../texts.js";
import { CRITERIA, type Criterion } from "./rankBids.js";

/** Where requests are read, all as of one block. */
export interface QuotationsAt {
  readonly provider: Provider;
  /** Address of `Quotations`. */
  readonly quotations: Hex;
  /** Where its awards lead to. */
  readonly place: NegotiationPlace;
  readonly block: number;
}

/** A request for quotation as it was made, and where it is. Times are Unix seconds, quantities thousandths. */
export interface RequestRecord {
  readonly request: Hex;
  readonly state: QuotationState;
  readonly buyer: Hex;
  readonly item: string;
  readonly quantityMilli: bigint;
  readonly currency: string;
  readonly conditions: readonly Condition[];
  readonly target: string;
  readonly criteria: readonly Criterion[];
  /** Empty of a tender. */
  readonly invited: readonly Hex[];
  readonly isSealed: boolean;
  readonly bidsUntilS: number;
  readonly revealsUntilS: number;
  readonly awardUntilS: number;
  /** Whose bid was awarded. */
  readonly awarded: Hex | null;
}

/** What a supplier showed of its bid: to the buyer, or to everybody. */
export type Reveal =
  | { readonly ciphertext: Hex }
  | {
      readonly round: number;
      readonly expiresAtS: number;
      readonly terms: Terms;
      readonly note: Note;
      readonly signature: Hex;
    }
  /** Shown to everybody, in bytes that nobody can read as terms. */
  | { readonly unreadable: BidContentInvalid };

/** A bid that stands. */
export interface PlacedBid {
  readonly supplier: Hex;
  readonly commitment: Hex;
  readonly committedAtS: number;
  /** Latest first: what fits the commitment counts. */
  readonly reveals: readonly Reveal[];
}

const REQUESTED = IQuotations__factory.createInterface().getEvent("QuotationRequested").inputs[2];

/** Reads a request and holds what the node tells of it against its hash in storage. Throws QuotationUnknown, QuotationUnreadable, QuotationHistoryBroken; as `read`. */
export async function readRequest(at: QuotationsAt, request: Hex): Promise<RequestRecord> {
  const contract = IQuotations__factory.connect(at.quotations, at.provider);
  const blockTag = at.block;
  const what = `request ${request}`;
  const info = await read(what, () => contract.quotationOf(request, { blockTag }));
  const buyer = lowerHex(info.buyer);
  if (/^0x0*$/.test(buyer)) throw new QuotationUnknown(request);
  const state = QUOTATION_STATES[Number(await read(what, () => contract.stateOf(request, { blockTag })))];
  const requested = await announced(at, request);
  requireTexts(request, requested);
  const encoded = requested && REQUESTED && AbiCoder.defaultAbiCoder().encode([REQUESTED], [requested]);
  if (!requested || !encoded || !state || keccak256(encoded) !== info.requestHash) {
    throw new QuotationHistoryBroken(request);
  }
  const { item, quantityMilli, currency, target, isSealed } = requested;
  const awarded = lowerHex(info.supplier);
  return {
    ...{ request, state, buyer, item, quantityMilli, currency, target, isSealed },
    conditions: requested.conditions.map(({ field, minMilli, maxMilli }) => ({
      field: fieldOf(request, field),
      minMilli,
      maxMilli,
    })),
    criteria: requested.criteria.map(({ name, weight }) => ({
      name: criterionOf(request, name),
      weight: Number(weight),
    })),
    invited: requested.invited.map(lowerHex),
    bidsUntilS: Number(requested.bidsUntilS),
    revealsUntilS: Number(requested.revealsUntilS),
    awardUntilS: Number(requested.awardUntilS),
    awarded: /^0x0*$/.test(awarded) ? null : awarded,
  };
}

async function announced(at: QuotationsAt, request: Hex): Promise<QuotationRequestStructOutput | undefined> {
  const contract = IQuotations__factory.connect(at.quotations, at.provider);
  for (const { from, to } of blockRanges(at.block)) {
    const events = await read("requests", () =>
      contract.queryFilter(contract.filters.QuotationRequested(request), from, to),
    );
    const [event] = events;
    if (event !== undefined) return event.args.requested;
  }
  return undefined;
}

/** The contract does not look into texts. Throws `QuotationUnreadable`. */
function requireTexts(request: Hex, requested: QuotationRequestStructOutput | undefined): void {
  for (const name of ["item", "currency", "target"] as const) {
    const isText = requested === undefined || toldText(() => requested[name]) !== undefined;
    if (!isText) throw new QuotationUnreadable(request, name);
  }
}

function fieldOf(request: Hex, word: string): string {
  try {
    return fieldOfWord(lowerHex(word));
  } catch (error) {
    if (!(error instanceof InvalidFieldName)) throw error;
    throw new QuotationHistoryBroken(request);
  }
}

function criterionOf(request: Hex, word: string): Criterion["name"] {
  const found = CRITERIA.find((name) => name === textOf(word));
  if (found === undefined) throw new QuotationHistoryBroken(request);
  return found;
}

function textOf(word: string): string | undefined {
  try {
    return decodeBytes32String(word);
  } catch (error) {
    if (isError(error, "INVALID_ARGUMENT")) return undefined;
    throw error;
  }
}

/** A bid that was shown to everybody. Its supplier alone decides which bytes it signs, and whether they are terms. */
function openReveal(bid: { readonly request: Hex; readonly supplier: Hex }, { proposal, signature }: Result): Reveal {
  const { round, expiresAtS, terms, note } = proposal;
  const unreadable = (reason: string) => new BidContentInvalid(bid, reason);
  const refused = () => unreadable("it has a condition on a field that there is not");
  try {
    const shown = { round: Number(round), expiresAtS: Number(expiresAtS), signature: lowerHex(signature) };
    return { ...shown, ...contentOf({ terms, note }, refused, unreadable) };
  } catch (error) {
    if (!(error instanceof BidContentInvalid)) throw error;
    return { unreadable: error };
  }
}

/** Reads the bids that stand, the earliest first. Throws as `read`. */
export async function readBids(at: QuotationsAt, { request }: RequestRecord): Promise<PlacedBid[]> {
  const contract = IQuotations__factory.connect(at.quotations, at.provider);
  const { BidCommitted, BidRevealed, BidRevealedOpenly } = contract.filters;
  const reveals = new Map<Hex, { block: number; index: number; reveal: Reveal }[]>();
  const found = (supplier: string) => {
    const key = lowerHex(supplier);
    const known = reveals.get(key) ?? [];
    reveals.set(key, known);
    return known;
  };
  for (const { from, to } of blockRanges(at.block)) {
    const committed = await read("bids", () => contract.queryFilter(BidCommitted(request), from, to));
    for (const { args } of committed) found(args.supplier);
    const sealed = await read("bids", () => contract.queryFilter(BidRevealed(request), from, to));
    for (const { args, blockNumber: block, index } of sealed) {
      found(args.supplier).push({ block, index, reveal: { ciphertext: lowerHex(args.ciphertext) } });
    }
    const open = await read("bids", () => contract.queryFilter(BidRevealedOpenly(request), from, to));
    for (const { args, fragment, data, blockNumber: block, index } of open) {
      const supplier = lowerHex(args.supplier);
      const reveal = openReveal({ request, supplier }, withTextsAsBytes(fragment, data));
      found(supplier).push({ block, index, reveal });
    }
  }
  const bids = await mapBounded([...reveals], async ([supplier, shown]) => {
    const bid = await read("a bid", () => contract.bidOf(request, supplier, { blockTag: at.block }));
    const latestFirst = shown.sort((a, b) => b.block - a.block || b.index - a.index);
    return {
      ...{ supplier, commitment: lowerHex(bid.commitment), committedAtS: Number(bid.committedAtS) },
      reveals: latestFirst.map(({ reveal }) => reveal),
    };
  });
  // What was withdrawn is zero.
  return bids.filter(({ commitment }) => !/^0x0*$/.test(commitment)).sort((a, b) => a.committedAtS - b.committedAtS);
}
