import type { ParamType } from "ethers";
import { milliText } from "../../protocol/index.js";
import { formatDuration } from "../commandLine/duration.js";
import { formatEnergy } from "../commandLine/energy.js";
import { formatInstant } from "../commandLine/instant.js";
import { formatMoney } from "../commandLine/money.js";

/** Arguments of contracts' errors that are money, by type and name. Whole numbers of other types have some of these names too. */
const MONEY: ReadonlySet<string> = new Set([
  "uint256 amount",
  "uint128 amount",
  "uint256 allowance",
  "uint256 available",
  "uint256 balance",
  "uint256 free",
  "uint128 held",
  "uint128 given",
  "uint256 limit",
  "uint64 maximum",
  "uint64 named",
  "uint256 needed",
  "uint128 paidByOwner",
  "uint128 paidByPartner",
  "uint64 pricePerKWh",
  "uint128 promised",
  "uint256 reserves",
  "uint256 supply",
  "uint128 toSeller",
  "uint256 total",
]);

/** Seconds that are lengths of time. `expected` and `given` are those of agreements whose periods differ. */
const DURATIONS: ReadonlySet<string> = new Set([
  "uint32 challengePeriodS",
  "uint32 confirmWithinS",
  "uint32 settlementPeriodS",
  "uint32 expected",
  "uint32 given",
  "uint256 delay",
  "uint256 minDelay",
]);

/** Where a number of things has the name of a length of time. */
const COUNTED: ReadonlySet<string> = new Set(["DeliveryMonitorViolationsChanged"]);

/** What a number in a contract's error counts. */
export type ArgumentKind = "money" | "energy" | "thousandths" | "duration" | "instant" | "plain";

/** An argument of a contract's error. */
export type ErrorArgument = Pick<ParamType, "type" | "name">;

/** What an argument counts. @param error The error's name: certificates are counted in Wh under the names of money. */
export function kindOf(error: string, { type, name }: ErrorArgument): ArgumentKind {
  const key = `${type} ${name}`;
  if (MONEY.has(key)) return error.startsWith("ERC1155") ? "energy" : "money";
  if (name.endsWith("Milli")) return "thousandths";
  if (DURATIONS.has(key) && !COUNTED.has(error)) return "duration";
  return type.startsWith("uint") && name.endsWith("S") ? "instant" : "plain";
}

/** A number for people: its name without the unit that they need not know, and its value. */
export function shownArgument(
  kind: Exclude<ArgumentKind, "plain">,
  name: string,
  value: bigint,
  currency: string,
): string {
  if (kind === "money") return `${name} ${formatMoney(value)} ${currency}`.trimEnd();
  if (kind === "energy") return `${name} ${formatEnergy(value)}`;
  if (kind === "thousandths") return `${name.replace(/Milli$/, "")} ${milliText(value)}`;
  const label = name.replace(/S$/, "");
  return `${label} ${kind === "duration" ? formatDuration(value) : formatInstant(Number(value))}`;
}
