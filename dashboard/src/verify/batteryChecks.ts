import { useSyncExternalStore } from "react";
import type { WattproofError } from "../../../protocol/index.js";
import { apiUrl } from "../data/request.js";
import { check, stopChecks } from "./client.js";
import type { NamedBlob, Trust } from "./evidence.js";
import type { EvidenceOutcome, EvidenceProgress, NoJudgement } from "./judgement.js";
import { CheckStopped, EvidenceUnavailable } from "./problems.js";

/** What is checked: a battery of this installation, or files that were dropped. */
export type BatteryCheck =
  | { readonly state: "idle" }
  | { readonly state: "checking"; readonly name: string; readonly progress: EvidenceProgress | undefined }
  | { readonly state: "done"; readonly outcome: EvidenceOutcome };

/** Under which the check of dropped files is kept; no identifier can be this. */
export const FILES_KEY = "\u0000files";

const IDLE: BatteryCheck = { state: "idle" };
const checks = new Map<string, BatteryCheck>();
const listeners = new Set<() => void>();

function put(key: string, next: BatteryCheck): void {
  checks.set(key, next);
  for (const listener of listeners) listener();
}

function unable({ code, message, next }: WattproofError): NoJudgement {
  return { kind: "unable", code, message, next };
}

/** API path of a battery's evidence file. */
export function evidencePath(identifier: string): string {
  return `api/batteries/${encodeURIComponent(identifier)}/evidence`;
}

/** Name under which a battery's evidence file is saved. */
export function evidenceName(identifier: string): string {
  return `${encodeURIComponent(identifier)}.evidence.json`;
}

async function fetchEvidence(identifier: string): Promise<Blob | undefined> {
  try {
    const answer = await fetch(apiUrl(evidencePath(identifier)), { cache: "no-store" });
    return answer.ok ? await answer.blob() : undefined;
  } catch {
    return undefined;
  }
}

export interface Files {
  readonly evidence: NamedBlob;
  /** Trusted roots; without them the chain is asked. */
  readonly roots?: NamedBlob;
}

/** Checks evidence that is at hand. @param key Under which the result is kept. */
export async function checkFiles(key: string, files: Files, trust: Trust): Promise<void> {
  const { name } = files.evidence;
  const started: BatteryCheck = { state: "checking", name, progress: undefined };
  put(key, started);
  // A check that was stopped, or overtaken by one of other files, no longer speaks for this key.
  let mine: BatteryCheck = started;
  const report = (next: BatteryCheck) => {
    if (checks.get(key) !== mine) return;
    mine = next;
    put(key, next);
  };
  try {
    const outcome = await check({ kind: "evidence", ...files, trust }, (progress) =>
      report({ state: "checking", name, progress }),
    );
    report({ state: "done", outcome });
  } catch (error) {
    report({ state: "done", outcome: unable(new CheckStopped(error)) });
  }
}

/** Fetches a battery's evidence and checks it against the chain; the result is kept under its identifier. */
export async function checkBattery(identifier: string, trust: Trust): Promise<void> {
  const name = evidenceName(identifier);
  put(identifier, { state: "checking", name, progress: undefined });
  const blob = await fetchEvidence(identifier);
  if (blob === undefined) {
    put(identifier, { state: "done", outcome: unable(new EvidenceUnavailable(identifier)) });
    return;
  }
  await checkFiles(identifier, { evidence: { name, blob } }, trust);
}

/** Ends the check under `key` and forgets its result. */
export function forgetCheck(key: string): void {
  const wasChecking = checks.get(key)?.state === "checking";
  put(key, IDLE);
  if (wasChecking) stopChecks();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** How far a check has come, and what it found. */
export function useBatteryCheck(key: string | undefined): BatteryCheck {
  return useSyncExternalStore(subscribe, () => (key === undefined ? IDLE : (checks.get(key) ?? IDLE)));
}
