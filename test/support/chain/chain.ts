import hre, { network } from "hardhat";

/** What coverage puts into the contracts makes the largest of them dearer to deploy than any transaction may be. */
const GAS = hre.globalOptions.coverage ? 60_000_000n : 16_000_000n;

/**
 * The simulated chain that all tests of one process share; each test starts from a snapshot (`fresh`). Gas is not
 * estimated: a device's status history takes less of it when a second has not passed, and one may pass after the estimate.
 */
export const chain = await network.create({ network: "embedded", override: { gas: GAS } });

/**
 * What `setUp` built, on a chain as `setUp` left it. `setUp` runs once per process; later calls restore the snapshot.
 * @param setUp A named function: its identity is the snapshot's.
 */
export function fresh<T>(setUp: () => Promise<T>): Promise<T> {
  return chain.networkHelpers.loadFixture(setUp);
}

/** Time of the latest block, Unix seconds. */
export async function nowS(): Promise<number> {
  return chain.networkHelpers.time.latest();
}

/** The next block, and so the next transaction, has time `timestampS`. The same second may be given twice. */
export async function nextBlockAt(timestampS: number): Promise<void> {
  await chain.networkHelpers.time.setNextBlockTimestamp(timestampS);
}

/** Mines a block at `timestampS`, so that views are answered as of then. */
export async function advanceTo(timestampS: number): Promise<void> {
  await nextBlockAt(timestampS);
  await chain.networkHelpers.mine(1);
}

/** As `advanceTo`, unless it is that late already. */
export async function reach(timestampS: number): Promise<void> {
  if ((await nowS()) < timestampS) await advanceTo(timestampS);
}
