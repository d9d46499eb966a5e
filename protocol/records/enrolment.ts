import type { Hex } from "../hex.js";

export const DeviceKind = { Meter: 1, Battery: 2, Charger: 3, Gateway: 4, Sensor: 5 } as const;
export type DeviceKind = (typeof DeviceKind)[keyof typeof DeviceKind];

export const DeviceStatus = { Unknown: 0, Registered: 1, Active: 2, Suspended: 3, Revoked: 4, Quarantined: 5 } as const;
export type DeviceStatus = (typeof DeviceStatus)[keyof typeof DeviceStatus];

/** What the enrolment key and the device key both sign: all that the registry will store. */
export interface Enrolment {
  readonly device: Hex;
  readonly kind: DeviceKind;
  readonly organisation: Hex;
  readonly owner: Hex;
  /** ERC-7913 signer bytes: a 20-byte address (secp256k1), or the P-256 verifier ‖ x ‖ y (84 bytes). */
  readonly signer: Hex;
  readonly enrolmentKey: Hex;
  readonly expiresAtS: bigint;
}

export const ENROLMENT_TYPE =
  "Enrolment(bytes32 device,uint8 kind,address organisation,address owner,bytes signer,address enrolmentKey,uint64 expiresAtS)";
