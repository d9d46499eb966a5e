import { usePreferences } from "../preferences.js";
import { LANGUAGES, type Texts } from "./texts.js";

/** The page's words in the reader's language. */
export function useTexts(): Texts {
  return LANGUAGES[usePreferences().language];
}
