import type { Claim } from "../routes.js";
import { useTexts } from "../texts/useTexts.js";
import { useClaim } from "../useRoute.js";
import type { ProofState } from "./StateGlyph.js";
import { StateGlyph } from "./StateGlyph.js";

interface ProofMarkProps {
  readonly state: ProofState;
  /** What the mark is about, for those who do not see where it stands. */
  readonly what: string;
  /** What opens on a click; a mark without a claim only states. */
  readonly claim?: Claim | undefined;
  /** Shows the state's word beside the glyph. */
  readonly worded?: boolean;
}

/** The proof state of a value; a click asks why one should believe it. */
export function ProofMark({ state, what, claim, worded = false }: ProofMarkProps) {
  const texts = useTexts();
  const { open } = useClaim();
  const word = texts.common.states[state];
  const content = (
    <>
      <StateGlyph state={state} />
      {worded ? <span>{word}</span> : null}
    </>
  );
  if (!claim) {
    return (
      <span className="mark" data-state={state} title={word}>
        {content}
        {worded ? null : <span className="visually-hidden">{word}</span>}
      </span>
    );
  }
  return (
    <button
      type="button"
      className="mark mark-button"
      data-state={state}
      aria-haspopup="dialog"
      aria-label={texts.common.whyState(word, what)}
      title={`${word}. ${texts.common.why}`}
      onClick={() => open(claim)}
    >
      {content}
    </button>
  );
}
