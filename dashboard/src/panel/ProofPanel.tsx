import { useEffect, useRef } from "react";
import type { Claim } from "../routes.js";
import { useTexts } from "../texts/useTexts.js";
import { useClaim } from "../useRoute.js";
import { ClaimBody } from "./ClaimBody.js";
import { TrustForm } from "./TrustForm.js";

function Panel({ claim, onClose }: { readonly claim: Claim; readonly onClose: () => void }) {
  const { proof, common } = useTexts();
  const dialog = useRef<HTMLDialogElement>(null);

  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
  }, []);

  return (
    <dialog
      ref={dialog}
      className="panel"
      aria-labelledby="panel-title"
      data-testid="proof-panel"
      onClose={onClose}
      // A click beside the panel lands on the dialog itself, its backdrop.
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") dialog.current?.close();
      }}
    >
      <div className="panel-inner">
        <header className="panel-head">
          <h2 id="panel-title">{proof.title}</h2>
          <button
            type="button"
            className="icon-button"
            aria-label={common.close}
            title={common.close}
            onClick={() => dialog.current?.close()}
          >
            <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
              <path className="glyph-line" d="m3.5 3.5 9 9m0-9-9 9" />
            </svg>
          </button>
        </header>
        <ClaimBody claim={claim} />
        <TrustForm />
      </div>
    </dialog>
  );
}

/** The side panel that answers "why do you believe this?"; open while the address names a claim. */
export function ProofPanel() {
  const { claim, close } = useClaim();
  return claim ? <Panel claim={claim} onClose={close} /> : null;
}
