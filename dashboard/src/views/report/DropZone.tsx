import { type ChangeEvent, type DragEvent, useId, useState } from "react";
import { Notice } from "../../components/Notice.js";
import { useTexts } from "../../texts/useTexts.js";
import { letGo, takeFiles, useHeldFiles } from "../../verify/heldFiles.js";
import { useTrust } from "../../verify/useTrust.js";

function HeldFile({ which, name }: { readonly which: "evidence" | "roots"; readonly name: string }) {
  const { report } = useTexts();
  return (
    <li className="held">
      <span className="quiet small">{report.drop[which]}</span>
      <span className="held-name">{name}</span>
      <button
        type="button"
        className="icon-button"
        title={report.drop.remove(name)}
        aria-label={report.drop.remove(name)}
        onClick={() => letGo(which)}
      >
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path className="glyph-line" d="m4.2 4.2 7.6 7.6m0-7.6-7.6 7.6" />
        </svg>
      </button>
    </li>
  );
}

function Held() {
  const { report } = useTexts();
  const { evidence, roots } = useHeldFiles();
  if (!evidence && !roots) return null;
  return (
    <ul className="held-files" aria-label={report.drop.label}>
      {evidence ? <HeldFile which="evidence" name={evidence.name} /> : null}
      {roots ? <HeldFile which="roots" name={roots.name} /> : null}
    </ul>
  );
}

/** Where the roots will come from, so that nobody wonders afterwards. */
function RootsNote() {
  const { drop } = useTexts().report;
  const trust = useTrust();
  const { roots } = useHeldFiles();
  return (
    <p className="small quiet">
      {roots ? drop.fromFile(roots.name) : trust ? drop.fromNode(trust.rpcUrl) : drop.fromNowhere}
    </p>
  );
}

interface DropZoneProps {
  /** Called once files were taken in. */
  readonly onTaken?: () => void;
  /** The page around the zone takes files too. */
  readonly anywhere?: boolean;
  /** Large while there is nothing else to see. */
  readonly large?: boolean;
  /** A file is being dragged over the page around the zone. */
  readonly over?: boolean;
}

/** Takes an evidence file, a roots file or both: dropped, or chosen by a button that the keyboard reaches. */
export function DropZone({ onTaken, anywhere = false, large = false, over: overPage = false }: DropZoneProps) {
  const { report, verify } = useTexts();
  const inputId = useId();
  const [overZone, setOverZone] = useState(false);
  const held = useHeldFiles();
  const over = overZone || overPage;

  async function take(list: FileList | null) {
    setOverZone(false);
    // The list empties itself once the field is cleared.
    const files = [...(list ?? [])];
    if (files.length === 0) return;
    onTaken?.();
    await takeFiles(files);
  }

  return (
    <div className="drop-area no-print">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the file input does the same by keyboard */}
      <div
        className="drop"
        data-over={over}
        data-large={large}
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setOverZone(true);
        }}
        onDragLeave={() => setOverZone(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          event.stopPropagation();
          void take(event.dataTransfer.files);
        }}
      >
        <div className="drop-words">
          <p className="drop-title">
            {over ? report.drop.dropping : anywhere ? report.drop.title : report.drop.titleHere}
          </p>
          <p>{report.drop.note}</p>
        </div>
        <input
          id={inputId}
          className="visually-hidden"
          type="file"
          multiple
          accept=".json,application/json"
          data-testid="evidence-files"
          onChange={(event: ChangeEvent<HTMLInputElement>) => {
            const input = event.currentTarget;
            void take(input.files);
            // The same file may be chosen again after it was changed.
            input.value = "";
          }}
        />
        <label className={large ? "button button-main" : "button"} htmlFor={inputId}>
          {report.drop.choose}
        </label>
      </div>
      <Held />
      <RootsNote />
      <div aria-live="polite">
        {held.stranger ? <Notice tone="bad" title={verify.drop.notRecognised(held.stranger)} /> : null}
        {held.roots && !held.evidence ? <Notice tone="warn" title={verify.drop.onlyRoots} /> : null}
      </div>
    </div>
  );
}
