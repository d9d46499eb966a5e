import { expect } from "chai";
import { Wallet } from "ethers";
import { describe, it } from "mocha";
import { GRID_TERMS } from "../support/chain/agreements.js";
import { chain, fresh } from "../support/chain/chain.js";
import { type Consortium, deployConsortium } from "../support/chain/consortium.js";
import { bytes32Of } from "../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrows, type Home, intervalOf, openMeters } from "../support/chain/market.js";
import { settledBy } from "../support/chain/settled.js";

type Owned = Home<Wallet>;

const ESCROW = 1_000_000_000n;
/** What every consumer takes, of which the roof delivers a part and the grid the rest, Wh. */
const FLOW_WH = 1000n;
const SHARE_WH = 50n;
const GRID_COST = 1_140_000n;

async function account(name: string): Promise<Wallet> {
  const wallet = new Wallet(bytes32Of(name), chain.ethers.provider);
  await chain.networkHelpers.setBalance(wallet.address, 10n ** 18n);
  return wallet;
}

async function passTo(c: Consortium, home: Owned, name: string): Promise<Owned> {
  const heir = await account(name);
  await c.devices.connect(home.account).setOwner(home.meter.device, heir);
  return { ...home, account: heir };
}

/** A home's meter and whoever pays or is paid for it. */
interface Member {
  readonly home: Owned;
  readonly heir: Wallet;
  readonly supplier: Wallet;
  readonly grid: Wallet;
}

/**
 * A roof and homes whose meters change hands between one agreement and the next, as any owner may do: each home has a consumer,
 * a supplier, an heir who buys from the grid, and a grid supplier, and no two of them are the same account.
 */
async function crowd(count: number) {
  const c = await deployConsortium();
  let roof: Owned = await enrolHome(c, await account("roof"));
  const members: Member[] = [];
  for (let i = 0; i < count; ++i) {
    roof = await passTo(c, roof, `roof ${i}`);
    const home: Owned = await enrolHome(c, await account(`home ${i}`));
    await agree(c, home, roof);
    const heir = await passTo(c, home, `heir ${i}`);
    const grid = await account(`grid ${i}`);
    await agree(c, heir, { ...roof, account: grid }, { ...GRID_TERMS, salt: bytes32Of(`grid ${i}`) });
    members.push({ home, heir: heir.account, supplier: roof.account, grid });
  }
  await fundEscrows(
    c,
    members.map(({ home }) => home.account),
    ESCROW,
  );
  return { ...c, roof, members };
}

type Crowd = Awaited<ReturnType<typeof crowd>>;

async function eleven() {
  const c = await crowd(11);
  const homes = c.members.map(({ home }) => home);
  await fundEscrows(
    c,
    c.members.map(({ heir }) => heir),
    ESCROW,
  );
  await openMeters(c, [c.roof, ...homes]);
  return { ...c, homes };
}

/** Twenty homes; two accounts of one of them hold what fits. */
async function twenty() {
  const c = await crowd(20);
  const homes = c.members.map(({ home }) => home);
  const heirs = c.members.map(({ heir }) => heir);
  await fundEscrows(c, [...heirs.slice(0, 17), ...heirs.slice(18)], ESCROW);
  const { heir, grid } = c.members[17] as Member;
  await fundEscrows(c, [heir], GRID_COST + 20n);
  await fundEscrows(c, [grid], BigInt(endOf(1)));
  await openMeters(c, [c.roof, ...homes]);
  return { ...c, homes };
}

/** Fourteen homes, one more that buys from the roof alone, and a roof of another that never reads. */
async function withSilence() {
  const c = await crowd(14);
  await fundEscrows(
    c,
    c.members.map(({ heir }) => heir),
    ESCROW,
  );
  const [first] = c.members as [Member, ...Member[]];
  const roof: Owned = { ...c.roof, account: first.supplier };
  await c.devices.connect(c.roof.account).setOwner(roof.meter.device, roof.account);
  const last: Owned = await enrolHome(c, await account("last"));
  await agree(c, last, roof);
  await fundEscrows(c, [last.account], ESCROW);
  const silent: Owned = await enrolHome(c, await account("silent"));
  await agree(c, await enrolHome(c, await account("sleeper")), silent);
  const homes = [...c.members.map(({ home }) => home), last];
  await openMeters(c, [roof, silent, ...homes]);
  return { ...c, roof, homes, silent };
}

const firstHour = (c: Crowd & { readonly homes: readonly Owned[] }) =>
  intervalOf(c, c.roof, endOf(1), [
    c.roof.meter.read(endOf(1), 0n, SHARE_WH * BigInt(c.homes.length)),
    ...c.homes.map(({ meter }) => meter.read(endOf(1), FLOW_WH, 0n)),
  ]);

async function escrows(c: Crowd & { readonly homes: readonly Owned[] }): Promise<bigint> {
  const all = [...c.homes.map(({ account }) => account), ...c.members.flatMap((m) => [m.heir, m.supplier, m.grid])];
  const amounts = await Promise.all(all.map(({ address }) => c.settlement.escrowOf(address)));
  return amounts.reduce((sum, each) => sum + each, 0n);
}

describe("an interval in which every member has four accounts of its own", () => {
  it("closes for anybody, as every other whose registers are all there", async () => {
    const c = await fresh(eleven);
    await c.settlement.settle([await firstHour(c)]);
  });

  it("delivers no more than was produced", async () => {
    const c = await fresh(twenty);
    const [told] = await settledBy(c, c.settlement.settle([await firstHour(c)]));
    expect(told!.members.map(({ deliveredWh }) => deliveredWh)).to.deep.equal(c.homes.map(() => SHARE_WH));
    expect(told!.supplier.flowWh).to.equal(SHARE_WH * 20n);
  });

  it("makes no money, whatever is settled before and after it in the same call", async () => {
    const c = await fresh(withSilence);
    const before = await escrows(c);
    const [one, two] = [await intervalOf(c, c.silent, endOf(1), []), await intervalOf(c, c.silent, endOf(2), [])];
    await c.settlement.connect(c.oracle).settle([one, await firstHour(c), two]);
    expect(await escrows(c)).to.equal(before);
    expect(await c.token.balanceOf(c.settlement)).to.equal(before);
  });
});
