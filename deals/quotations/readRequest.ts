import { decodeBytes32String, isError } from "ethers";
import { lowerHex, read, wordOf } from "../../evidence/index.js";
import {
  type Condition,
  fieldOfWord,
  type Hex,
  InvalidFieldName,
  QUOTATION_STATES,
  type QuotationState,
} from "../../protocol/index.js";
import type { QuotationRequestStructOutput } from "../../typechain-types/contracts/interfaces/IQuotations.js";
import { IQuotations__factory } from "../../typechain-types/factories/contracts/interfaces/IQuotations__factory.js";
import { QuotationHistoryBroken, QuotationUnknown, QuotationUnreadable } from "../errors.js";
import { toldText } from "../texts.js";
import { CRITERIA, type Criterion } from "./rankBids.js";
import { findRequestEvents, type QuotationsAt } from "./requestEvents.js";
import { idOfRequest } from "./requestId.js";

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
  /** How many bids stand, as the contract counted them. */
  readonly bidCount: number;
  /** Whose bid was awarded last. Unless `state` says `awarded`, nothing came of it. */
  readonly awarded: Hex | null;
}

/** Reads a request and holds what the node tells of it against its id, which is its hash. Throws QuotationUnknown, QuotationUnreadable, QuotationHistoryBroken; as `read`. */
export async function readRequest(at: QuotationsAt, request: Hex): Promise<RequestRecord> {
  const contract = IQuotations__factory.connect(at.quotations, at.provider);
  const blockTag = at.block;
  const what = `request ${request}`;
  const info = await read(what, () => contract.quotationOf(request, { blockTag }));
  const buyer = lowerHex(info.buyer);
  if (/^0x0*$/.test(buyer)) throw new QuotationUnknown(request);
  const told = await read(what, () => contract.stateOf(request, { blockTag }));
  const state = wordOf(QUOTATION_STATES, told, `the state of ${what}`);
  const requested = await announced(at, request);
  requireTexts(request, requested);
  const place = { chainId: at.place.chainId, quotations: at.quotations };
  if (!requested || idOfRequest(place, buyer, requested) !== request) throw altered(request);
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
    bidCount: Number(info.bidCount),
    awarded: /^0x0*$/.test(awarded) ? null : awarded,
  };
}

async function announced(at: QuotationsAt, request: Hex): Promise<QuotationRequestStructOutput | undefined> {
  const [first] = await findRequestEvents(at, request);
  return first?.event.name === "QuotationRequested" ? first.event.args.requested : undefined;
}

function altered(request: Hex): QuotationHistoryBroken {
  return new QuotationHistoryBroken(request, "does not say what was asked for");
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
    throw altered(request);
  }
}

function criterionOf(request: Hex, word: string): Criterion["name"] {
  const found = CRITERIA.find((name) => name === textOf(word));
  if (found === undefined) throw altered(request);
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
