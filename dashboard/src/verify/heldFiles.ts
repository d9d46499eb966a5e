import { useSyncExternalStore } from "react";
import { checkFiles, FILES_KEY, forgetCheck } from "./batteryChecks.js";
import type { NamedBlob, Trust } from "./evidence.js";
import { sortFiles } from "./sortFiles.js";

/** The files that the reader handed to the page. They stay in this browser, and only as long as the page is open. */
export interface HeldFiles {
  readonly evidence?: NamedBlob;
  readonly roots?: NamedBlob;
  /** A file that was handed in and is neither. */
  readonly stranger?: string;
}

let held: HeldFiles = {};
const listeners = new Set<() => void>();

function hold(next: HeldFiles): void {
  held = next;
  for (const listener of listeners) listener();
}

/** Checks the evidence that is held, by the roots that are held with it or else by the chain. */
export async function checkHeld(trust: Trust | undefined): Promise<void> {
  const { evidence, roots } = held;
  // With a roots file no chain is asked, so none need be known.
  if (!evidence || !(trust || roots)) return;
  await checkFiles(FILES_KEY, { evidence, ...(roots ? { roots } : {}) }, trust ?? { rpcUrl: "", directory: "" });
}

/** Takes files as they were chosen or dropped, beside those that are held already. What was found before is forgotten. */
export async function takeFiles(list: readonly File[]): Promise<void> {
  if (list.length === 0) return;
  const { stranger, ...sorted } = await sortFiles(list);
  const { stranger: _before, ...kept } = held;
  hold({ ...kept, ...sorted, ...(stranger === undefined ? {} : { stranger }) });
  if (sorted.evidence || sorted.roots) forgetCheck(FILES_KEY);
}

/** Lets go of a file, and of what was found with it. */
export function letGo(which: "evidence" | "roots"): void {
  const { [which]: _gone, stranger: _stranger, ...kept } = held;
  hold(kept);
  forgetCheck(FILES_KEY);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** The files that are held now. */
export function useHeldFiles(): HeldFiles {
  return useSyncExternalStore(subscribe, () => held);
}
