import { useSyncExternalStore } from "react";
import { usePreferences } from "../preferences.js";

const QUERY = "(prefers-color-scheme: dark)";

function subscribe(listener: () => void): () => void {
  const media = window.matchMedia(QUERY);
  media.addEventListener("change", listener);
  return () => media.removeEventListener("change", listener);
}

/** Whether the page is dark now, by the reader's choice or by the system's. */
export function useDarkness(): boolean {
  const systemIsDark = useSyncExternalStore(subscribe, () => window.matchMedia(QUERY).matches);
  const { theme } = usePreferences();
  return theme === "system" ? systemIsDark : theme === "dark";
}
