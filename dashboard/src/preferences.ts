import { useSyncExternalStore } from "react";

/** What a reader chose, kept in this browser only. */
export interface Preferences {
  readonly theme: "system" | "light" | "dark";
  readonly language: "en" | "nb";
  /** A node of the reader's own to read trusted roots from; empty takes the one the server names. */
  readonly rpcUrl: string;
  /** The `Directory` that the reader trusts; empty takes the one the server names. */
  readonly directory: string;
}

const PREFIX = "wattproof.";
const NORWEGIAN = /^(nb|nn|no)\b/i;

function read(key: keyof Preferences): string {
  try {
    return localStorage.getItem(PREFIX + key) ?? "";
  } catch {
    return "";
  }
}

function initial(): Preferences {
  const theme = read("theme");
  const language = read("language");
  return {
    theme: theme === "light" || theme === "dark" ? theme : "system",
    language: language === "en" || language === "nb" ? language : NORWEGIAN.test(navigator.language) ? "nb" : "en",
    rpcUrl: read("rpcUrl"),
    directory: read("directory"),
  };
}

let preferences: Preferences | undefined;
const listeners = new Set<() => void>();

/** The preferences now. */
export function currentPreferences(): Preferences {
  preferences ??= initial();
  return preferences;
}

function apply({ theme, language }: Preferences): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  document.documentElement.lang = language;
}

/** Puts the stored choices onto the document, before the first render. */
export function applyPreferences(): void {
  apply(currentPreferences());
}

/** Changes one choice, at once and for the next visit. */
export function prefer<K extends keyof Preferences>(key: K, value: Preferences[K]): void {
  preferences = { ...currentPreferences(), [key]: value };
  try {
    localStorage.setItem(PREFIX + key, value);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  apply(preferences);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The reader's choices. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, currentPreferences);
}
