import type { Hex, TreasurerSignature } from "../../../protocol/index.js";
import { parseDocument } from "../../../protocol/json/document.js";
import {
  array,
  bytes,
  hex,
  literal,
  object,
  oneOf,
  type Read,
  signature,
  uint,
} from "../../../protocol/json/readers.js";
import { readText } from "../../commandLine/files.js";
import { TokenMessageMismatch, TokenMessageUnreadable } from "./errors.js";

interface Message<Type extends string, Order> {
  readonly type: Type;
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly order: Order;
  readonly signatures: readonly TreasurerSignature[];
}

/** A mint that treasurers sign one after the other. */
export type MintMessage = Message<
  "MintOrder",
  { readonly to: Hex; readonly amount: bigint; readonly paymentReference: Hex; readonly deadlineS: bigint }
>;
/** Money held, likewise. */
export type AttestationMessage = Message<
  "ReserveAttestation",
  { readonly amount: bigint; readonly asOfS: bigint; readonly reportHash: Hex; readonly deadlineS: bigint }
>;
/** A holder's redemption, which anybody relays. */
export type RedeemMessage = Message<
  "RedeemOrder",
  {
    readonly holder: Hex;
    readonly amount: bigint;
    readonly payoutHash: Hex;
    readonly nonce: bigint;
    readonly deadlineS: bigint;
  }
>;
export type TokenMessage = MintMessage | AttestationMessage | RedeemMessage;

const SCHEMA = "wattproof-token-message/1";
const LONGEST_MESSAGE_BYTES = 256 * 1024;
const MOST_SIGNATURES = 100;
const LONGEST_SIGNER_BYTES = 84;

const AMOUNT = uint(256);
const TIME = uint(48);

type Written<T> = T & { readonly schema: typeof SCHEMA };

const shared = {
  schema: literal(SCHEMA),
  chainId: uint(64),
  directory: hex(20),
  signatures: array(object<TreasurerSignature>({ signer: bytes(LONGEST_SIGNER_BYTES), signature }), MOST_SIGNATURES),
};

const readMessage: Read<Written<TokenMessage>> = oneOf<Written<TokenMessage>>("type", {
  MintOrder: object<Written<MintMessage>>({
    ...shared,
    type: literal("MintOrder"),
    order: object({ to: hex(20), amount: AMOUNT, paymentReference: hex(32), deadlineS: TIME }),
  }),
  ReserveAttestation: object<Written<AttestationMessage>>({
    ...shared,
    type: literal("ReserveAttestation"),
    order: object({ amount: AMOUNT, asOfS: TIME, reportHash: hex(32), deadlineS: TIME }),
  }),
  RedeemOrder: object<Written<RedeemMessage>>({
    ...shared,
    type: literal("RedeemOrder"),
    order: object({ holder: hex(20), amount: AMOUNT, payoutHash: hex(32), nonce: AMOUNT, deadlineS: TIME }),
  }),
});

/**
 * Reads a message of unknown origin; whether it was signed, the token tells.
 * @throws FileUnreadable, FileTooLarge, TokenMessageUnreadable, SchemaUnsupported
 */
export function readTokenMessage<Type extends TokenMessage["type"]>(
  path: string,
  type: Type,
): Extract<TokenMessage, { type: Type }> {
  const unreadable = (reason: string) => new TokenMessageUnreadable(reason);
  const text = readText(path, LONGEST_MESSAGE_BYTES);
  const { schema: _, ...message } = parseDocument(text, { schema: SCHEMA, read: readMessage, unreadable });
  if (message.type !== type) throw new TokenMessageUnreadable(`it is a ${message.type}, expected a ${type}`);
  return message as Extract<TokenMessage, { type: Type }>;
}

/**
 * One message with the signatures of several files, each signer's once.
 * @param said Members of the order that the command line names; the files must agree.
 * @throws TokenMessageMismatch, and what `readTokenMessage` throws
 */
export function collectSignatures<Type extends "MintOrder" | "ReserveAttestation">(
  paths: readonly string[],
  type: Type,
  said: Readonly<Record<string, unknown>>,
): Extract<TokenMessage, { type: Type }> {
  const messages = paths.map((path): TokenMessage => readTokenMessage(path, type));
  const [first] = messages;
  if (first === undefined) throw new TokenMessageUnreadable("no file was named");
  const expected = Object.entries({ ...signedMembers(first), ...withoutUndefined(said) });
  for (const [at, message] of messages.entries()) {
    const given = signedMembers(message);
    const other = expected.find(([name, value]) => given[name] !== value);
    if (other !== undefined) throw new TokenMessageMismatch(paths[at] as string, other[0]);
  }
  const signatures = withoutDoubles(messages.flatMap((message) => message.signatures));
  return { ...first, signatures } as Extract<TokenMessage, { type: Type }>;
}

function signedMembers({ chainId, directory, order }: TokenMessage): Readonly<Record<string, unknown>> {
  return { chainId, directory, ...order };
}

function withoutUndefined(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** Each signer once, the last signature of each. */
export function withoutDoubles(signatures: readonly TreasurerSignature[]): TreasurerSignature[] {
  return [...new Map(signatures.map((each) => [each.signer, each])).values()];
}

/** A message as plain values for JSON: whole numbers as decimal strings. */
export function tokenMessageJson(message: TokenMessage): object {
  return { schema: SCHEMA, ...message };
}
