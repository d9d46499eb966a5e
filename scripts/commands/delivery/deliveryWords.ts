import type { Delivery, RouteStep, ViolationRecord, WatchRecord } from "../../../deals/index.js";
import { describeCondition, type Hex } from "../../../protocol/index.js";
import { counted } from "../../commandLine/counted.js";
import { formatDuration } from "../../commandLine/duration.js";
import { formatInstant } from "../../commandLine/instant.js";
import { shortened } from "../../commandLine/shortened.js";
import { coordinatesText } from "./coordinates.js";
import { withUnit } from "./planWords.js";

/** A delivery in words. @param names Of its parties and custodians. @param money Token units for people. */
export function describeDelivery(
  delivery: Delivery,
  names: ReadonlyMap<Hex, string>,
  money: (units: bigint) => string,
): string[] {
  const { plan, violations, conditions, route, milestones, watches } = delivery;
  const party = (account: Hex) => `${names.get(account) || "a former member"} (${account})`;
  const { kept, broken, unproven } = conditions;
  return [
    `Delivery ${delivery.delivery} is ${delivery.state}.`,
    `  negotiation ${plan.negotiation}`,
    `  buyer       ${party(delivery.buyer)}`,
    `  seller      ${party(delivery.seller)}`,
    `  window      ${formatInstant(plan.startS)} to ${formatInstant(plan.endS)}`,
    `  custodian   ${party(delivery.custodian)}${delivery.offeredTo === null ? "" : `, offered to ${party(delivery.offeredTo)}`}`,
    ...(delivery.arrivedAtS === null ? [] : [`  arrived     ${formatInstant(delivery.arrivedAtS)}`]),
    ...moneyWords(delivery, money),
    `  conditions  ${kept} kept, ${broken} broken, ${unproven} unproven`,
    ...watches.flatMap((watch) => describeWatch(watch)),
    ...standingWords(delivery),
    ...shortened(
      violations.map((violation) => `  ${describeViolation(delivery, violation)}`),
      " (--json lists them)",
    ),
    ...milestones.map(({ name, plannedAtS, reachedAtS, deviationS }) => {
      const late = deviationWords(deviationS);
      const what =
        reachedAtS === null
          ? `not reached${late === "" ? "" : `, ${late} so far`}`
          : `reached${late === "" ? " in time" : `, ${late}`}`;
      return `Milestone ${name}, planned for ${formatInstant(plannedAtS)}: ${what}.`;
    }),
    ...route.map((step) => describeStep(step)),
    ...(delivery.dispute === null
      ? []
      : [
          `Disputed by the ${delivery.dispute.by === delivery.buyer ? "buyer" : "seller"} at ${formatInstant(delivery.dispute.happened.timeS)}; statement ${delivery.dispute.statementHash}.`,
        ]),
  ];
}

function moneyWords({ paidIn, held, closed }: Delivery, money: (units: bigint) => string): string[] {
  if (paidIn === 0n) return ["  money       none is held"];
  if (closed === null) return [`  money       ${money(held)} is held`];
  return [`  money       ${money(closed.toSeller)} to the seller, ${money(closed.toBuyer)} to the buyer`];
}

function standingWords({ violations, waived, unreported, isWhole, closed }: Delivery): string[] {
  const open = violations.length - waived;
  const standing =
    violations.length === 0
      ? "No violation is recorded"
      : `${violationsCount(violations.length)} recorded, ${open === 0 ? "all" : waived} waived`;
  return [
    `${standing}${unreported > 0n ? `; sensors counted ${unreported} more that nobody reported` : ""}.`,
    ...(isWhole || closed !== null
      ? []
      : ["The evidence is not whole, so time pays the seller nothing as it stands; see docs/deliveries.md."]),
  ];
}

function describeWatch({ condition, sensor, extremes, ...watch }: WatchRecord): string[] {
  const { field } = condition;
  const range =
    extremes === null
      ? "nothing heard"
      : `${withUnit(extremes.lowestMilli, field)} to ${withUnit(extremes.highestMilli, field)} measured`;
  const summed = watch.summary === null ? "" : `, ${watch.summary.readings} summarised`;
  const silences = watch.silences.map(
    ({ fromS, toS }) => `    silent for ${formatDuration(toS - fromS)} from ${formatInstant(fromS)}`,
  );
  return [
    `Watch on ${describeCondition(condition)} by sensor ${sensor}: ${range}; ${counted(watch.readings, "reading")}${summed}, last word ${formatInstant(watch.lastAtS)}.`,
    ...(watch.isSilent ? [`    silent since ${formatInstant(watch.lastAtS)}`] : []),
    ...silences,
    ...watch.near.map(
      ({ valueMilli, timestampS, sequence }) =>
        `    near a bound: ${withUnit(valueMilli, field)} at ${formatInstant(Number(timestampS))} (record ${sequence})`,
    ),
  ];
}

/** A violation in words, without its indentation. */
export function describeViolation({ watches }: Delivery, { number, reading, anchored }: ViolationRecord): string {
  const { field, valueMilli, header } = reading;
  const condition = watches.find((watch) => watch.condition.field === field)?.condition;
  const allowed =
    condition === undefined
      ? ""
      : `, allowed ${withUnit(condition.minMilli, field)} to ${withUnit(condition.maxMilli, field)}`;
  const proof = anchored === null ? "" : `, anchored in batch ${anchored.batchSequence}`;
  return `Violation ${number}: ${field} ${withUnit(valueMilli, field)} at ${formatInstant(Number(header.timestampS))}${allowed} (sensor ${header.device}, record ${header.sequence}${proof})`;
}

/** A number of violations in words. */
export function violationsCount(count: number): string {
  return counted(count, "violation");
}

function describeStep(step: RouteStep): string {
  if (step.type === "handOver")
    return `Handed over from ${step.from} to ${step.to} at ${formatInstant(step.happened.timeS)}.`;
  return `At ${step.place} (${coordinatesText(step)}) at ${formatInstant(step.atS)}, says ${step.custodian}.`;
}

/** How far from the plan, in words; empty if not at all. */
function deviationWords(deviationS: number): string {
  if (deviationS === 0) return "";
  return `${formatDuration(Math.abs(deviationS))} ${deviationS > 0 ? "late" : "early"}`;
}
