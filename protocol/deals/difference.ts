import { quoted } from "../errors.js";
import { unitOf } from "../fields.js";
import type { Changes } from "./counterJson.js";
import { decimalText } from "./decimals.js";
import { milliText } from "./offerReaders.js";
import { type Condition, type Offer, PRICE_DECIMALS, sortedConditions } from "./terms.js";

/** What a counter-offer would change to come from one offer to the next: what `applyChanges` undoes. */
export function changesBetween(previous: Offer, next: Offer): Changes {
  const before = byField(previous.conditions);
  const after = byField(next.conditions);
  const isNew = ({ field, minMilli: min, maxMilli: max }: Condition) => {
    const old = before.get(field);
    return old === undefined || old.minMilli !== min || old.maxMilli !== max;
  };
  return {
    fields: {
      ...(previous.item === next.item ? {} : { item: next.item }),
      ...(previous.priceMicro === next.priceMicro ? {} : { priceMicro: next.priceMicro }),
      ...(previous.quantityMilli === next.quantityMilli ? {} : { quantityMilli: next.quantityMilli }),
      ...(previous.currency === next.currency ? {} : { currency: next.currency }),
      ...(previous.target === next.target ? {} : { target: next.target }),
    },
    conditions: sortedConditions(next.conditions.filter(isNew)),
    removedConditions: previous.conditions.map(({ field }) => field).filter((field) => !after.has(field)),
  };
}

/** The difference of two offers for people, one line each; none for equal ones. */
export function describeChanges(previous: Offer, next: Offer): string[] {
  const { fields, conditions, removedConditions } = changesBetween(previous, next);
  const before = byField(previous.conditions);
  const lines: string[] = [];
  if (fields.item !== undefined) lines.push(`item ${quoted(previous.item)} → ${quoted(fields.item)}`);
  if (fields.priceMicro !== undefined) {
    const [from, to] = [previous, next].map(({ priceMicro: price }) => decimalText(price, PRICE_DECIMALS));
    lines.push(`price ${from} → ${to} ${next.currency}`);
  }
  if (fields.quantityMilli !== undefined)
    lines.push(`quantity ${milliText(previous.quantityMilli)} → ${milliText(next.quantityMilli)}`);
  if (fields.currency !== undefined) lines.push(`currency ${quoted(previous.currency)} → ${quoted(fields.currency)}`);
  if (fields.target !== undefined) lines.push(`target ${quoted(previous.target)} → ${quoted(fields.target)}`);
  for (const condition of conditions) lines.push(describeChange(before.get(condition.field), condition));
  for (const field of removedConditions) lines.push(`${field} no longer conditioned`);
  return lines;
}

/** A condition for people. */
export function describeCondition({ field, minMilli: min, maxMilli: max }: Condition): string {
  return `${field} ${milliText(min)} to ${milliText(max)}${unitText(field)}`;
}

function describeChange(old: Condition | undefined, now: Condition): string {
  const unit = unitText(now.field);
  if (old === undefined) return `${describeCondition(now)}, not conditioned before`;
  if (old.minMilli === now.minMilli)
    return `${now.field} at most ${milliText(now.maxMilli)}${unit} instead of ${milliText(old.maxMilli)}${unit}`;
  if (old.maxMilli === now.maxMilli)
    return `${now.field} at least ${milliText(now.minMilli)}${unit} instead of ${milliText(old.minMilli)}${unit}`;
  return `${describeCondition(now)} instead of ${milliText(old.minMilli)} to ${milliText(old.maxMilli)}${unit}`;
}

function unitText(field: string): string {
  const unit = unitOf(field);
  return unit === undefined ? "" : ` ${unit}`;
}

function byField(conditions: readonly Condition[]): Map<string, Condition> {
  return new Map(conditions.map((condition) => [condition.field, condition]));
}
