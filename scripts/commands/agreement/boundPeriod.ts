import { read } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import { EnergySettlement__factory } from "../../../typechain-types/factories/contracts/EnergySettlement__factory.js";
import { ISupplyAgreements__factory } from "../../../typechain-types/factories/contracts/interfaces/ISupplyAgreements__factory.js";
import type { OpenChain } from "../../chain/openChain.js";

const LATEST_S = 2 ** 48 - 1;

/** The settlement period of the agreements by which a meter supplies. */
export interface BoundPeriod {
  /** s; zero before the first agreement. */
  readonly periodS: number;
  /** Whether new agreements have to take it, since some that go by it are still to be settled. */
  readonly isBinding: boolean;
}

/** Reads the period that a supplier's meter is bound to, by the rule of `SupplyAgreements`. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function readBoundPeriod(chain: OpenChain, exportMeter: Hex): Promise<BoundPeriod> {
  const { provider } = chain;
  const agreements = ISupplyAgreements__factory.connect(await chain.contract("SupplyAgreements"), provider);
  const settlement = EnergySettlement__factory.connect(await chain.contract("EnergySettlement"), provider);
  return read(`the settlement period of meter ${exportMeter}`, async () => {
    const [period, settledS] = await Promise.all([
      agreements.periodOf(exportMeter),
      settlement.settledUntil(exportMeter),
    ]);
    const unsettled = await agreements.exportOverlaps(exportMeter, settledS, LATEST_S);
    return { periodS: Number(period), isBinding: unsettled > 0n };
  });
}
