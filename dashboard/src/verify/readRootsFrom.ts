import { connect, lowerHex, readRoots } from "../../../evidence/index.js";
import type { EvidenceScan, Roots } from "../../../protocol/index.js";
import type { Trust } from "./evidence.js";

/** Reads from the reader's node what a file must be judged by. @throws NodeUnreachable, and what `readRoots` throws */
export async function readRootsFrom({ rpcUrl, directory }: Trust, scan: EvidenceScan): Promise<Roots> {
  const { provider } = await connect(rpcUrl);
  try {
    return await readRoots({ provider, directory: lowerHex(directory), scan });
  } finally {
    provider.destroy();
  }
}
