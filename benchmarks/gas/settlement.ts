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

const SUPPLIERS = 20;
const CONSUMERS_EACH = 4;
const READINGS = SUPPLIERS * (1 + CONSUMERS_EACH);
const ESCROW = 10_000_000_000n;
/** Meters that are opened in one transaction. */
const OPENED_AT_ONCE = 50;

/** Settlement of a hundred readings, twenty suppliers with four consumers each, in an agreement's second interval. */
export async function settlementRows(c: Consortium): Promise<Row[]> {
  const secp256k1 = await settle(c, "secp256k1", (name) => secp256k1Key(name));
  const p256 = await settle(c, "P-256", (name) => p256Key(name, c.p256Verifier));
  const row = (kind: string, ours: number, limit: number): Row => {
    const name = `Settling ${READINGS} ${kind} readings: verified, stored, paid`;
    return { name, ours, peers: {}, limit, unit: "gas per reading" };
  };
  return [row("secp256k1", secp256k1, 23_000), row("P-256", p256, 29_000)];
}

type Group = readonly [supplier: Home<Party>, ...consumers: Home<Party>[]];

async function settle(c: Consortium, kind: string, keyOf: (name: string) => DeviceKey): Promise<number> {
  const home = (name: string) => enrolHome(c, new Wallet(bytes32Of(name)), { name, key: keyOf(name) });
  const groups: Group[] = [];
  for (let s = 0; s < SUPPLIERS; s++) {
    const group: [Home<Party>, ...Home<Party>[]] = [await home(`${kind} supplier ${s}`)];
    for (let index = 0; index < CONSUMERS_EACH; index++) {
      const consumer = await home(`${kind} consumer ${s} ${index}`);
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
  await gasOf(c.settlement.settle(await intervals(c, groups, 1)));
  return Number(await gasOf(c.settlement.settle(await intervals(c, groups, 2)))) / READINGS;
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
