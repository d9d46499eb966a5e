import {
  type AutopriceResult,
  autoprice,
  demandAsBefore,
  type EnergyOver,
  type PriceBounds,
  WattproofError,
} from "../../../protocol/index.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import type { OpenChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { readAcceptedWh } from "./readDemand.js";
import { MARKET, openMarket, readOpenAdverts, type ShownAdvert } from "./readMarket.js";

/** How an account's adverts are to be priced. */
export interface AutopricePlan extends PriceBounds {
  /** What somebody expects; without it, what was accepted in the last `lookBackS` seconds goes on. */
  readonly demand: readonly EnergyOver[] | undefined;
  readonly lookBackS: number;
  /** Say what would be done, and do nothing. */
  readonly dryRun: boolean;
}

/** What became of one advert in a run. */
export interface Repriced extends AutopriceResult {
  readonly advert: number;
  readonly beforePerKWh: bigint;
  /** Hash of the transaction; null if the price stays, or nothing was to be sent. */
  readonly transaction: string | null;
  /** Why the price could not be changed. */
  readonly error: WattproofError | null;
}

/**
 * Reprices an account's open adverts once. What happens to one while it is repriced, a sale for example, does not keep the
 * others from it.
 * @throws AutopriceInputInvalid, ChainUnreadable, ContractNotNamed
 */
export async function autopriceOnce(
  chain: OpenChain,
  account: ChainAccount,
  plan: AutopricePlan,
): Promise<readonly Repriced[]> {
  const market = await openMarket(chain);
  const open = await readOpenAdverts(market);
  const acceptedWh = plan.demand ? 0n : await readAcceptedWh(chain, market, plan.lookBackS);
  const others = open.filter(({ owner }) => owner !== account.address).map((each) => restOf(each, market.nowS));
  const repriced: Repriced[] = [];
  for (const advert of open.filter(({ owner }) => owner === account.address).sort((a, b) => a.number - b.number)) {
    const { number, pricePerKWh: beforePerKWh } = advert;
    const own = restOf(advert, market.nowS);
    const demand = plan.demand ?? [demandAsBefore(acceptedWh, plan.lookBackS, own)];
    const result = autoprice({ ...plan, pricePerKWh: beforePerKWh, own, others, demand });
    const isSame = result.pricePerKWh === beforePerKWh;
    const sent =
      isSame || plan.dryRun ? NOTHING_SENT : await reprice(chain, account, { to: market.address, number, ...result });
    repriced.push({ advert: number, beforePerKWh, ...result, ...sent });
  }
  return repriced;
}

/** What is left of an advert over what is left of its window. */
function restOf({ startS, endS, remainingWh }: ShownAdvert, nowS: number): EnergyOver {
  return { startS: Math.max(startS, nowS), endS, energyWh: remainingWh };
}

const NOTHING_SENT = { transaction: null, error: null };

async function reprice(
  chain: OpenChain,
  account: ChainAccount,
  { to, number, pricePerKWh }: { to: OpenChain["directory"]; number: number; pricePerKWh: bigint },
): Promise<Pick<Repriced, "transaction" | "error">> {
  try {
    const { hash } = await transact(chain, account, {
      says: `Ask ${pricePerKWh} token units per kWh for what is left of advert ${number}`,
      to,
      data: MARKET.encodeFunctionData("reprice", [number, pricePerKWh]),
    });
    return { transaction: hash, error: null };
  } catch (error) {
    if (error instanceof WattproofError) return { transaction: null, error };
    throw error;
  }
}
