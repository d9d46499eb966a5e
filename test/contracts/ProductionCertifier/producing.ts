import { type DeviceAccreditation, type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { signAccreditation } from "../../support/chain/certificates.js";
import { fresh } from "../../support/chain/chain.js";
import { type Consortium, lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf } from "../../support/chain/market.js";
import { settledBy, type ToldInterval } from "../../support/chain/settled.js";
import { hour, type Registers, village } from "../EnergySettlement/village.js";

/** Rated power of the supplier's roof: 5 kWh in an hour. */
export const RATED_W = 5_000n;

export type Producing = Awaited<ReturnType<typeof producing>>;

/**
 * The village with a third consumer, Eve, whose agreement alone is with certificates. The supplier's meter is accredited for
 * the first ten days.
 */
export async function producing() {
  const v = await fresh(village);
  await agree(v, v.eve, v.supplier, { withCertificates: true });
  await v.certificates.connect(v.administrator).setIssuingBody(v.grid, true);
  const device = v.supplier.meter.device;
  await accredit(v, { device });
  return { ...v, device };
}

/** The grid operator accredits a meter. */
export async function accredit(
  c: Consortium,
  { device, ...changes }: Partial<DeviceAccreditation> & { readonly device: Hex },
): Promise<void> {
  const accreditation = {
    device,
    number: 1,
    issuingBody: lower(c.grid.address),
    energySource: "solar_pv",
    energyCarrier: "Electricity",
    site: bytes32Of("roof"),
    ratedPowerW: RATED_W,
    storageEfficiencyPpm: 0,
    validFromS: BigInt(endOf(0)),
    validUntilS: BigInt(endOf(240)),
    ...changes,
  };
  await c.certificates.accredit(accreditation, await signAccreditation(c, accreditation, c.grid));
}

/** Hour `count` with the registers of the village and Eve's import. */
export function eveHour(v: Producing, count: number, registers: Registers, eveWh: bigint) {
  return hour(v, count, registers, [v.eve.meter.read(endOf(count), eveWh, 0n)]);
}

/** Settles that many hours from the first on, in each of which 2,000 Wh flow, and 700, 300 and 400 of them to the consumers. */
export async function settleHours(v: Producing, count: number): Promise<ToldInterval[]> {
  const hours = [];
  for (let n = 1n; n <= count; n++) {
    hours.push(await eveHour(v, Number(n), [n * 2000n, n * 700n, n * 300n], n * 400n));
  }
  return settledBy(v, v.settlement.settle(hours));
}

/** A stranger has intervals certified. */
export function certify(c: Consortium, intervals: readonly ToldInterval[], fromHead: Hex = ZERO_HASH, device?: Hex) {
  return c.certifier.certify(device ?? intervals[0]!.exportMeter, fromHead, intervals.map(givenOf));
}

/** An interval as the certifier takes it. */
export function givenOf({ roster, endS, words }: ToldInterval) {
  return { roster, endS, words: [...words] };
}

/** What an account holds of the certificate of a supplier's hour. */
export async function heldOf(c: Consortium, device: Hex, count: number, account: { readonly address: string }) {
  const id = await c.certificates.idOf(device, endOf(count - 1), endOf(count));
  return c.certificates.balanceOf(account.address, id);
}
