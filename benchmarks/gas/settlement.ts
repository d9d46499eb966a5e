import { Wallet } from "ethers";
import type { Party } from "../../test/support/chain/agreements.js";
import type { Consortium } from "../../test/support/chain/consortium.js";
import { type DeviceKey, p256Key, secp256k1Key } from "../../test/support/chain/deviceKeys.js";
import { bytes32Of } from "../../test/support/chain/devices.js";
import { gasOf } from "../../test/support/chain/gas.js";
import {
  agree,
  endOf,
  enrolHome,
  fundEscrows,
  type Home,
  intervalOf,
  openMeters,
} from "../../test/support/chain/market.js";
import type { Row } from "../report/row.js";

const CONSUMERS_EACH = 4;
const READINGS_EACH = 1 + CONSUMERS_EACH;
const BATCH = 100;
const ESCROW = 10_000_000_000n;
/** Meters that are opened in one transaction. */
const OPENED_AT_ONCE = 50;
/** Suppliers whose first interval is settled in one transaction: it costs more than the later ones. */
const BEGUN_AT_ONCE = 40;
/** Most gas of one transaction from Osaka on (EIP-7825). */
const TRANSACTION_CAP = 16_777_216;

/**
 * Settlement in an agreement's second interval: a hundred readings, twenty suppliers with four consumers each, beside a payment
 * that is all a transaction does; and as many as one transaction has to hold.
 */
export async function settlementRows(c: Consortium, payment: Row["peers"]): Promise<Row[]> {
  const secp256k1 = { kind: "secp256k1", keyOf: secp256k1Key };
  const p256 = { kind: "P-256", keyOf: (name: string) => p256Key(name, c.p256Verifier) };
  return [
    await batchRow(c, secp256k1, payment, 23_000),
    await batchRow(c, p256, payment, 29_000),
    await transactionRow(c, secp256k1, 720),
    await transactionRow(c, p256, 560),
  ];
}

interface Meters {
  readonly kind: string;
  keyOf(name: string): DeviceKey;
}

async function batchRow(c: Consortium, meters: Meters, peers: Row["peers"], limit: number): Promise<Row> {
  const name = `Settling ${BATCH} ${meters.kind} readings: verified, stored, paid`;
  const ours = (await settle(c, meters, BATCH)) / BATCH;
  return { name, ours, peers, limit, unit: "gas per reading" };
}

async function transactionRow(c: Consortium, meters: Meters, readings: number): Promise<Row> {
  const name = `Settling ${readings} ${meters.kind} readings in one transaction`;
  return { name, ours: await settle(c, meters, readings), peers: {}, limit: TRANSACTION_CAP, unit: "gas" };
}

type Group = readonly [supplier: Home<Party>, ...consumers: Home<Party>[]];

async function settle(c: Consortium, { kind, keyOf }: Meters, readings: number): Promise<number> {
  const home = (name: string) => {
    const unique = `${readings} ${kind} ${name}`;
    return enrolHome(c, new Wallet(bytes32Of(unique)), { name: unique, key: keyOf(unique) });
  };
  const groups: Group[] = [];
  for (let s = 0; s < readings / READINGS_EACH; s++) {
    const group: [Home<Party>, ...Home<Party>[]] = [await home(`supplier ${s}`)];
    for (let index = 0; index < CONSUMERS_EACH; index++) {
      const consumer = await home(`consumer ${s} ${index}`);
      await agree(c, consumer, group[0]);
      group.push(consumer);
    }
    groups.push(group);
  }
  const homes = groups.flat();
  for (let at = 0; at < homes.length; at += OPENED_AT_ONCE)
    await openMeters(c, homes.slice(at, at + OPENED_AT_ONCE), { atS: endOf(0) });
  const consumers = groups.flatMap(([, ...members]) => members.map(({ account }) => account));
  await fundEscrows(c, consumers, ESCROW);
  for (let at = 0; at < groups.length; at += BEGUN_AT_ONCE)
    await gasOf(c.settlement.settle(await intervals(c, groups.slice(at, at + BEGUN_AT_ONCE), 1)));
  return Number(await gasOf(c.settlement.settle(await intervals(c, groups, 2), { gasLimit: TRANSACTION_CAP })));
}

/** Interval `count` of each group, with every register risen since the one before. */
function intervals(c: Consortium, groups: readonly Group[], count: number) {
  return Promise.all(
    groups.map((group) => {
      const readings = group.map(({ meter }, index) =>
        meter.read(endOf(count), BigInt(count * (index + 100)), BigInt(count * 40_000)),
      );
      return intervalOf(c, group[0], endOf(count), readings);
    }),
  );
}
