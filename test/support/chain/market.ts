import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { attestReserves, mintByQuorum } from "../../../demo/chain/treasury.js";
import { DeviceKind, type Hex } from "../../../protocol/index.js";
import { packReading } from "../../../protocol/settlement/index.js";
import { type Party, registerAgreement, type Terms } from "./agreements.js";
import { type Consortium, lower } from "./consortium.js";
import type { DeviceKey } from "./deviceKeys.js";
import { bytes32Of, type EnrolledDevice, enrolDevice } from "./devices.js";
import { posted, Recorder, type SignedMeterReading } from "./recorder.js";

/** One settlement period of the tests' agreements. */
export const PERIOD_S = 3600;
/** Midnight of 15 November 2023, UTC: where the tests' agreements begin. */
export const START_S = 1_700_006_400;
/** 1.20 NOK in token units. */
export const PRICE = 1_200_000n;
/** More than any test delivers. */
export const WIDE_CAP_WH = 1_000_000_000n;
/** More power than any test's meter carries, W. */
export const WIDE_RATED_W = 4_000_000_000;
/** Notice of the tests' agreements, s. */
export const NOTICE_S = 7 * 86_400;

/** End of the tests' interval `count`, counted from 1; 0 is the start of the agreements. */
export const endOf = (count: number): number => START_S + count * PERIOD_S;

/** A household with its meter. */
export interface Home<A extends Party = HardhatEthersSigner> {
  readonly account: A;
  /** Currency of its agreements. */
  readonly token: Hex;
  readonly enrolled: EnrolledDevice;
  readonly meter: Recorder;
}

/** Enrols a meter of `account`. */
export async function enrolHome<A extends Party>(
  consortium: Consortium,
  account: A,
  { name = `home of ${account.address}`, key }: { name?: string; key?: DeviceKey } = {},
): Promise<Home<A>> {
  const wish = { name, kind: DeviceKind.Meter, organisation: consortium.grid, owner: account.address };
  const enrolled = await enrolDevice(consortium, key ? { ...wish, key } : wish);
  const token = lower(await consortium.token.getAddress());
  return { account, token, enrolled, meter: new Recorder(enrolled, consortium.domain) };
}

/** Terms between two homes: ten days from `START_S` at `PRICE`, without escrow, unless changed. */
export function termsOf(consumer: Home<Party>, supplier: Home<Party>, change: Partial<Terms> = {}): Terms {
  return {
    importMeter: consumer.meter.device,
    exportMeter: supplier.meter.device,
    consumer: consumer.account.address,
    startS: START_S,
    endS: endOf(240),
    supplier: supplier.account.address,
    settlementPeriodS: PERIOD_S,
    noticeS: NOTICE_S,
    importRatedW: WIDE_RATED_W,
    token: consumer.token,
    exportRatedW: WIDE_RATED_W,
    withCertificates: false,
    pricePerKWh: PRICE,
    capWh: WIDE_CAP_WH,
    escrow: 0n,
    salt: bytes32Of("agreement"),
    ...change,
  };
}

/** Registers an agreement between two homes and returns its id. */
export function agree(
  consortium: Consortium,
  consumer: Home<Party>,
  supplier: Home<Party>,
  change: Partial<Terms> = {},
) {
  const parties = { consumer: consumer.account, supplier: supplier.account };
  return registerAgreement(consortium, termsOf(consumer, supplier, change), parties);
}

/** A supplier's roster: where it is, and its meters by position. */
export interface StandingRoster {
  readonly roster: string;
  readonly meters: readonly Hex[];
}

/** The roster of a supplier's interval that ends at `endS`, compiled unless it stands. */
export async function rosterOf(
  { agreements, settlement }: Consortium,
  exportMeter: Hex,
  endS: number,
): Promise<StandingRoster> {
  const lastS = endS - 1;
  const { fromS } = await agreements.stretchAt(exportMeter, lastS);
  const ids = await agreements.agreementsOfExportMeter(exportMeter);
  const all = await Promise.all(
    ids.map(async (id) => ({ number: await agreements.numberOf(id), terms: await agreements.agreementOf(id) })),
  );
  const members = all
    .filter(({ terms }) => terms.startS <= lastS && terms.endS > lastS)
    .sort((a, b) => Number(a.number - b.number));
  const standing = await settlement.rosterOf(exportMeter, fromS);
  if (members.length > 0 && BigInt(standing.code) === 0n) {
    await settlement.compile(
      exportMeter,
      lastS,
      members.map(({ number }) => number),
    );
  }
  const { code } = await settlement.rosterOf(exportMeter, fromS);
  return { roster: code, meters: [exportMeter, ...members.map(({ terms }) => terms.importMeter as Hex)] };
}

/**
 * One supplier's interval as `EnergySettlement.settle` takes it, with its roster compiled. Readings of meters that are not of
 * the roster stand at the position behind it.
 */
export async function intervalOf(
  consortium: Consortium,
  supplier: Home<Party>,
  endS: number,
  readings: readonly SignedMeterReading[],
  periodS = PERIOD_S,
) {
  const exportMeter = supplier.meter.device;
  const { roster, meters } = await rosterOf(consortium, exportMeter, endS);
  const positionOf = (meter: Hex) => (meters.includes(meter) ? meters.indexOf(meter) : meters.length);
  const interval = { startS: BigInt(endS - periodS), endS: BigInt(endS) };
  const packed = readings
    .map((signed) => packReading(signed, { position: positionOf(signed.record.header.device), ...interval }))
    .sort((a, b) => (orderOf(a.values) < orderOf(b.values) ? -1 : 1));
  return { exportMeter, roster, endS, readings: packed };
}

/** A meter's baseline comes before its reading at the end. */
function orderOf(values: bigint): bigint {
  const isBaseline = (values >> 232n) & 1n;
  return (values >> 240n) * 2n + 1n - isBaseline;
}

/** Posts the opening record of each home's meter, with both registers at `registerWh`. */
export async function openMeters(
  { settlement }: Consortium,
  homes: readonly Home<Party>[],
  { atS = START_S, registerWh = 0n } = {},
): Promise<void> {
  await settlement.open(homes.map(({ meter }) => posted(meter.read(atS, registerWh, registerWh))));
}

/** Mints tokens for an account and moves them into its escrow. */
export async function fundEscrow(consortium: Consortium, account: HardhatEthersSigner, amount: bigint): Promise<void> {
  const { token, settlement } = consortium;
  await mintTo(consortium, account, amount);
  await token.connect(account).approve(settlement, amount);
  await settlement.connect(account).deposit(account, amount);
}

/** Puts `amount` into the escrow of each account, paid by the treasurer. */
export async function fundEscrows(
  consortium: Consortium,
  accounts: readonly { readonly address: string }[],
  amount: bigint,
): Promise<void> {
  const { token, settlement, treasurer } = consortium;
  const total = amount * BigInt(accounts.length);
  await mintTo(consortium, treasurer, total);
  await token.approve(settlement, total);
  for (const { address } of accounts) await settlement.connect(treasurer).deposit(address, amount);
}

/** Attests enough reserves and mints, both by quorum. */
export async function mintTo(consortium: Consortium, account: { address: string }, amount: bigint): Promise<void> {
  const { token, treasury } = consortium;
  const asOfS = (await token.attestedAtS()) + 1n;
  const reserves = (await token.totalSupply()) + amount;
  await attestReserves(treasury, { amount: reserves, asOfS, reportHash: bytes32Of("report") });
  const paymentReference = bytes32Of(`payment ${account.address} ${asOfS}`);
  await mintByQuorum(treasury, { to: account.address, amount, paymentReference });
}
