import { LONGEST_TEXT_BYTES } from "./limits.js";
import { type Opening, sortedConditions, type Terms } from "./terms.js";

/**
 * Why `Negotiation` would refuse these terms of a public proposal, continuing "its terms …"; undefined if it would not. Nobody
 * but the parties sees sealed terms, so they have to hold them to the same rules. Whether a field is known, `readTerms` tells.
 * @param parties Of the negotiation.
 */
export function termsFault(terms: Terms, { buyer, seller }: Pick<Opening, "buyer" | "seller">): string | undefined {
  const { item, currency, target, quantityMilli, conditions } = terms;
  if (terms.buyer !== buyer || terms.seller !== seller) return "name other parties";
  if (quantityMilli === 0n || item === "" || currency === "") return "lack an item, a quantity or a currency";
  const { length } = new TextEncoder().encode(item + currency + target);
  if (length > LONGEST_TEXT_BYTES) {
    return `have ${length} bytes of item, currency and target together, more than ${LONGEST_TEXT_BYTES}`;
  }
  const fields = conditions.map(({ field }) => field);
  if (new Set(fields).size !== fields.length) return "condition a field twice";
  if (sortedConditions(conditions).some(({ field }, at) => field !== fields[at]))
    return "have conditions that are not sorted by field";
  const reversed = conditions.find(({ minMilli, maxMilli }) => minMilli > maxMilli);
  return reversed && `have a condition on ${reversed.field} whose smallest value is above its largest`;
}
