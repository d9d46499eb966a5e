import { parseObject } from "../json/document.js";
import { object, type Read } from "../json/readers.js";
import { decimalText } from "./decimals.js";
import { OfferUnreadable, TermsFault } from "./errors.js";
import {
  conditionJson,
  firstDoubled,
  milliText,
  readConditions,
  readMember,
  type WrittenMembers,
} from "./offerReaders.js";
import { type Offer, PRICE_DECIMALS, sortedConditions } from "./terms.js";

/** An offer as files have it: every number as a decimal in quotes. */
export interface OfferJson {
  readonly item: string;
  readonly price: string;
  readonly quantity: string;
  readonly currency: string;
  readonly conditions: readonly { readonly field: string; readonly min: string; readonly max: string }[];
  readonly target: string;
}

/** Longest offer, UTF-16 units: what the contract takes is shorter. */
const LONGEST_OFFER = 64 * 1024;

const readWritten = object<WrittenMembers & Pick<Offer, "conditions">>({ ...readMember, conditions: readConditions });

const readOffer: Read<Offer> = (value) => {
  const { price, quantity, ...others } = readWritten(value);
  return { ...others, priceMicro: price, quantityMilli: quantity };
};

/**
 * Reads an offer of unknown origin. A condition may say its field's unit, which follows from the field in any case.
 * @returns The offer with its conditions sorted by field.
 * @throws OfferUnreadable, TermsFault
 */
export function parseOffer(text: string): Offer {
  const unreadable = (reason: string) => new OfferUnreadable(reason);
  const offer = parseObject(text, { read: readOffer, unreadable }, { longest: LONGEST_OFFER });
  const doubled = firstDoubled(offer.conditions.map(({ field }) => field));
  if (doubled !== undefined) throw new TermsFault("ConditionDoubled", doubled);
  return { ...offer, conditions: sortedConditions(offer.conditions) };
}

/** An offer, or the offer that terms hold, as files have it. */
export function offerJson(offer: Offer): OfferJson {
  return {
    item: offer.item,
    price: decimalText(offer.priceMicro, PRICE_DECIMALS),
    quantity: milliText(offer.quantityMilli),
    currency: offer.currency,
    conditions: offer.conditions.map(conditionJson),
    target: offer.target,
  };
}
