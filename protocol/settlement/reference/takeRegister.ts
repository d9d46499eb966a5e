import type { Hex } from "../../hex.js";
import type { MeterReading } from "../../records/meterReading.js";
import { carriedWh, registerFlowWh } from "../registers.js";
import { SettlementRefused } from "./refusals.js";
import type { Meter, Register, State } from "./state.js";
import type { Direction } from "./types.js";

/** What a meter's readings in an interval came to. */
export interface Taken {
  readonly flowWh: bigint;
  /** Whether the flow is of this interval alone and nothing was corrected since the last register. */
  readonly isExact: boolean;
}

export interface RegisterRules {
  readonly direction: Direction;
  /** From when on flows count: an older register needs a baseline, Unix seconds. */
  readonly countsFromS: bigint;
  /** Start of the interval, Unix seconds. */
  readonly startS: bigint;
  /** Most that the connection carries, W. */
  readonly ratedW: bigint;
}

/** Rule 1 for a reading of the interval's end. Throws `SettlementRefused`. */
export function takeRegister(state: State, reading: MeterReading, rules: RegisterRules): Taken {
  const { device } = reading.header;
  const { direction, countsFromS, startS, ratedW } = rules;
  const meter = openMeter(state, device);
  const last = meter[direction];
  if (last.atS < countsFromS) throw new SettlementRefused("NoBaseline", device);
  const flowWh = flowSince(last, reading, direction);
  if (flowWh > carriedWh(ratedW, reading.header.timestampS - last.atS)) {
    throw new SettlementRefused("Implausible", device);
  }
  state.setRegister(device, meter, direction, registerOf(reading, direction));
  return { flowWh, isExact: last.atS === startS && !last.isCorrected };
}

/**
 * Rule 1 for a reading of the interval's start: only where the last settled register lies before what counts. What flowed
 * until then is nobody's, so that it may be any amount. Throws `SettlementRefused`.
 */
export function takeBaseline(
  state: State,
  reading: MeterReading,
  { direction, countsFromS }: Pick<RegisterRules, "direction" | "countsFromS">,
): void {
  const { device } = reading.header;
  const meter = openMeter(state, device);
  const last = meter[direction];
  if (last.atS >= countsFromS) throw new SettlementRefused("BaselineNotNeeded", device);
  flowSince(last, reading, direction);
  state.setRegister(device, meter, direction, registerOf(reading, direction));
}

function openMeter(state: State, device: Hex): Meter {
  const meter = state.meters.get(device);
  if (meter === undefined) throw new SettlementRefused("NotOpen", device);
  return meter;
}

/** A register goes on in time and never backwards. */
function flowSince(last: Register, reading: MeterReading, direction: Direction): bigint {
  const { device, timestampS } = reading.header;
  if (timestampS <= last.atS) throw new SettlementRefused("RegisterSettled", device);
  const flowWh = registerFlowWh(last.registerWh, registerOf(reading, direction).registerWh);
  if (flowWh < 0n) throw new SettlementRefused("RegisterBackwards", device);
  return flowWh;
}

function registerOf({ header, importWh, exportWh }: MeterReading, direction: Direction): Register {
  return {
    atS: header.timestampS,
    registerWh: direction === "import" ? importWh : exportWh,
    isCorrected: false,
  };
}
