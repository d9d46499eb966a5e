import type { DealsSummary } from "../../demo/index.js";
import { counted } from "../commandLine/counted.js";

/** The deal in lines for people. */
export function describeDeals({
  quotation,
  negotiation,
  delivery,
  payments,
  ratings,
  elapsedS,
}: DealsSummary): string[] {
  const { item, price, quantity, currency, rounds, status } = negotiation;
  return [
    `${quotation.bids} bids; awarded to ${quotation.awardedTo}`,
    `${item}: ${quantity} at ${price} ${currency}, ${status} in round ${rounds}`,
    describeReadings(delivery),
    ...describeRejected(delivery),
    `Paid ${payments.toSeller} ${payments.currency} of ${payments.due}; ${payments.toBuyer} went back to the buyer`,
    ...ratings.map(({ by, of, category, score }) => `${by} rates ${of}: ${score} of 5 (${category})`),
    `Done in ${elapsedS.toFixed(1)} s`,
  ];
}

function describeReadings(delivery: DealsSummary["delivery"]): string {
  const { readings, violations, field, unit, min, max, firstViolationAt, status } = delivery;
  const range = `${field} ${min} to ${max} ${unit}`;
  const broken =
    firstViolationAt === null
      ? "no violation"
      : `${counted(violations, "violation")}, the first at ${firstViolationAt}`;
  return `${counted(readings, "reading")}, ${range}: ${broken}; delivery ${status}`;
}

function describeRejected({ rejected, firstRejected }: DealsSummary["delivery"]): string[] {
  if (firstRejected === null) return [];
  const were = rejected === 1 ? "was no reading" : "were no readings, the first";
  return [`${counted(rejected, "row")} of the log ${were}: ${firstRejected.position}: ${firstRejected.reason}`];
}
