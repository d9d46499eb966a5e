import type { Texts } from "../texts/texts.js";

export type ProofState = keyof Texts["common"]["states"];

/** How much of the way to the chain a state has behind it: the ring fills as evidence grows. */
const FILL: Partial<Record<ProofState, number>> = { verified: 0.25, buffered: 0.4, batched: 0.55, submitted: 0.75 };

const RADIUS = 6;
const CIRCUMFERENCE = 2 * Math.PI * RADIUS;

function Inner({ state }: { readonly state: ProofState }) {
  switch (state) {
    case "anchored":
      return (
        <>
          <circle className="glyph-solid" cx="8" cy="8" r="7" />
          <path className="glyph-cut" d="M4.8 8.2 7.1 10.5 11.2 5.8" />
        </>
      );
    case "settled":
      return (
        <>
          <circle className="glyph-halo" cx="8" cy="8" r="7.25" />
          <circle className="glyph-solid" cx="8" cy="8" r="5.4" />
          <path className="glyph-cut" d="M5.5 8.1 7.3 9.9 10.5 6.3" />
        </>
      );
    case "sealed":
      return (
        <>
          <path className="glyph-solid" d="M8 .8 14.4 3v5c0 3.6-2.6 6.2-6.4 7.4C4.2 14.2 1.6 11.6 1.6 8V3Z" />
          <path className="glyph-cut" d="M4.8 8.2 7.1 10.5 11.2 5.8" />
        </>
      );
    case "delayed":
      return (
        <>
          <circle className="glyph-ring" cx="8" cy="8" r={RADIUS} />
          <path className="glyph-line" d="M8 4.6V8l2.3 1.7" />
        </>
      );
    case "rejected":
      return (
        <>
          <circle className="glyph-ring" cx="8" cy="8" r={RADIUS} />
          <path className="glyph-line" d="m5.7 5.7 4.6 4.6m0-4.6-4.6 4.6" />
        </>
      );
    case "received":
      return <circle className="glyph-ring glyph-dashed" cx="8" cy="8" r={RADIUS} />;
    default: {
      const filled = (FILL[state] ?? 0) * CIRCUMFERENCE;
      return (
        <>
          <circle className="glyph-track" cx="8" cy="8" r={RADIUS} />
          <circle
            className="glyph-ring"
            cx="8"
            cy="8"
            r={RADIUS}
            strokeDasharray={`${filled} ${CIRCUMFERENCE}`}
            transform="rotate(-90 8 8)"
          />
        </>
      );
    }
  }
}

/** A state's sign; it differs by shape, never by colour alone. */
export function StateGlyph({ state }: { readonly state: ProofState }) {
  return (
    <svg className="glyph" data-state={state} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <Inner state={state} />
    </svg>
  );
}
