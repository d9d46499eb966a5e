import { useTexts } from "../texts/useTexts.js";

export type Outcome = "holds" | "fails" | "unknown" | "pending";

const PATHS: Record<Outcome, string> = {
  holds: "M3.5 8.4 6.6 11.5 12.5 4.8",
  fails: "m4.2 4.2 7.6 7.6m0-7.6-7.6 7.6",
  unknown: "M4 8h8",
  pending: "M8 4v4l2.5 1.5",
};

/** A tick, a cross, a dash or a clock, with its word for those who do not see it. */
export function OutcomeGlyph({ outcome }: { readonly outcome: Outcome }) {
  const { proof } = useTexts();
  return (
    <span className="outcome" data-outcome={outcome}>
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path className="glyph-line" d={PATHS[outcome]} />
      </svg>
      <span className="visually-hidden">{proof.outcomes[outcome]}: </span>
    </span>
  );
}
