import { type LotRecord, type LotsPlace, LotUnknown, readLots } from "../../../deals/index.js";
import { requireBlock } from "../../../evidence/index.js";
import { type Hex, lotIdOf, newSalt } from "../../../protocol/index.js";
import { Lots__factory } from "../../../typechain-types/factories/contracts/Lots__factory.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";

export const LOTS = Lots__factory.createInterface();

/** The deployment's lots as of the latest block. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function lotsOn(chain: OpenChain): Promise<LotsPlace> {
  const lots = await chain.contract("Lots");
  const { number: block } = await requireBlock(chain.provider, "latest");
  return { provider: chain.provider, lots, block };
}

/** One lot. Throws `LotUnknown`, and as `readLots`. */
export async function requireLot(place: LotsPlace, lot: Hex): Promise<LotRecord> {
  const [record] = await readLots(place, [lot]);
  if (record === undefined || record.kind === "none") throw new LotUnknown(lot);
  return record;
}

/** A lot that is to be made: its salt, and the id that follows from it. @param salt A random one unless it is given. */
export function newLot(
  { chainId }: OpenChain,
  { lots }: LotsPlace,
  maker: Hex,
  salt = newSalt(),
): { readonly lot: Hex; readonly salt: Hex } {
  return { lot: lotIdOf({ chainId, lots, maker, salt }), salt };
}

/** A step of lots and what to say of it. */
export interface LotStep {
  /** As an imperative sentence without its full stop. */
  readonly says: string;
  readonly data: string;
  /** When it is done, in a sentence; JSON has `result` of it. */
  readonly done: string;
  readonly result: Readonly<Record<string, unknown>>;
}

/** Sends a step and prints what came of it. Throws what `transact` throws. */
export async function sendStep(
  chain: OpenChain,
  { lots }: LotsPlace,
  account: ChainAccount,
  { says, data, done, result }: LotStep,
  flags: PrintOptions,
): Promise<void> {
  const { hash, blockNumber } = await transact(chain, account, { says, to: lots, data });
  printResult(
    { ...result, transaction: hash, block: blockNumber },
    [done, `  transaction ${hash} in block ${blockNumber}`],
    flags,
  );
}
