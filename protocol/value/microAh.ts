import type { ValueCycle } from "./types.js";

const MICRO = 1_000_000;

/** A cycle of a signed record, which states µAh and µWh, as the method takes it. */
export function valueCycleOf(of: {
  readonly cycle: number;
  readonly dischargeMicroAh: bigint;
  readonly dischargeMicroWh?: bigint;
}): ValueCycle {
  const { cycle, dischargeMicroAh, dischargeMicroWh } = of;
  const dischargeCapacityAh = Number(dischargeMicroAh) / MICRO;
  if (dischargeMicroWh === undefined) return { cycle, dischargeCapacityAh };
  return { cycle, dischargeCapacityAh, dischargeEnergyWh: Number(dischargeMicroWh) / MICRO };
}
