import { asciiWordText, type DeliveryPlan, milliText, type Terms, totalDue, unitOf } from "../../../protocol/index.js";
import { formatDuration } from "../../commandLine/duration.js";
import { formatInstant } from "../../commandLine/instant.js";
import { describeOffer } from "../offer/offerWords.js";

const NOBODY = `0x${"00".repeat(20)}`;

/** What the opening takes from the buyer, token units. */
export function dueAtOpening(plan: DeliveryPlan, terms: Terms): bigint {
  return plan.paysInTokens ? totalDue(terms) : 0n;
}

/** What both parties of a plan agree to, one line each. @param money Token units for people. */
export function describePlan(plan: DeliveryPlan, terms: Terms, money: (units: bigint) => string): string[] {
  const { heartbeatS, confirmWithinS, arbiter, watches, milestones, lots } = plan;
  const pays = plan.paysInTokens
    ? `${money(totalDue(terms))} is taken from the buyer at the opening, and held until the end`
    : "nothing is taken or held";
  return [
    `  negotiation ${plan.negotiation}`,
    `  buyer       ${terms.buyer}`,
    `  seller      ${terms.seller}`,
    ...describeOffer(terms),
    `  pays        ${pays}`,
    `  window      ${formatInstant(plan.startS)} to ${formatInstant(plan.endS)}`,
    `  custodian   ${plan.custodian === terms.seller ? `${plan.custodian}, the seller` : `${plan.custodian}, once it accepts`}`,
    ...watches.map(
      ({ field, sensor, warnMarginMilli }) =>
        `  watch       ${field} by sensor ${sensor}${warnMarginMilli > 0n ? `, warning within ${withUnit(warnMarginMilli, field)} of a bound` : ""}`,
    ),
    `  silence     ${heartbeatS === 0 ? "is not watched" : `longer than ${formatDuration(heartbeatS)} is counted`}`,
    ...milestones.map(({ name, plannedAtS }) => `  milestone   ${asciiWordText(name)} by ${formatInstant(plannedAtS)}`),
    ...lots.map((lot) => `  lot         ${lot}`),
    `  to confirm  the buyer has ${formatDuration(confirmWithinS)} after the arrival, the seller as long after the end to be late`,
    `  arbiter     ${arbiter === NOBODY ? "nobody: 180 days after a dispute, what sensors said decides it" : arbiter}`,
  ];
}

/** A value in its field's unit. */
export function withUnit(valueMilli: bigint, field: string): string {
  const unit = unitOf(field);
  return `${milliText(valueMilli)}${unit === undefined ? "" : ` ${unit}`}`;
}
