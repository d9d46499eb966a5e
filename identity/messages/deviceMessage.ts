import { type Hex, UnexpectedValue } from "../../protocol/index.js";
import { parseDocument } from "../../protocol/json/document.js";
import { hex, hexOfEither, literal, object, oneOf, type Read, uint64 } from "../../protocol/json/readers.js";
import { MessageUnreadable } from "../errors.js";

/** For which deployment a device signed, and which device. */
interface Addressed {
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly device: Hex;
}

/** A device's wish to be enrolled, signed by ticket and device; anyone may relay it. */
export interface EnrolmentMessage extends Addressed {
  readonly type: "Enrolment";
  /** ERC-7913 signer bytes. */
  readonly signer: Hex;
  readonly enrolmentSignature: Hex;
  readonly deviceSignature: Hex;
}

/** A device's word that another key speaks for it, signed by both; anyone may relay it. */
export interface RotationMessage extends Addressed {
  readonly type: "KeyRotation";
  /** How many keys the device had before. */
  readonly index: bigint;
  readonly signer: Hex;
  readonly expiresAtS: bigint;
  readonly oldSignature: Hex;
  readonly newSignature: Hex;
}

/** A device's word that it runs the firmware that its maker released last; anyone may relay it. */
export interface FirmwareMessage extends Addressed {
  readonly type: "FirmwareConfirmation";
  readonly version: bigint;
  readonly firmwareHash: Hex;
  readonly signature: Hex;
}

/** What a device without gas signs and anyone with gas brings to the registry. It holds no secret. */
export type DeviceMessage = EnrolmentMessage | RotationMessage | FirmwareMessage;

const SCHEMA = "wattproof-device-message/1";
/** Real ones have fewer than a thousand characters. */
const LONGEST_MESSAGE = 16 * 1024;

const SIGNER = hexOfEither(20, 84);
const SIGNATURE = hexOfEither(64, 65);
const UINT16_MAX = 0xffffn;

type Written<T> = T & { readonly schema: typeof SCHEMA };

const addressed = { schema: literal(SCHEMA), chainId: uint64(1n), directory: hex(20), device: hex(32) };

const readMessage: Read<Written<DeviceMessage>> = oneOf<Written<DeviceMessage>>("type", {
  Enrolment: object<Written<EnrolmentMessage>>({
    ...addressed,
    type: literal("Enrolment"),
    signer: SIGNER,
    enrolmentSignature: hex(65),
    deviceSignature: SIGNATURE,
  }),
  KeyRotation: object<Written<RotationMessage>>({
    ...addressed,
    type: literal("KeyRotation"),
    index: (value) => {
      const index = uint64(1n)(value);
      if (index > UINT16_MAX) throw new UnexpectedValue("a number of 16 bits");
      return index;
    },
    signer: SIGNER,
    expiresAtS: uint64(),
    oldSignature: SIGNATURE,
    newSignature: SIGNATURE,
  }),
  FirmwareConfirmation: object<Written<FirmwareMessage>>({
    ...addressed,
    type: literal("FirmwareConfirmation"),
    version: uint64(1n),
    firmwareHash: hex(32),
    signature: SIGNATURE,
  }),
});

/**
 * Reads a device's message of unknown origin; whether it was signed, `requireSigned…` and the registry tell.
 * @throws MessageUnreadable, SchemaUnsupported
 */
export function parseMessage<Type extends DeviceMessage["type"]>(
  text: string,
  type: Type,
): Extract<DeviceMessage, { type: Type }> {
  const unreadable = (reason: string) => new MessageUnreadable(reason);
  const format = { schema: SCHEMA, read: readMessage, unreadable } as const;
  const { schema: _, ...message } = parseDocument(text, format, { longest: LONGEST_MESSAGE });
  if (message.type !== type) throw new MessageUnreadable(`it is a ${message.type}, expected a ${type}`);
  return message as Extract<DeviceMessage, { type: Type }>;
}

/** A message as plain values for JSON: whole numbers as decimal strings. */
export function messageJson(message: DeviceMessage): Readonly<Record<string, string>> {
  const members = Object.entries(message).map(([name, value]) => [name, String(value)]);
  return { schema: SCHEMA, ...Object.fromEntries(members) };
}
