import type { JsonRpcApiProvider } from "ethers";
import { readRoots } from "../evidence/index.js";
import type { Queries } from "../indexer/index.js";
import { type Hex, serializeEvidence, serializeRoots } from "../protocol/index.js";
import { openOutputFolder, writeOutput } from "./outputFolder.js";
import type { DemoSummary } from "./summary.js";

const ROOTS = "roots.json";
const SUMMARY = "summary.json";

/** Name of a battery's evidence within the output folder: its id, percent-encoded so that any id is one file name. */
export function evidenceFileName(identifier: string): string {
  return `${encodeURIComponent(identifier)}.evidence.json`;
}

/**
 * Makes sure that the output of these batteries can be written, before they are replayed.
 * @param folder Made if it is missing.
 * @returns Names of the files that are there already and will be overwritten. Throws `OutputUnusable` or `EvidenceNameTooLong`.
 */
export function requireOutputs(folder: string, identifiers: readonly string[]): string[] {
  return openOutputFolder(folder, [...identifiers.map(evidenceFileName), ROOTS, SUMMARY]);
}

export interface WriteEvidenceOptions {
  readonly folder: string;
  readonly queries: Queries;
  readonly provider: JsonRpcApiProvider;
  readonly directory: Hex;
  readonly identifiers: readonly string[];
}

/** Writes what a recycler needs: an evidence file per battery, and the roots to check it by without the chain. Throws `OutputUnusable`. */
export async function writeEvidence(options: WriteEvidenceOptions): Promise<void> {
  const { folder, queries, provider, directory, identifiers } = options;
  for (const identifier of identifiers) {
    writeOutput(folder, evidenceFileName(identifier), serializeEvidence(await queries.evidenceOf(identifier)));
  }
  const roots = await readRoots({ provider, directory, passports: identifiers });
  writeOutput(folder, ROOTS, serializeRoots(roots));
}

/** Writes what the replay came to. Throws `OutputUnusable`. */
export function writeSummary(folder: string, summary: DemoSummary): void {
  writeOutput(folder, SUMMARY, `${JSON.stringify(summary, null, 2)}\n`);
}
