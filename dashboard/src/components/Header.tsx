import type { Chain } from "../../../api/types.js";
import { useLiveState } from "../data/live.js";
import { useResource } from "../data/resources.js";
import { useFormats } from "../format/useFormats.js";
import { prefer, usePreferences } from "../preferences.js";
import { formatRoute, VIEWS, type View } from "../routes.js";
import { useTexts } from "../texts/useTexts.js";
import { ThemeSwitch } from "./ThemeSwitch.js";

function LiveBadge() {
  const { common } = useTexts();
  const formats = useFormats();
  const live = useLiveState();
  const { data: chain } = useResource<Chain>("api/chain");
  return (
    <p className="live" data-live={live}>
      <span className="live-dot" aria-hidden="true" />
      <span role="status">{common.live[live]}</span>
      {chain ? <span className="quiet only-wide">{common.live.block(formats.count(chain.block.number))}</span> : null}
    </p>
  );
}

function LanguageSwitch() {
  const { common } = useTexts();
  const { language } = usePreferences();
  const other = language === "en" ? "nb" : "en";
  return (
    <button
      type="button"
      className="icon-button text-button"
      lang={other}
      title={common.languageSwitchHint}
      onClick={() => prefer("language", other)}
    >
      {common.languageSwitch}
    </button>
  );
}

/** The product's name, the views, whether the page is live, and the reader's choices. */
export function Header({ view }: { readonly view: View }) {
  const { common } = useTexts();
  return (
    <header className="top">
      <div className="top-inner">
        <a className="brand" href={formatRoute({ view: "energy" })}>
          <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
            <rect className="brand-ground" width="32" height="32" rx="7" />
            <path className="brand-line" d="M7 10.5 11.3 22 16 12.5 20.7 22 25 10.5" />
          </svg>
          {common.product}
        </a>
        <nav className="views" aria-label={common.navigation}>
          <ul>
            {VIEWS.map((name) => (
              <li key={name}>
                <a href={formatRoute({ view: name })} aria-current={name === view ? "page" : undefined}>
                  {common.views[name]}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <div className="top-end">
          <LiveBadge />
          <LanguageSwitch />
          <ThemeSwitch />
        </div>
      </div>
    </header>
  );
}
