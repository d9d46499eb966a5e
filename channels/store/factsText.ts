import type { ChannelFacts } from "../types.js";

/** Members of the facts that are whole numbers beyond double precision. */
const WHOLE = new Set<string>([
  "importPricePerKWh",
  "exportPricePerKWh",
  "importBaselineWh",
  "exportBaselineWh",
  "challengePeriodS",
  "closesAtS",
  "ownerDeposit",
  "partnerDeposit",
] satisfies (keyof ChannelFacts)[]);

/** Facts as JSON. */
export function factsToText(facts: ChannelFacts): string {
  return JSON.stringify(facts, (_, value) => (typeof value === "bigint" ? value.toString() : value));
}

/** Facts that `factsToText` wrote. */
export function factsFromText(text: string): ChannelFacts {
  return JSON.parse(text, (name, value) => (WHOLE.has(name) ? BigInt(value) : value));
}
