import { lowerHex, read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import type { OpenCertifier } from "./settledIntervals.js";

/** A time for which an issuing body vouches for a device, Unix seconds. */
export interface Cover {
  readonly startS: number;
  /** Exclusive. */
  readonly endS: number;
}

/** The times for which a device is accredited now, as certificates go by them. Throws `ChainUnreadable`. */
export async function readCover({ certificates }: OpenCertifier, device: Hex): Promise<readonly Cover[]> {
  return read(`the accreditations of device ${device}`, async () => {
    const cover: Cover[] = [];
    const count = Number(await certificates.accreditationCount(device));
    for (let number = 1; number <= count; number++) {
      const { withdrawn, issuingBody, validFromS, validUntilS } = await certificates.accreditationOf(device, number);
      if (withdrawn || !(await certificates.isIssuingBody(lowerHex(issuingBody)))) continue;
      cover.push({ startS: Number(validFromS), endS: Number(validUntilS) });
    }
    return cover;
  });
}

/** Whether one of them covers all of a time. */
export function isCovered(cover: readonly Cover[], { startS, endS }: Cover): boolean {
  return cover.some((each) => each.startS <= startS && endS <= each.endS);
}
