import { InvalidArgumentError } from "commander";
import { CRITERIA, type Criterion } from "../../../deals/index.js";
import { TermsFault } from "../../../protocol/deals/errors.js";
import { firstDoubled, readConditions, readMember } from "../../../protocol/deals/offerReaders.js";
import { MOST_INVITED, type Offer, sortedConditions } from "../../../protocol/index.js";
import { parseObject } from "../../../protocol/json/document.js";
import {
  array,
  boolean,
  integer,
  object,
  type Read,
  text,
  UnexpectedValue,
  word,
} from "../../../protocol/json/readers.js";
import { type MemberName, parseMember } from "../../chain/members.js";
import { type Expiry, parseExpiry } from "../../commandLine/expiry.js";
import { readText, SMALL_FILE_BYTES } from "../../commandLine/files.js";
import { QuotationRequestUnreadable } from "./errors.js";

/** A request for quotation as its buyer writes it. */
export interface RequestWish extends Omit<Offer, "priceMicro"> {
  readonly criteria: readonly Criterion[];
  /** Empty for a tender. */
  readonly invited: readonly MemberName[];
  readonly sealed: boolean;
  readonly bidsUntil: Expiry;
  readonly revealsUntil: Expiry;
  readonly awardUntil: Expiry;
}

const LONGEST_NAME_BYTES = 256;
const WHOLE_PER_MILLE = 1000;

/** Text that a parser of the command line takes. */
const parsed = <T>(parse: (text: string) => T, longestBytes: number, expected: string): Read<T> => {
  const readName = text(1, longestBytes);
  return (value) => {
    const given = readName(value);
    try {
      return parse(given);
    } catch (error) {
      if (!(error instanceof InvalidArgumentError)) throw error;
      throw new UnexpectedValue(expected);
    }
  };
};

const moment = parsed(
  parseExpiry,
  32,
  "a time from now such as 12h or 7d, or a moment in UTC such as 2027-06-01T10:00Z",
);
const { item, quantity, currency, target } = readMember;

const readWritten = object<Omit<RequestWish, "quantityMilli"> & { readonly quantity: bigint }>({
  ...{ item, quantity, currency, conditions: readConditions, target },
  criteria: array(object<Criterion>({ name: word(CRITERIA), weight: integer(0, WHOLE_PER_MILLE) }), CRITERIA.length),
  invited: array(parsed(parseMember, LONGEST_NAME_BYTES, "a member's address or name"), MOST_INVITED),
  sealed: boolean,
  bidsUntil: moment,
  revealsUntil: moment,
  awardUntil: moment,
});

const readRequest: Read<RequestWish> = (value) => {
  const { quantity: quantityMilli, ...others } = readWritten(value);
  return { ...others, quantityMilli };
};

/**
 * Reads a request for quotation. Its conditions are sorted by field.
 * @throws FileUnreadable, FileTooLarge, QuotationRequestUnreadable, TermsFault
 */
export function readRequestFile(path: string): RequestWish {
  const unreadable = (reason: string) => new QuotationRequestUnreadable(reason);
  const wish = parseObject(readText(path, SMALL_FILE_BYTES), { read: readRequest, unreadable });
  const doubled = firstDoubled(wish.conditions.map(({ field }) => field));
  if (doubled !== undefined) throw new TermsFault("ConditionDoubled", doubled);
  const sum = wish.criteria.reduce((total, { weight }) => total + weight, 0);
  if (sum !== WHOLE_PER_MILLE) throw unreadable(`the weights of its criteria sum to ${sum}, not to ${WHOLE_PER_MILLE}`);
  return { ...wish, conditions: sortedConditions(wish.conditions) };
}
