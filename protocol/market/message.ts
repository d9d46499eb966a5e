import { ENERGY_SOURCES } from "../energySources.js";
import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";
import { readSupplyAgreement } from "../json/agreement.js";
import { parseDocument } from "../json/document.js";
import {
  boolean,
  hex,
  instant,
  integer,
  literal,
  object,
  oneOf,
  type Read,
  signature,
  uint64,
} from "../json/readers.js";
import type { SupplyAgreement } from "../records/agreement.js";
import type { AdvertTerms } from "./adverts.js";

/** For which market an account signed. */
interface Addressed {
  readonly chainId: bigint;
  /** Address of `EnergyMarket`. */
  readonly market: Hex;
  readonly signature: Hex;
}

/** An owner's advert. */
export interface AdvertisementMessage extends Addressed {
  readonly type: "Advertisement";
  readonly terms: AdvertTerms;
  /** Last second at which it counts, Unix seconds. */
  readonly deadlineS: number;
}

/** An owner's new price for what is left of an advert. */
export interface RepricingMessage extends Addressed {
  readonly type: "Repricing";
  readonly number: number;
  readonly pricePerKWh: bigint;
  readonly deadlineS: number;
}

/** An owner's word that what is left of an advert is not for sale any more. */
export interface WithdrawalMessage extends Addressed {
  readonly type: "Withdrawal";
  readonly number: number;
  readonly deadlineS: number;
}

/** A consumer's agreement, as it accepts an advert; it counts until its window begins. */
export interface AcceptanceMessage extends Addressed {
  readonly type: "Acceptance";
  readonly number: number;
  readonly agreement: SupplyAgreement;
}

/** What an account without gas signs and anyone with gas brings to the market. It holds no secret. */
export type MarketMessage = AdvertisementMessage | RepricingMessage | WithdrawalMessage | AcceptanceMessage;

const SCHEMA = "wattproof-market-message/1";
/** Those of keys have fewer than two thousand characters; a contract wallet's signature may be long. */
const LONGEST_MESSAGE = 64 * 1024;

const readTerms = object<AdvertTerms>({
  exportMeter: hex(32),
  startS: instant,
  endS: instant,
  settlementPeriodS: integer(),
  noticeS: integer(),
  exportRatedW: integer(),
  energySource: integer(0, ENERGY_SOURCES.length - 1),
  withCertificates: boolean,
  pricePerKWh: uint64(),
  quantityWh: uint64(),
  minPartWh: uint64(),
  escrowPerKWh: uint64(),
});

type Written<T> = T & { readonly schema: typeof SCHEMA };

const addressed = {
  schema: literal(SCHEMA),
  chainId: uint64(1n),
  market: hex(20),
  signature,
};

const readMessage: Read<Written<MarketMessage>> = oneOf<Written<MarketMessage>>("type", {
  Advertisement: object<Written<AdvertisementMessage>>({
    ...addressed,
    type: literal("Advertisement"),
    terms: readTerms,
    deadlineS: instant,
  }),
  Repricing: object<Written<RepricingMessage>>({
    ...addressed,
    type: literal("Repricing"),
    number: integer(1),
    pricePerKWh: uint64(1n),
    deadlineS: instant,
  }),
  Withdrawal: object<Written<WithdrawalMessage>>({
    ...addressed,
    type: literal("Withdrawal"),
    number: integer(1),
    deadlineS: instant,
  }),
  Acceptance: object<Written<AcceptanceMessage>>({
    ...addressed,
    type: literal("Acceptance"),
    number: integer(1),
    agreement: readSupplyAgreement,
  }),
});

/**
 * Reads what somebody signed for a market; whether the right account signed it, the contract tells.
 * @throws MarketMessageUnreadable, SchemaUnsupported
 */
export function parseMarketMessage<Type extends MarketMessage["type"]>(
  text: string,
  type: Type,
): Extract<MarketMessage, { type: Type }> {
  const unreadable = (reason: string) => new MarketMessageUnreadable(reason);
  const format = { schema: SCHEMA, read: readMessage, unreadable } as const;
  const { schema: _, ...message } = parseDocument(text, format, { longest: LONGEST_MESSAGE });
  if (message.type !== type) throw unreadable(`it is of type ${message.type}, expected ${type}`);
  return message as Extract<MarketMessage, { type: Type }>;
}

/** A message as it is written: JSON whose whole numbers of 64 bits and more are decimal strings. */
export function marketMessageText(message: MarketMessage): string {
  const plain = (_: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
  return JSON.stringify({ schema: SCHEMA, ...message }, plain, 2);
}

/** What somebody signed for a market, in a text that does not hold it. */
export class MarketMessageUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "MarketMessageUnreadable",
      message: `What was signed for the market cannot be read: ${reason}.`,
      next: "Have it signed again with --sign-only, and relay the file as it was printed.",
      facts: { reason },
    });
  }
}
