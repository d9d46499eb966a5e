import { Readable } from "node:stream";
import type { ReadableStream } from "node:stream/web";
import { readRoots } from "../../../evidence/index.js";
import {
  type ArchivedBatch,
  buildEvidence,
  type EvidenceBundle,
  evidenceSourcesOf,
  type Hex,
  type PassportRoots,
  parseEvidence,
  passportFactsOf,
  quoted,
  structHashOfLeaf,
  WattproofError,
} from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { batchesInArchives } from "../../evidence/archives.js";
import { PassportMissing } from "./errors.js";

/** The API did not answer with evidence. */
export class ApiUnusable extends WattproofError {
  constructor(url: string, reason: string, cause?: unknown) {
    super({
      code: "ApiUnusable",
      message: `The API at ${quoted(url)} gave no evidence: ${reason}.`,
      next: "Check the address and that the service runs, or export from the oracle's archive with --archive.",
      facts: { url, reason },
      cause,
    });
  }
}

const TIMEOUT_MS = 60_000;
/** As many bytes as a document that is read whole may have. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Where a battery's records are. */
export interface HistorySource {
  readonly archive?: readonly string[];
  readonly api?: string;
}

/**
 * A battery's passport as the chain has it, and its whole history as the source has it: not verified yet.
 * @throws PassportMissing, ApiUnusable, StateOfAnotherChain, and what `readRoots`, `openArchiveFile` and `parseEvidence`
 *   throw
 */
export async function wholeHistory(
  chain: OpenChain,
  identifier: string,
  { archive = [], api }: HistorySource,
): Promise<{ passport: PassportRoots; whole: EvidenceBundle }> {
  const { provider, directory } = chain;
  const { passports } = await readRoots({ provider, directory, passports: [identifier], batches: [] });
  const [passport] = passports;
  if (passport === undefined) throw new PassportMissing(identifier, directory);
  const found =
    api === undefined ? await evidenceOfArchives(chain, passport, archive) : await evidenceOfApi(api, identifier);
  return { passport, whole: { ...found, passport: passportFactsOf(passport) } };
}

/**
 * Evidence out of the states of stopped oracles. Throws `StateOfAnotherChain`, and as `openArchiveFile` and
 * `buildEvidence`.
 */
async function evidenceOfArchives(
  chain: OpenChain,
  passport: PassportRoots,
  folders: readonly string[],
): Promise<EvidenceBundle> {
  const { chainId, genesisHash, directory } = chain;
  const devices = passport.bindings.map(({ device }) => device);
  const batches: ArchivedBatch[] = [];
  for await (const batch of batchesInArchives(chain, folders, devices)) batches.push(batch);
  // A record that was anchored twice is proven once.
  const seen = new Set<Hex>();
  const records = evidenceSourcesOf(passport.bindings, batches).filter(({ leaf }) => {
    const hash = structHashOfLeaf(leaf);
    return seen.size < seen.add(hash).size;
  });
  return buildEvidence({ chain: { chainId, genesisHash, directory }, passport, records });
}

/** Evidence as a running service has it: a claim like any other. Throws `ApiUnusable` and as `parseEvidence`. */
async function evidenceOfApi(api: string, identifier: string): Promise<EvidenceBundle> {
  const url = new URL(`api/batteries/${encodeURIComponent(identifier)}/evidence`, api.endsWith("/") ? api : `${api}/`);
  return parseEvidence(await textOf(url));
}

async function textOf(url: URL): Promise<string> {
  try {
    const response = await fetch(url, { redirect: "error", signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok) throw new ApiUnusable(url.href, `it answered with status ${response.status}`);
    const chunks: Uint8Array[] = [];
    let size = 0;
    for await (const chunk of response.body === null
      ? []
      : Readable.fromWeb(response.body as ReadableStream<Uint8Array>)) {
      size += chunk.length;
      if (size > MOST_BYTES) throw new ApiUnusable(url.href, `it sent more than ${MOST_BYTES} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString("utf8");
  } catch (error) {
    if (error instanceof ApiUnusable) throw error;
    throw new ApiUnusable(url.href, "it cannot be reached", error);
  }
}
