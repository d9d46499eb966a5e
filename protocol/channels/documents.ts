import { WattproofError } from "../errors.js";
import { ADDRESS_BYTES, type Hex } from "../hex.js";
import { type DocumentFormat, parseDocument } from "../json/document.js";
import { hex, literal, object, type Read, uint, uint64, word } from "../json/readers.js";
import type { CooperativeClose } from "./close.js";
import type { ChannelContract } from "./domain.js";
import type { ChannelTerms } from "./terms.js";
import { DIRECTION_WORDS, type Direction, type SignedVoucher } from "./voucher.js";

/** Something about a channel that one party signed, as it is handed to the other in a file. */
export interface ChannelDocument<T> {
  /** Where the channel is kept, or will be. */
  readonly contract: ChannelContract;
  readonly signed: T;
  /** `r ‖ s ‖ v`. */
  readonly signature: Hex;
  /** Who signed. */
  readonly signer: Hex;
}

/** A kind of document: how it is written and read. */
export interface ChannelDocumentKind<T> {
  readonly schema: string;
  readonly member: string;
  readonly read: Read<T>;
}

/** A document about a channel that is cut short, or does not follow its format. */
export class ChannelDocumentUnreadable extends WattproofError {
  constructor(reason: string) {
    super({
      code: "ChannelDocumentUnreadable",
      message: `The document about a channel cannot be read: ${reason}.`,
      next: "Ask the other party for the file again, as its command wrote it.",
      facts: { reason },
    });
  }
}

const SIGNATURE_BYTES = 65;
/** Longest document, UTF-16 units: one of each kind is far shorter. */
const LONGEST = 16 * 1024;

const uint128 = uint(128);
const direction: Read<Direction> = (value) => DIRECTION_WORDS.indexOf(word(DIRECTION_WORDS)(value)) as Direction;

/** Terms that the first party signed; the second opens the channel. */
export const TERMS_DOCUMENT: ChannelDocumentKind<ChannelTerms> = {
  schema: "wattproof-channel-terms/1",
  member: "terms",
  read: object<ChannelTerms>({
    owner: hex(ADDRESS_BYTES),
    partner: hex(ADDRESS_BYTES),
    meter: hex(32),
    importPricePerKWh: uint128,
    exportPricePerKWh: uint128,
    challengePeriodS: uint64(),
    openBeforeS: uint64(),
    salt: hex(32),
  }),
};

/** A voucher of the payer for the payee. */
export const VOUCHER_DOCUMENT: ChannelDocumentKind<SignedVoucher["voucher"]> = {
  schema: "wattproof-voucher/1",
  member: "voucher",
  read: object({ channel: hex(32), direction, registerWh: uint64(), amount: uint128 }),
};

/** A close that the first party signed; the second ends the channel with it. */
export const CLOSE_DOCUMENT: ChannelDocumentKind<CooperativeClose> = {
  schema: "wattproof-channel-close/1",
  member: "close",
  read: object<CooperativeClose>({
    channel: hex(32),
    paidByOwner: uint128,
    paidByPartner: uint128,
    expiresAtS: uint64(),
  }),
};

/** A document as JSON has it: whole numbers as decimal strings, directions as words. */
export function channelDocumentJson<T extends object>(
  { schema, member }: ChannelDocumentKind<T>,
  { contract, signed, signature, signer }: ChannelDocument<T>,
): Record<string, unknown> {
  const plain = Object.entries(signed).map(([name, value]) => {
    if (name === "direction") return [name, DIRECTION_WORDS[value as Direction]];
    return [name, typeof value === "bigint" ? value.toString() : value];
  });
  const { chainId, channels } = contract;
  return { schema, chainId: chainId.toString(), channels, [member]: Object.fromEntries(plain), signer, signature };
}

/** Reads a document of unknown origin; whether its signature is good is not looked at. Throws `ChannelDocumentUnreadable` or `SchemaUnsupported`. */
export function parseChannelDocument<T extends object>(
  document: string,
  { schema, member, read }: ChannelDocumentKind<T>,
): ChannelDocument<T> {
  const format: DocumentFormat<Record<string, unknown>> = {
    schema,
    read: object<Record<string, unknown>>({
      schema: literal(schema),
      chainId: uint64(1n),
      channels: hex(ADDRESS_BYTES),
      [member]: read,
      signer: hex(ADDRESS_BYTES),
      signature: hex(SIGNATURE_BYTES),
    }),
    unreadable: (reason) => new ChannelDocumentUnreadable(reason),
  };
  const {
    chainId,
    channels,
    signer,
    signature,
    [member]: signed,
  } = parseDocument(document, format, { longest: LONGEST });
  return {
    contract: { chainId: chainId as bigint, channels: channels as Hex },
    signed: signed as T,
    signer: signer as Hex,
    signature: signature as Hex,
  };
}
