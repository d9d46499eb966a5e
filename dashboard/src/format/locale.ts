/** What stands in when the reader's browser speaks no variety of the chosen language. */
const FALLBACK = { en: "en-GB", nb: "nb-NO" } as const;

/**
 * The reader's own variety of the chosen language, so that separators and dates are the accustomed ones.
 * @param accepted The browser's languages, best first.
 */
export function readerLocale(language: "en" | "nb", accepted: readonly string[]): string {
  const isOfLanguage = language === "en" ? /^en\b/i : /^(nb|nn|no)\b/i;
  return accepted.find((locale) => isOfLanguage.test(locale)) ?? FALLBACK[language];
}
