import { read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { EnergySettlement__factory } from "../../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { ISupplyAgreements__factory } from "../../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import type { OpenChain } from "../../chain/openChain.js";
import { AdvertPeriodMismatch } from "./errors.js";

const DEFAULT_PERIOD_S = 3600;
const LATEST_S = 2 ** 48 - 1;

/**
 * Settlement period of an advert, s: the one that is wished for, or that of the meter's agreements, or an hour.
 * @throws AdvertPeriodMismatch if agreements of another period are still to be settled: accepting it would fail;
 *   ContractNotNamed, ChainUnreadable
 */
export async function periodFor(chain: OpenChain, exportMeter: Hex, wishedS: number | undefined): Promise<number> {
  const { provider } = chain;
  const agreements = ISupplyAgreements__factory.connect(await chain.contract("SupplyAgreements"), provider);
  const settlement = EnergySettlement__factory.connect(await chain.contract("EnergySettlement"), provider);
  const [period, settledS] = await read(`the settlement period of meter ${exportMeter}`, () =>
    Promise.all([agreements.periodOf(exportMeter), settlement.settledUntil(exportMeter)]),
  );
  const periodS = Number(period);
  if (wishedS === undefined) return periodS === 0 ? DEFAULT_PERIOD_S : periodS;
  if (wishedS === periodS) return wishedS;
  const unsettled = await read(`the agreements of meter ${exportMeter}`, () =>
    agreements.exportOverlaps(exportMeter, settledS, LATEST_S),
  );
  if (unsettled > 0n) throw new AdvertPeriodMismatch(exportMeter, periodS, wishedS);
  return wishedS;
}
