import { type ChangeEvent, type DragEvent, useId, useState } from "react";
import { Notice } from "../../components/Notice.js";
import { useTexts } from "../../texts/useTexts.js";
import { checkFiles, type Files, useBatteryCheck } from "../../verify/batteryChecks.js";
import { useTrust } from "../../verify/useTrust.js";
import { sortFiles } from "./sortFiles.js";
import { VerifyResult } from "./VerifyResult.js";

/** Under which the result of dropped files is kept; no identifier can be this. */
const KEY = "\u0000files";

/** Checks evidence that the reader holds as a file, against the chain or against a roots file. */
export function FileCheck() {
  const { verify } = useTexts();
  const trust = useTrust();
  const inputId = useId();
  const [over, setOver] = useState(false);
  const [refused, setRefused] = useState<string>();
  const [name, setName] = useState("");
  const check = useBatteryCheck(name ? KEY : undefined);

  async function take(list: FileList | null) {
    setOver(false);
    setRefused(undefined);
    if (!list || list.length === 0) return;
    const sorted = await sortFiles([...list], verify.drop);
    if ("refused" in sorted) {
      setRefused(sorted.refused);
      return;
    }
    setName(sorted.name);
    const files: Files = sorted.files;
    // With a roots file no chain is asked, so none need be known.
    await checkFiles(KEY, files, trust ?? { rpcUrl: "", directory: "" });
  }

  return (
    <section className="section" aria-labelledby="drop-title">
      <h2 id="drop-title">{verify.drop.title}</h2>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the file input does the same by keyboard */}
      <div
        className="drop"
        data-over={over}
        onDragOver={(event: DragEvent) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event: DragEvent) => {
          event.preventDefault();
          void take(event.dataTransfer.files);
        }}
      >
        <p>{over ? verify.drop.dropping : verify.drop.note}</p>
        <input
          id={inputId}
          className="visually-hidden"
          type="file"
          multiple
          accept=".json,application/json"
          data-testid="evidence-files"
          onChange={(event: ChangeEvent<HTMLInputElement>) => {
            const input = event.currentTarget;
            void take(input.files).then(() => {
              // The same file may be chosen again after it was changed.
              input.value = "";
            });
          }}
        />
        <label className="button" htmlFor={inputId}>
          {verify.drop.choose}
        </label>
      </div>
      <div aria-live="polite" data-testid="file-result">
        {refused ? <Notice tone="bad" title={refused} /> : null}
        {!refused && check.state === "checking" ? <p className="quiet">{verify.phases[check.phase]} …</p> : null}
        {!refused && check.state === "done" ? (
          <VerifyResult outcome={check.outcome} title={verify.titleFile(name)} />
        ) : null}
      </div>
    </section>
  );
}
