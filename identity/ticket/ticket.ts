import { sha256 } from "@noble/hashes/sha2.js";
import { DeviceKind, type Hex, toHex, writeHex } from "../../protocol/index.js";
import { TicketInvalid } from "../errors.js";
import { type DeviceKey, deviceKeyOf, isSecret } from "../keystore/deviceKey.js";
import { fromBase32, toBase32 } from "./base32.js";

/** All that a device must know to enrol, without asking any chain. Whoever holds it can enrol a key: it is a secret. */
export interface EnrolmentTicket {
  readonly chainId: bigint;
  readonly directory: Hex;
  /** The deployment's P-256 verifier, which the signer bytes of a P-256 key begin with. */
  readonly p256Verifier: Hex;
  readonly device: Hex;
  readonly kind: DeviceKind;
  readonly organisation: Hex;
  readonly owner: Hex;
  /** Last second at which the registry accepts it, Unix seconds. */
  readonly expiresAtS: bigint;
  /** The one-time key; it can sign enrolments and tells its secret to nobody. */
  readonly enrolmentKey: DeviceKey;
}

/** What a ticket's text is made of: `enrolmentSecret` instead of a key that keeps its own. */
export interface TicketContent extends Omit<EnrolmentTicket, "enrolmentKey"> {
  /** 32 bytes. */
  readonly enrolmentSecret: Uint8Array;
}

const PREFIX = "WATTPROOF:ENROL:1:";
const CHECKSUM_BYTES = 4;
const LARGEST_TIME_S = 2n ** 48n - 1n;

/** Fields in order, with their bytes: 163 with the checksum, hence 261 characters of base32. */
const LAYOUT = {
  chainId: 8,
  directory: 20,
  p256Verifier: 20,
  device: 32,
  kind: 1,
  organisation: 20,
  owner: 20,
  expiresAtS: 6,
  enrolmentSecret: 32,
} as const;
type Field = keyof typeof LAYOUT;

const FIELDS = Object.entries(LAYOUT) as [Field, number][];
const CONTENT_BYTES = FIELDS.reduce((sum, [, length]) => sum + length, 0);

/** Characters of every ticket. All are of the alphanumeric set of QR codes: version 8 of 40, 49 modules wide, at level L. */
export const TICKET_LENGTH = PREFIX.length + Math.ceil(((CONTENT_BYTES + CHECKSUM_BYTES) * 8) / 5);

/** A ticket as the text that goes into a file or a QR code. Throws `InvalidHex` for malformed fields. */
export function formatTicket(content: TicketContent): string {
  const bytes = new Uint8Array(CONTENT_BYTES + CHECKSUM_BYTES);
  let at = 0;
  for (const [field, length] of FIELDS) {
    writeHex(bytes, at, asHex(content[field], length), length, field);
    at += length;
  }
  bytes.set(sha256(bytes.subarray(0, CONTENT_BYTES)).subarray(0, CHECKSUM_BYTES), CONTENT_BYTES);
  return PREFIX + toBase32(bytes);
}

/**
 * Reads a ticket of unknown origin. White space around it is dropped and small letters count as capitals, since scanners
 * and people change both; nothing else is forgiven.
 * @throws TicketInvalid, which never quotes the text.
 */
export function parseTicket(text: string): EnrolmentTicket {
  // Before anything else, so that no megabyte is trimmed or decoded.
  if (text.length > 2 * TICKET_LENGTH) throw new TicketInvalid(`it has more than ${2 * TICKET_LENGTH} characters`);
  const plain = text.trim().toUpperCase();
  const version = /^WATTPROOF:ENROL:([0-9]{1,4}):/.exec(plain)?.[1];
  if (version === undefined) throw new TicketInvalid("it does not begin with WATTPROOF:ENROL:");
  if (!plain.startsWith(PREFIX))
    throw new TicketInvalid(`it is of version ${version}, which this release does not know`);
  if (plain.length !== TICKET_LENGTH) {
    throw new TicketInvalid(`it has ${plain.length} characters instead of ${TICKET_LENGTH}`);
  }
  const bytes = fromBase32(plain.slice(PREFIX.length));
  if (bytes === undefined) throw new TicketInvalid("it holds a character that is not base32");
  const checksum = sha256(bytes.subarray(0, CONTENT_BYTES)).subarray(0, CHECKSUM_BYTES);
  if (toHex(checksum) !== toHex(bytes.subarray(CONTENT_BYTES))) {
    throw new TicketInvalid("its checksum does not fit, so a character is wrong");
  }
  return ticketOf(bytes);
}

function ticketOf(bytes: Uint8Array): EnrolmentTicket {
  const parts = {} as Record<Field, Uint8Array>;
  let at = 0;
  for (const [field, length] of FIELDS) {
    parts[field] = bytes.subarray(at, at + length);
    at += length;
  }
  const kind = Object.values(DeviceKind).find((each) => each === parts.kind[0]);
  if (kind === undefined) throw new TicketInvalid("it names no kind of device");
  const chainId = BigInt(toHex(parts.chainId));
  if (chainId === 0n) throw new TicketInvalid("it names no chain");
  if (!isSecret("secp256k1", parts.enrolmentSecret)) throw new TicketInvalid("it holds no key");
  return {
    chainId,
    directory: toHex(parts.directory),
    p256Verifier: toHex(parts.p256Verifier),
    device: toHex(parts.device),
    kind,
    organisation: toHex(parts.organisation),
    owner: toHex(parts.owner),
    expiresAtS: BigInt(toHex(parts.expiresAtS)),
    enrolmentKey: deviceKeyOf("secp256k1", parts.enrolmentSecret.slice()),
  };
}

function asHex(value: Uint8Array | bigint | number | Hex, length: number): string {
  if (value instanceof Uint8Array) return toHex(value);
  if (typeof value === "string") return value;
  const number = BigInt(value);
  return `0x${(number > LARGEST_TIME_S && length === LAYOUT.expiresAtS ? LARGEST_TIME_S : number)
    .toString(16)
    .padStart(2 * length, "0")}`;
}
