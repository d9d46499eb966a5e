import { useState } from "react";
import { shortenMiddle } from "../format/ids.js";
import { useTexts } from "../texts/useTexts.js";

const SHOWN_COPIED_MS = 1_600;

interface IdentifierProps {
  readonly id: string;
  /** What the id names, for the copy button's label. */
  readonly what: string;
}

/** An id shortened in the middle; a click copies the whole of it. */
export function Identifier({ id, what }: IdentifierProps) {
  const texts = useTexts();
  const [copied, setCopied] = useState(false);

  async function copy() {
    try {
      await navigator.clipboard.writeText(id);
      setCopied(true);
      setTimeout(() => setCopied(false), SHOWN_COPIED_MS);
    } catch {
      // Without permission to write the clipboard the whole id still stands in the hint.
      setCopied(false);
    }
  }

  const shown = shortenMiddle(id);
  return (
    // The label holds the text that is seen, so that a person can say it to a voice control (WCAG 2.5.3).
    <button
      type="button"
      className="identifier"
      title={id}
      aria-label={texts.common.copy(`${what} ${shown}`)}
      onClick={copy}
    >
      <span className="mono">{shown}</span>
      <span className="identifier-note" aria-live="polite">
        {copied ? texts.common.copied : ""}
      </span>
    </button>
  );
}
