import hre, { network } from "hardhat";

/** What coverage puts into the contracts makes the largest of them dearer to deploy than any transaction may be. */
const GAS = hre.globalOptions.coverage ? 60_000_000n : 16_000_000n;

/** Whether contracts are compiled with what counts their lines, and so to other code than is deployed. */
export const IS_COVERED = hre.globalOptions.coverage;

/**
 * The simulated chain that all tests of one process share; each test starts from a snapshot (`fresh`). Gas is not
 * estimated: a device's status history takes less of it when a second has not passed, and one may pass after the estimate.
 */
export const chain = await network.create({ network: "embedded", override: { gas: GAS } });

interface Kept {
  readonly setUp: () => Promise<unknown>;
  readonly built: unknown;
  readonly snapshot: Awaited<ReturnType<typeof chain.networkHelpers.takeSnapshot>>;
}

/** What can be restored, oldest first. To restore one is to lose all later ones: the chain knows no other way. */
let kept: readonly Kept[] = [];

/**
 * What `setUp` built, on a chain as `setUp` left it: built now, or restored. A `setUp` that begins with `fresh` of another one
 * builds on what that left: to go from one test's to the next one's is then to build what differs, not the whole consortium,
 * which takes seconds. It must not have touched the chain before that.
 * @param setUp Its identity is what is remembered: no function made for the call.
 */
export async function fresh<T>(setUp: () => Promise<T>): Promise<T> {
  const at = kept.findIndex((each) => each.setUp === setUp);
  const found = kept[at];
  if (found !== undefined) {
    kept = kept.slice(0, at + 1);
    await found.snapshot.restore();
    await nextSecond();
    return found.built as T;
  }
  const built = await setUp();
  kept = [...kept, { setUp, built, snapshot: await chain.networkHelpers.takeSnapshot() }];
  await nextSecond();
  return built;
}

/** However long ago it was built: one second lies on the chain between what is built and what a test does with it. */
async function nextSecond(): Promise<void> {
  await nextBlockAt((await nowS()) + 1);
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
