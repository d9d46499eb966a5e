import type { Hex } from "../hex.js";

/** A quarter of an hour, seconds: intervals of certificates begin and end at multiples of it. */
export const QUARTER_S = 900;

const DEVICE_SHIFT = 40n;
const DEVICE_DIGITS = 54;
const START_SHIFT = 8n;
const START_BITS = 32;
const COUNT_BITS = 8;

/** What is certified: a device's production in an interval. */
export interface CertifiedInterval {
  readonly device: Hex;
  /** Unix seconds, a multiple of `QUARTER_S`. */
  readonly startS: number;
  /** Unix seconds, a multiple of `QUARTER_S`: the first second that is not certified. */
  readonly endS: number;
}

/** Token id of a certificate, as `EnergyCertificate` derives it. */
export function certificateIdOf({ device, startS, endS }: CertifiedInterval): bigint {
  const start = BigInt(startS / QUARTER_S) << START_SHIFT;
  return ((BigInt(device) >> DEVICE_SHIFT) << DEVICE_SHIFT) | start | BigInt((endS - startS) / QUARTER_S);
}

/** What a certificate's id says: its interval, and the first 27 bytes of its device. */
export function readCertificateId(id: bigint): Omit<CertifiedInterval, "device"> & { readonly deviceStart: Hex } {
  const startS = Number(BigInt.asUintN(START_BITS, id >> START_SHIFT)) * QUARTER_S;
  const endS = startS + Number(BigInt.asUintN(COUNT_BITS, id)) * QUARTER_S;
  return { deviceStart: `0x${(id >> DEVICE_SHIFT).toString(16).padStart(DEVICE_DIGITS, "0")}`, startS, endS };
}
