import { expect } from "chai";
import { Wallet } from "ethers";
import { describe, it } from "mocha";
import type { Party } from "../../support/chain/agreements.js";
import { fresh } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { type DeviceKey, p256Key, secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { gasOf } from "../../support/chain/gas.js";
import { agree, endOf, enrolHome, fundEscrows, type Home, intervalOf, openMeters } from "../../support/chain/market.js";

/** EIP-7825: most gas that Osaka lets one transaction use. */
const TRANSACTION_GAS = 16_777_216n;
const ESCROW = 10_000_000_000n;

type KeyOf = (name: string, consortium: Consortium) => DeviceKey;
const KEYS: readonly (readonly [string, KeyOf])[] = [
  ["secp256k1", (name) => secp256k1Key(name)],
  ["P-256", (name, { p256Verifier }) => p256Key(name, p256Verifier)],
];

interface Group {
  readonly supplier: Home<Party>;
  readonly consumers: readonly Home<Party>[];
}

type Market = Awaited<ReturnType<typeof market>>;

/** Suppliers with consumers of their own, all meters open at `openedS`. */
async function market(
  keyOf: KeyOf,
  suppliers: number,
  consumersEach: number,
  { openedS = endOf(0), escrow = ESCROW } = {},
) {
  const c = await deployConsortium();
  const home = (name: string) => enrolHome(c, new Wallet(bytes32Of(name)), { name, key: keyOf(name, c) });
  const groups: Group[] = [];
  for (let s = 0; s < suppliers; s++) {
    const supplier = await home(`supplier ${s}`);
    const consumers: Home<Party>[] = [];
    for (let index = 0; index < consumersEach; index++) {
      const consumer = await home(`consumer ${s} ${index}`);
      await agree(c, consumer, supplier);
      consumers.push(consumer);
    }
    groups.push({ supplier, consumers });
  }
  const homes = groups.flatMap(({ supplier, consumers }) => [supplier, ...consumers]);
  for (let at = 0; at < homes.length; at += 50) await openMeters(c, homes.slice(at, at + 50), { atS: openedS });
  const accounts = groups.flatMap(({ consumers }) => consumers.map(({ account }) => account));
  await fundEscrows(c, accounts, escrow);
  return { ...c, groups };
}

/** The groups' interval `count`, with every register risen since the one before. */
async function intervals(c: Market, count: number, { baselines = false } = {}) {
  const made = [];
  for (const { supplier, consumers } of c.groups) {
    const all = [supplier, ...consumers];
    const at = (n: number) =>
      all.map(({ meter }, index) => meter.read(endOf(n), BigInt(n * (index + 100)), BigInt(n * 40_000)));
    const readings = baselines ? [...at(count - 1), ...at(count)] : at(count);
    made.push(await intervalOf(c, supplier, endOf(count), readings));
  }
  return made;
}

describe("EnergySettlement: gas", () => {
  for (const [kind, keyOf] of KEYS) {
    for (const suppliers of [2, 20]) {
      const readings = suppliers * 5;
      it(`of ${readings} ${kind} readings, one supplier to four consumers`, async () => {
        const c = await market(keyOf, suppliers, 4);
        const first = await gasOf(c.settlement.settle(await intervals(c, 1)));
        const steady = await gasOf(c.settlement.settle(await intervals(c, 2)));
        const each = (gas: bigint) => gas / BigInt(readings);
        console.log(`      ${each(steady)} gas per reading (${each(first)} in an agreement's first interval)`);
        expect(steady < TRANSACTION_GAS && first < TRANSACTION_GAS).to.equal(true);
      });
    }

    it(`of a full roster of ${kind} meters fits a transaction at worst: every meter needs its baseline, every payment falls short`, async () => {
      const c0 = await fresh(deployConsortium);
      const most = Number(await c0.agreements.MAX_ROSTER());
      const c = await market(keyOf, 1, most, { openedS: endOf(-1), escrow: 1n });
      const gas = await gasOf(c.settlement.settle(await intervals(c, 1, { baselines: true })));
      console.log(`      ${gas} gas for ${2 * (most + 1)} readings`);
      expect(gas < TRANSACTION_GAS, `${gas} gas`).to.equal(true);
    });
  }
});
