import type { Hex } from "../hex.js";
import { LONGEST_CONFIRM_S, LONGEST_WINDOW_S, MOST_PLAN_ITEMS, SHORTEST_CONFIRM_S } from "./limits.js";
import type { DeliveryPlan } from "./plan.js";
import type { Terms } from "./terms.js";

const ADDRESS_ZERO: Hex = `0x${"00".repeat(20)}`;

/**
 * Why `DeliveryMonitor` would not open a plan, as far as plan and terms tell; undefined if they fit. What else can be wrong
 * (members, sensors, custody of lots, money) the contract tells.
 * @param nowS Unix seconds.
 */
export function planFault(plan: DeliveryPlan, terms: Terms, nowS: number): string | undefined {
  const { startS, endS, confirmWithinS, heartbeatS, paysInTokens, arbiter, custodian, watches, lots } = plan;
  if (startS >= endS) return "it ends before it starts";
  if (startS < nowS) return "it was to be opened before its start";
  if (endS - startS > LONGEST_WINDOW_S) return "it lasts longer than a year";
  if (startS > nowS + LONGEST_WINDOW_S) return "it starts more than a year ahead";
  if (confirmWithinS < SHORTEST_CONFIRM_S || confirmWithinS > LONGEST_CONFIRM_S)
    return "the time to confirm is an hour to a year";
  if (arbiter === terms.buyer || arbiter === terms.seller) return "a party is no arbiter in its own case";
  if (paysInTokens && arbiter === ADDRESS_ZERO && (heartbeatS === 0 || terms.conditions.length === 0)) {
    return "without an arbiter, nothing but conditions and a heartbeat could decide about the money";
  }
  if (custodian === terms.buyer) return "the buyer gets the goods by their arrival, not as their custodian";
  const tooMany = (["watches", "milestones", "lots"] as const).find((list) => plan[list].length > MOST_PLAN_ITEMS);
  if (tooMany !== undefined) return `it has more than ${MOST_PLAN_ITEMS} ${tooMany}`;
  // Hex digits of one length sort as the numbers that they are.
  const unsorted = lots.find((lot, at) => lot <= (lots[at - 1] ?? ""));
  if (unsorted !== undefined) return `it names the lot ${unsorted} twice, or not in ascending order`;
  return watchFault(watches, terms);
}

function watchFault(watches: DeliveryPlan["watches"], { conditions }: Terms): string | undefined {
  const foreign = watches.find(({ field }) => !conditions.some((condition) => condition.field === field));
  if (foreign !== undefined) return `it watches ${foreign.field}, of which the terms say nothing`;
  const unwatched = conditions.find(({ field }) => !watches.some((watch) => watch.field === field));
  if (unwatched !== undefined) return `nothing watches the condition on ${unwatched.field}`;
  const keys = watches.map(({ field, sensor }) => `${field} ${sensor}`);
  const doubled = watches.find((_, at) => keys.indexOf(keys[at] ?? "") !== at);
  return doubled && `the sensor ${doubled.sensor} watches ${doubled.field} twice`;
}
