import { type LotRecord, type LotsPlace, LotUnknown, readLots } from "../../../deals/index.js";
import { requireBlock } from "../../../evidence/index.js";
import { type Hex, lotIdOf, newSalt } from "../../../protocol/index.js";
import { Lots__factory } from "../../../typechain-types/factories/contracts/Lots__factory.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { sendAndTell, type ToldAction } from "../../chain/sendAndTell.js";
import type { PrintOptions } from "../../commandLine/print.js";

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

/** Sends a call of the lots and prints what came of it. Throws what `sendAndTell` throws. */
export function sendStep(
  chain: OpenChain,
  { lots: to }: LotsPlace,
  account: ChainAccount,
  step: Omit<ToldAction, "to">,
  flags: PrintOptions,
): Promise<void> {
  return sendAndTell(chain, account, { ...step, to }, flags);
}
