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

/** Checks the evidence that is held, if there is something to judge it by. */
async function checkHeld(trust: Trust | undefined): Promise<void> {
  const { evidence, roots } = held;
  // With a roots file no chain is asked, so none need be known.
  if (evidence && (trust || roots)) {
    await checkFiles(FILES_KEY, { evidence, ...(roots ? { roots } : {}) }, trust ?? { rpcUrl: "", directory: "" });
  } else {
    forgetCheck(FILES_KEY);
  }
}

/** Takes files as they were chosen or dropped, beside those that are held already, and checks what can be checked. */
export async function takeFiles(list: readonly File[], trust: Trust | undefined): Promise<void> {
  if (list.length === 0) return;
  const { stranger, ...sorted } = await sortFiles(list);
  const { stranger: _before, ...kept } = held;
  hold({ ...kept, ...sorted, ...(stranger === undefined ? {} : { stranger }) });
  if (sorted.evidence || sorted.roots) await checkHeld(trust);
}

/** Lets go of a file; without the evidence its result goes too. */
export async function letGo(which: "evidence" | "roots", trust: Trust | undefined): Promise<void> {
  const { [which]: _gone, stranger: _stranger, ...kept } = held;
  hold(kept);
  await checkHeld(trust);
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
