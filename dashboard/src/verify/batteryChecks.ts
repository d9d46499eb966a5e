import { useSyncExternalStore } from "react";
import type { WattproofError } from "../../../protocol/index.js";
import { apiUrl } from "../data/request.js";
import { check } from "./client.js";
import type { EvidenceOutcome, EvidencePhase, Trust } from "./evidence.js";
import { CheckStopped, EvidenceUnavailable } from "./problems.js";

/** What is checked: a battery of this installation, or files that were dropped. */
export type BatteryCheck =
  | { readonly state: "idle" }
  | { readonly state: "checking"; readonly phase: "fetching" | EvidencePhase }
  | { readonly state: "done"; readonly outcome: EvidenceOutcome };

const IDLE: BatteryCheck = { state: "idle" };
const checks = new Map<string, BatteryCheck>();
const listeners = new Set<() => void>();

function put(key: string, next: BatteryCheck): void {
  checks.set(key, next);
  for (const listener of listeners) listener();
}

function unable({ code, message, next }: WattproofError): EvidenceOutcome {
  return { kind: "unable", code, message, next };
}

/** API path of a battery's evidence file. */
export function evidencePath(identifier: string): string {
  return `api/batteries/${encodeURIComponent(identifier)}/evidence`;
}

async function fetchEvidence(identifier: string): Promise<string | undefined> {
  try {
    const answer = await fetch(apiUrl(evidencePath(identifier)), { cache: "no-store" });
    return answer.ok ? await answer.text() : undefined;
  } catch {
    return undefined;
  }
}

export interface Files {
  readonly evidenceText: string;
  readonly roots?: { readonly name: string; readonly text: string };
}

/** Checks evidence that is at hand. @param key Under which the result is kept. */
export async function checkFiles(key: string, files: Files, trust: Trust): Promise<void> {
  put(key, { state: "checking", phase: files.roots ? "checking" : "roots" });
  try {
    const outcome = await check({ kind: "evidence", ...files, trust }, (phase) =>
      put(key, { state: "checking", phase }),
    );
    put(key, { state: "done", outcome });
  } catch (error) {
    put(key, { state: "done", outcome: unable(new CheckStopped(error)) });
  }
}

/** Fetches a battery's evidence and checks it against the chain; the result is kept under its identifier. */
export async function checkBattery(identifier: string, trust: Trust): Promise<void> {
  put(identifier, { state: "checking", phase: "fetching" });
  const evidenceText = await fetchEvidence(identifier);
  if (evidenceText === undefined) {
    put(identifier, { state: "done", outcome: unable(new EvidenceUnavailable(identifier)) });
    return;
  }
  await checkFiles(identifier, { evidenceText }, trust);
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
