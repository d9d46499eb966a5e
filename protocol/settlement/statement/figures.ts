/** Money as an exact decimal. @param units Token units. @param decimals Decimals of a unit. */
export function moneyText(units: bigint, decimals: number): string {
  return decimalText(units, decimals);
}

/** Decimals of `EnergyToken`, which are fixed. */
export const MONEY_DECIMALS = 6;

/** Money of `EnergyToken` for people: exact, with two decimals at least. @param units Token units. */
export function shortMoneyText(units: bigint): string {
  return moneyText(units, MONEY_DECIMALS).replace(/0{1,4}$/, "");
}

/** Energy in kWh with three decimals, exact. */
export function kWhText(energyWh: bigint): string {
  return decimalText(energyWh, 3);
}

/** Unix seconds as UTC. */
export function timeText(seconds: bigint): string {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? `second ${seconds}` : date.toISOString().replace(".000", "");
}

function decimalText(units: bigint, decimals: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, "0");
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
