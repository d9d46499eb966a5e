import { prefer, usePreferences } from "../preferences.js";
import { useTexts } from "../texts/useTexts.js";

const NEXT = { system: "light", light: "dark", dark: "system" } as const;

const PATHS = {
  system: "M8 2a6 6 0 1 0 0 12Z",
  light: "M8 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7Z",
  dark: "M12.8 9.6A5.5 5.5 0 0 1 6.4 3.2a5.5 5.5 0 1 0 6.4 6.4Z",
} as const;

/** Goes round system, light and dark. */
export function ThemeSwitch() {
  const { common } = useTexts();
  const { theme } = usePreferences();
  const label = `${common.theme.label}: ${common.theme[theme]}`;
  return (
    <button
      type="button"
      className="icon-button"
      title={label}
      aria-label={label}
      onClick={() => prefer("theme", NEXT[theme])}
    >
      <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
        {theme === "system" ? <circle className="glyph-track" cx="8" cy="8" r="6" /> : null}
        <path className="glyph-fill" d={PATHS[theme]} />
        {theme === "light" ? (
          <path
            className="glyph-line"
            d="M8 .8v1.6M8 13.6v1.6M.8 8h1.6M13.6 8h1.6M2.9 2.9 4 4M12 12l1.1 1.1M13.1 2.9 12 4M4 12l-1.1 1.1"
          />
        ) : null}
      </svg>
    </button>
  );
}
