import { readRoots } from "../../../evidence/readRoots.js";
import type { EvidenceBundle, Hex, Roots } from "../../../protocol/index.js";
import type { Trust } from "./evidence.js";
import { openProvider } from "./openChain.js";

/** Reads from the reader's node what the bundle must be judged by. Rejects if the node does not answer. */
export async function readRootsFrom(trust: Trust, bundle: EvidenceBundle): Promise<Roots> {
  const provider = await openProvider(trust);
  return readRoots({ provider, directory: trust.directory.toLowerCase() as Hex, bundle });
}
