import { INCIDENT_CATEGORY_WORDS, IncidentCategory } from "../../../protocol/index.js";

/** What a gateway may report, as it is typed: equivocation is proven instead. */
export const REPORTABLE: readonly string[] = INCIDENT_CATEGORY_WORDS.slice(
  IncidentCategory.Tampering,
  IncidentCategory.Equivocation,
).map((word) => word.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));

/** Category of one of `REPORTABLE`; undefined for any other text. */
export function categoryOf(typed: string): number | undefined {
  const at = REPORTABLE.indexOf(typed);
  return at === -1 ? undefined : at + IncidentCategory.Tampering;
}
