import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { p256Key } from "../../support/chain/deviceKeys.js";
import { agree, endOf, enrolHome, fundEscrows, type Home, intervalOf, openMeters } from "../../support/chain/market.js";
import type { SignedMeterReading } from "../../support/chain/recorder.js";

/** What each account of the village holds in escrow at first: enough for everything that its tests deliver. */
export const ESCROW = 1_000_000_000n;

export type Village = Awaited<ReturnType<typeof village>>;
/** The supplier's export, Ada's and Bob's import, Wh. */
export type Registers = readonly [bigint, bigint, bigint];

/** One supplier with two consumers (one with a P-256 meter), all open at the agreements' start, and a fourth home without. */
export async function village() {
  const c = await deployConsortium();
  const supplier = await enrolHome(c, c.people[0]!);
  const ada = await enrolHome(c, c.people[1]!);
  const bob = await enrolHome(c, c.people[2]!, { key: p256Key("bob", c.p256Verifier) });
  const eve = await enrolHome(c, c.people[3]!);
  const adas = await agree(c, ada, supplier);
  const bobs = await agree(c, bob, supplier);
  await openMeters(c, [supplier, ada, bob, eve]);
  const accounts = [ada.account, bob.account, eve.account];
  await fundEscrows(c, accounts, ESCROW);
  return { ...c, supplier, ada, bob, eve, adas, bobs };
}

/** The village's readings at the end of hour `count`. */
export function readingsAt({ supplier, ada, bob }: Village, count: number, registers: Registers): SignedMeterReading[] {
  const endS = endOf(count);
  return [
    supplier.meter.read(endS, 0n, registers[0]),
    ada.meter.read(endS, registers[1], 0n),
    bob.meter.read(endS, registers[2], 0n),
  ];
}

/** The village's interval `count` with the registers at its end, and what others read. */
export function hour(v: Village, count: number, registers: Registers, others: readonly SignedMeterReading[] = []) {
  return intervalOf(v, v.supplier, endOf(count), [...readingsAt(v, count, registers), ...others]);
}

/** Escrow of each home's account. */
export async function escrowsOf({ settlement }: Consortium, homes: readonly Home[]): Promise<bigint[]> {
  return Promise.all(homes.map(({ account }) => settlement.escrowOf(account)));
}
