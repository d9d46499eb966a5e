import { connect, lowerHex, readRoots } from "../../../evidence/index.js";
import type { EvidenceBundle, Roots } from "../../../protocol/index.js";
import type { Trust } from "./evidence.js";

/** Reads from the reader's node what the bundle must be judged by. @throws NodeUnreachable, and what `readRoots` throws */
export async function readRootsFrom({ rpcUrl, directory }: Trust, bundle: EvidenceBundle): Promise<Roots> {
  const { provider } = await connect(rpcUrl);
  try {
    return await readRoots({ provider, directory: lowerHex(directory), bundle });
  } finally {
    provider.destroy();
  }
}
