import { useMemo } from "react";
import type { Chain } from "../../../api/types.js";
import { useResource } from "../data/resources.js";
import { usePreferences } from "../preferences.js";
import { createFormats, type Formats } from "./formats.js";
import { readerLocale } from "./locale.js";

/** Formats for the reader's language and the chain's currency. */
export function useFormats(): Formats {
  const { language } = usePreferences();
  const { data: chain } = useResource<Chain>("api/chain");
  const locale = readerLocale(language, navigator.languages);
  const currency = chain?.currency;
  const decimals = chain?.decimals;
  return useMemo(() => createFormats({ locale, currency, decimals }), [locale, currency, decimals]);
}
