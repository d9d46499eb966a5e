import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import {
  type DeviceKind,
  deviceIdOf,
  type Enrolment,
  enrolmentHash,
  type Hex,
  keccakDigest,
  keyRotationHash,
  toHex,
} from "../../../protocol/index.js";
import { nowS } from "./chain.js";
import { type Consortium, lower } from "./consortium.js";
import { type DeviceKey, secp256k1Key } from "./deviceKeys.js";

/** A device that proved its key, with that key. */
export interface EnrolledDevice {
  readonly device: Hex;
  readonly key: DeviceKey;
}

/** A registered device's enrolment, not yet signed, with the key of its ticket. */
export interface Ticket {
  readonly enrolment: Enrolment;
  readonly enrolmentKey: DeviceKey;
}

export interface DeviceWish {
  /** Names the device and, unless given, its keys; unique within a test. */
  readonly name: string;
  readonly kind: DeviceKind;
  readonly organisation: HardhatEthersSigner;
  readonly owner: string;
  /** The device's key; a secp256k1 key made from `name` by default. */
  readonly key?: DeviceKey;
  readonly enrolmentKey?: DeviceKey;
  readonly expiresAtS?: bigint;
}

const TICKET_LASTS_S = 3600n;

/** 32 bytes that only depend on `text`. */
export const bytes32Of = (text: string): Hex => toHex(keccakDigest(new TextEncoder().encode(text)));

/** Registers a device and returns what its keys have to sign. */
export async function registerDevice({ devices, directory }: Consortium, wish: DeviceWish): Promise<Ticket> {
  const enrolmentKey = wish.enrolmentKey ?? secp256k1Key(`ticket ${wish.name}`);
  const expiresAtS = wish.expiresAtS ?? BigInt(await nowS()) + TICKET_LASTS_S;
  const commitment = bytes32Of(wish.name);
  await devices.connect(wish.organisation).register({
    organisation: wish.organisation,
    commitment,
    kind: wish.kind,
    owner: wish.owner,
    enrolmentKey: enrolmentKey.signer,
    enrolmentExpiresAtS: expiresAtS,
  });
  const organisation = lower(wish.organisation.address);
  const enrolment = {
    device: deviceIdOf({ directory: lower(await directory.getAddress()), organisation, commitment }),
    kind: wish.kind,
    organisation,
    owner: lower(wish.owner),
    signer: (wish.key ?? secp256k1Key(wish.name)).signer,
    enrolmentKey: enrolmentKey.signer,
    expiresAtS,
  };
  return { enrolment, enrolmentKey };
}

/** The call data of `DeviceRegistry.enrol`, signed by ticket and device. */
export function signedEnrolment({ domain }: Consortium, { enrolment, enrolmentKey }: Ticket, key: DeviceKey) {
  const hash = enrolmentHash(enrolment);
  return {
    device: enrolment.device,
    signer: enrolment.signer,
    enrolmentSignature: enrolmentKey.sign(domain, hash),
    deviceSignature: key.sign(domain, hash),
  };
}

/** Registers a device and enrols it, relayed by a stranger. */
export async function enrolDevice(consortium: Consortium, wish: DeviceWish): Promise<EnrolledDevice> {
  const key = wish.key ?? secp256k1Key(wish.name);
  const ticket = await registerDevice(consortium, wish);
  await consortium.devices.connect(consortium.stranger).enrol(signedEnrolment(consortium, ticket, key));
  return { device: ticket.enrolment.device, key };
}

/** Hands the device over from its key to `next`, relayed by a stranger. @param index How many keys it has had. */
export async function rotateKey(
  { devices, stranger, domain }: Consortium,
  { device, key }: EnrolledDevice,
  next: DeviceKey,
  index = 1n,
): Promise<void> {
  const expiresAtS = BigInt(await nowS()) + TICKET_LASTS_S;
  const hash = keyRotationHash({ device, index, signer: next.signer, expiresAtS });
  const [oldSignature, newSignature] = [key.sign(domain, hash), next.sign(domain, hash)];
  await devices.connect(stranger).rotate({ device, signer: next.signer, expiresAtS, oldSignature, newSignature });
}
