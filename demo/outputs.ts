import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonRpcApiProvider } from "ethers";
import { readRoots } from "../evidence/index.js";
import type { Queries } from "../indexer/index.js";
import { type Hex, serializeEvidence, serializeRoots } from "../protocol/index.js";
import type { DemoSummary } from "./summary.js";

/** Name of a battery's evidence within the output folder: its id, percent-encoded so that any id is one file name. */
export function evidenceFileName(identifier: string): string {
  return `${encodeURIComponent(identifier)}.evidence.json`;
}

export interface WriteEvidenceOptions {
  /** Made if it is missing. */
  readonly folder: string;
  readonly queries: Queries;
  readonly provider: JsonRpcApiProvider;
  readonly directory: Hex;
  readonly identifiers: readonly string[];
}

/** Writes what a recycler needs: an evidence file per battery, and the roots to check it by without the chain. */
export async function writeEvidence(options: WriteEvidenceOptions): Promise<void> {
  const { folder, queries, provider, directory, identifiers } = options;
  mkdirSync(folder, { recursive: true });
  for (const identifier of identifiers) {
    writeFileSync(join(folder, evidenceFileName(identifier)), serializeEvidence(await queries.evidenceOf(identifier)));
  }
  const roots = await readRoots({ provider, directory, passports: identifiers });
  writeFileSync(join(folder, "roots.json"), serializeRoots(roots));
}

export function writeSummary(folder: string, summary: DemoSummary): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "summary.json"), `${JSON.stringify(summary, null, 2)}\n`);
}
