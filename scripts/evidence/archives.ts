import { openArchiveFile, StateOfAnotherChain } from "../../oracle/index.js";
import type { ArchivedBatch, Hex } from "../../protocol/index.js";
import type { OpenChain } from "../chain/openChain.js";

/**
 * The anchored batches that hold records or gaps of any of these devices, from the states of stopped oracles.
 * Throws `StateOfAnotherChain`, and as `openArchiveFile`.
 * @param folders The states' folders.
 */
export async function* batchesInArchives(
  { chainId, genesisHash, directory }: OpenChain,
  folders: readonly string[],
  devices: readonly Hex[],
): AsyncGenerator<ArchivedBatch, void, undefined> {
  for (const folder of folders) {
    const { chain, batchesOf, close } = await openArchiveFile(folder);
    try {
      requireSame("chain id", chain.chainId, chainId);
      requireSame("genesis hash", chain.genesisHash, genesisHash);
      requireSame("Directory address", chain.directory, directory);
      if (devices.length > 0) yield* batchesOf(devices);
    } finally {
      await close();
    }
  }
}

function requireSame(what: string, ofState: bigint | string, ofChain: bigint | string): void {
  if (ofState !== ofChain) throw new StateOfAnotherChain(what, String(ofState), String(ofChain));
}
