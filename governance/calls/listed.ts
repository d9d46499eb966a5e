/** As many people look at; what is left out is said, and is in the proposal's JSON. */
const LONGEST_LIST = 20;

/** Items of a sentence, bounded: longer lists could only drown the rest. */
export function listed(items: readonly string[]): string {
  const left = items.length - LONGEST_LIST;
  return `${items.slice(0, LONGEST_LIST).join(", ")}${left > 0 ? ` and ${left} more (--json has all)` : ""}`;
}
