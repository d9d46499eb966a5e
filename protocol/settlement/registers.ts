/** Registers count modulo 2^64: after a correction the last settled value may lie below zero of the new count. */
const BITS = 64;

/** Energy between two states of a register, Wh; below zero if it went backwards. */
export function registerFlowWh(settledWh: bigint, registerWh: bigint): bigint {
  return BigInt.asIntN(BITS, registerWh - settledWh);
}

/** Where a settled register would have stood in the count that goes on at `toWh` where the old one stood at `fromWh`. */
export function correctedRegisterWh(settledWh: bigint, fromWh: bigint, toWh: bigint): bigint {
  return BigInt.asUintN(BITS, settledWh + toWh - fromWh);
}

/** Most energy that a connection carries, Wh, rounded down. @param ratedW Its rating, W. @param forS Time, s. */
export function carriedWh(ratedW: bigint, forS: bigint): bigint {
  return (ratedW * forS) / S_PER_HOUR;
}

const S_PER_HOUR = 3_600n;
