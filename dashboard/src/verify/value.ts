import { estimateValue, refusePart, type ValueEstimate, type ValuePrices } from "../../../protocol/index.js";
import type { HistoryColumns } from "./history.js";
import { type RefusedValue, refusedAs } from "./refusedAs.js";

export interface ValueJob {
  readonly kind: "value";
  readonly history: HistoryColumns;
  /** Fraction of the rated capacity. */
  readonly endOfLife: number;
  readonly prices: ValuePrices;
}

/** The estimate, or the named reason for which there is none. */
export type ValueAnswer = { readonly kind: "estimated"; readonly estimate: ValueEstimate } | RefusedValue;

/** Estimates the residual value of a proven history; never throws. */
export function residualValueOf({ history, endOfLife, prices }: ValueJob): ValueAnswer {
  const { cycles, dischargeAh, dischargeWh, scope, ratedAh, chemistry } = history;
  try {
    refusePart(scope);
    const estimate = estimateValue({
      cycles: Array.from(cycles, (cycle, index) => ({
        cycle,
        dischargeCapacityAh: dischargeAh[index] ?? 0,
        dischargeEnergyWh: dischargeWh[index] ?? 0,
      })),
      ratedCapacityAh: ratedAh,
      endOfLife,
      prices,
      chemistry,
    });
    return { kind: "estimated", estimate };
  } catch (error) {
    return refusedAs(error);
  }
}
