import type { Hex } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { readBoundPeriod } from "../agreement/boundPeriod.js";
import { AdvertPeriodMismatch } from "./errors.js";

const DEFAULT_PERIOD_S = 3600;

/**
 * Settlement period of an advert, s: the one that is wished for, or that of the meter's agreements, or an hour.
 * @throws AdvertPeriodMismatch if agreements of another period are still to be settled: accepting it would fail;
 *   ContractNotNamed, ChainUnreadable
 */
export async function periodFor(chain: OpenChain, exportMeter: Hex, wishedS: number | undefined): Promise<number> {
  const { periodS, isBinding } = await readBoundPeriod(chain, exportMeter);
  if (wishedS === undefined) return periodS === 0 ? DEFAULT_PERIOD_S : periodS;
  if (isBinding && wishedS !== periodS) throw new AdvertPeriodMismatch(exportMeter, periodS, wishedS);
  return wishedS;
}
