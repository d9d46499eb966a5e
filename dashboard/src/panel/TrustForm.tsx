import { type FormEvent, useId, useState } from "react";
import type { Chain } from "../../../api/types.js";
import { useResource } from "../data/resources.js";
import { prefer, usePreferences } from "../preferences.js";
import { useTexts } from "../texts/useTexts.js";

const URL_FORM = /^https?:\/\/\S+$/;
const ADDRESS_FORM = /^0x[0-9a-fA-F]{40}$/;

/** Which node and which directory the reader trusts; both may be the reader's own. */
export function TrustForm() {
  const { proof } = useTexts();
  const texts = proof.trust;
  const { data: chain } = useResource<Chain>("api/chain");
  const { rpcUrl, directory } = usePreferences();
  const [draftUrl, setDraftUrl] = useState(rpcUrl);
  const [draftDirectory, setDraftDirectory] = useState(directory);
  const [problem, setProblem] = useState<string>();
  const problemId = useId();
  const own = rpcUrl !== "" || directory !== "";

  function apply(event: FormEvent) {
    event.preventDefault();
    const url = draftUrl.trim();
    const address = draftDirectory.trim();
    if (url !== "" && !URL_FORM.test(url)) return setProblem(texts.badUrl);
    if (address !== "" && !ADDRESS_FORM.test(address)) return setProblem(texts.badDirectory);
    setProblem(undefined);
    prefer("rpcUrl", url);
    prefer("directory", address.toLowerCase());
  }

  function reset() {
    setProblem(undefined);
    setDraftUrl("");
    setDraftDirectory("");
    prefer("rpcUrl", "");
    prefer("directory", "");
  }

  return (
    <details className="trust-form">
      <summary>{texts.title}</summary>
      <p className="small quiet">{texts.note}</p>
      <form onSubmit={apply} noValidate>
        <label className="field-stacked">
          <span>{texts.rpcUrl}</span>
          <input
            type="url"
            inputMode="url"
            autoComplete="off"
            spellCheck={false}
            value={draftUrl}
            placeholder={chain?.rpcUrl}
            aria-describedby={problemId}
            onChange={(event) => setDraftUrl(event.currentTarget.value)}
          />
        </label>
        <label className="field-stacked">
          <span>{texts.directory}</span>
          <input
            className="mono"
            type="text"
            autoComplete="off"
            spellCheck={false}
            value={draftDirectory}
            placeholder={chain?.directory}
            aria-describedby={problemId}
            onChange={(event) => setDraftDirectory(event.currentTarget.value)}
          />
        </label>
        <p id={problemId} className="field-problem" role="alert">
          {problem}
        </p>
        <p className="row">
          <button type="submit" className="button">
            {texts.apply}
          </button>
          {own ? (
            <button type="button" className="button" onClick={reset}>
              {texts.reset}
            </button>
          ) : null}
        </p>
      </form>
    </details>
  );
}
