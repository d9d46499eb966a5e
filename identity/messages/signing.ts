import {
  DeviceStatus,
  domainSeparator,
  enrolmentHash,
  firmwareConfirmationHash,
  type Hex,
  keyRotationHash,
  verifySignature,
} from "../../protocol/index.js";
import { MessageUnsigned, TicketExpired, TicketStale } from "../errors.js";
import type { DeviceKey } from "../keystore/deviceKey.js";
import type { EnrolmentTicket } from "../ticket/ticket.js";
import type { EnrolmentMessage, FirmwareMessage, RotationMessage } from "./deviceMessage.js";

/** Both signatures that an enrolment needs, without asking any chain: the ticket holds all that is signed. */
export function signEnrolment(ticket: EnrolmentTicket, key: DeviceKey): EnrolmentMessage {
  const { chainId, directory, device, kind, organisation, owner, expiresAtS, enrolmentKey, p256Verifier } = ticket;
  const signer = key.signerFor(p256Verifier);
  const authority = enrolmentKey.signerFor(p256Verifier);
  const enrolment = { device, kind, organisation, owner, signer, enrolmentKey: authority, expiresAtS };
  const [domain, hash] = [domainSeparator({ chainId, directory }), enrolmentHash(enrolment)];
  return {
    type: "Enrolment",
    chainId,
    directory,
    device,
    signer,
    enrolmentSignature: enrolmentKey.sign(domain, hash),
    deviceSignature: key.sign(domain, hash),
  };
}

export interface RotationWish {
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly device: Hex;
  /** How many keys the device has had so far. */
  readonly index: bigint;
  /** Last second at which the registry accepts it, Unix seconds. */
  readonly expiresAtS: bigint;
  readonly p256Verifier: Hex;
}

/** Both signatures that a rotation needs. */
export function signRotation(wish: RotationWish, oldKey: DeviceKey, newKey: DeviceKey): RotationMessage {
  const { chainId, directory, device, index, expiresAtS, p256Verifier } = wish;
  const signer = newKey.signerFor(p256Verifier);
  const domain = domainSeparator({ chainId, directory });
  const hash = keyRotationHash({ device, index, signer, expiresAtS });
  return {
    type: "KeyRotation",
    chainId,
    directory,
    device,
    index,
    signer,
    expiresAtS,
    oldSignature: oldKey.sign(domain, hash),
    newSignature: newKey.sign(domain, hash),
  };
}

/** A device's confirmation of a firmware. */
export function signFirmware(of: Omit<FirmwareMessage, "type" | "signature">, key: DeviceKey): FirmwareMessage {
  const { chainId, directory, device, version, firmwareHash } = of;
  const hash = firmwareConfirmationHash({ device, version, firmwareHash });
  return {
    type: "FirmwareConfirmation",
    chainId,
    directory,
    device,
    version,
    firmwareHash,
    signature: key.sign(domainSeparator({ chainId, directory }), hash),
  };
}

/** A device as the registry has it, as far as an enrolment is judged by it. */
export interface AwaitedEnrolment {
  readonly kind: number;
  readonly organisation: Hex;
  readonly owner: Hex;
  readonly enrolmentKey: Hex;
  readonly enrolmentExpiresAtS: bigint;
  readonly statusNow: DeviceStatus;
}

/**
 * Says why the registry would not take a ticket, in words that its own errors do not have.
 * @param nowS Block time, Unix seconds.
 * @throws TicketExpired, TicketStale
 */
export function requireCurrent(ticket: EnrolmentTicket, awaited: AwaitedEnrolment, nowS: bigint): void {
  const { device, expiresAtS, enrolmentKey } = ticket;
  const stale = (reason: string) => new TicketStale(device, reason);
  requireAwaited(device, awaited);
  if (awaited.enrolmentKey !== enrolmentKey.signerFor(ZERO_ADDRESS)) throw stale("was replaced by a newer one");
  if (expiresAtS < nowS) throw new TicketExpired(device, expiresAtS, nowS);
  if (awaited.organisation !== ticket.organisation) throw stale("is of the organisation that the device belonged to");
  if (awaited.owner !== ticket.owner) throw stale("names an owner that the device no longer has");
  if (awaited.kind !== ticket.kind || awaited.enrolmentExpiresAtS !== expiresAtS) {
    throw stale("says something else of the device than the registry");
  }
}

/** The registry waits for a ticket at all. */
function requireAwaited(device: Hex, { statusNow, enrolmentKey }: AwaitedEnrolment): void {
  const stale = (reason: string) => new TicketStale(device, reason);
  if (statusNow === DeviceStatus.Unknown) throw stale("is for a device that the registry does not know");
  if (statusNow === DeviceStatus.Revoked) throw stale("is for a device that was revoked");
  if (enrolmentKey === ZERO_ADDRESS) throw stale("was used already: the device is enrolled");
}

/** Makes sure that ticket and device signed an enrolment as the registry will read it. Throws `TicketStale`, `MessageUnsigned`. */
export function requireSignedEnrolment(message: EnrolmentMessage, awaited: AwaitedEnrolment): void {
  const { device, signer } = message;
  requireAwaited(device, awaited);
  const { kind, organisation, owner, enrolmentKey, enrolmentExpiresAtS } = awaited;
  const hash = enrolmentHash({
    device,
    kind: kind as Parameters<typeof enrolmentHash>[0]["kind"],
    organisation,
    owner,
    signer,
    enrolmentKey,
    expiresAtS: enrolmentExpiresAtS,
  });
  requireSignature(message, enrolmentKey, hash, message.enrolmentSignature, "the ticket");
  requireSignature(message, signer, hash, message.deviceSignature, "the device's key");
}

/** Makes sure that both keys signed a rotation. @param oldSigner Of the key that counts now. Throws `MessageUnsigned`. */
export function requireSignedRotation(message: RotationMessage, oldSigner: Hex): void {
  const hash = keyRotationHash(message);
  requireSignature(message, oldSigner, hash, message.oldSignature, "the device's present key");
  requireSignature(message, message.signer, hash, message.newSignature, "the device's new key");
}

/** Makes sure that the device signed a confirmation. @param signer Of the key that counts now. Throws `MessageUnsigned`. */
export function requireSignedFirmware(message: FirmwareMessage, signer: Hex): void {
  const hash = firmwareConfirmationHash(message);
  requireSignature(message, signer, hash, message.signature, "the device's key");
}

const ZERO_ADDRESS: Hex = `0x${"00".repeat(20)}`;

function requireSignature(
  { chainId, directory, device }: { chainId: bigint; directory: Hex; device: Hex },
  signer: Hex,
  structHash: Hex,
  signature: Hex,
  whose: string,
): void {
  const domain = domainSeparator({ chainId, directory });
  if (!verifySignature({ signer, domain, structHash, signature })) throw new MessageUnsigned(device, whose);
}
