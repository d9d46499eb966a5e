import type { JsonRpcApiProvider } from "ethers";
import { collectProof } from "../../../evidence/index.js";
import { headerOfAnswer } from "../../../protocol/bft/index.js";
import type { Hex, Roots } from "../../../protocol/index.js";
import { readStoredRoots, type StoredRoots } from "../../../protocol/sealed/index.js";

/** What proofs of contract storage say of a battery, as of the latest block: nothing of it is the node's word. */
export async function storedRoots(
  provider: JsonRpcApiProvider,
  directory: Hex,
  batteryPassportIdentifier: string,
  batches: Roots["batches"] = [],
): Promise<StoredRoots> {
  const header = headerOfAnswer(await provider.send("eth_getBlockByNumber", ["latest", false]));
  const reading = () => readStoredRoots({ directory, batteryPassportIdentifier, batches });
  return (await collectProof({ provider, header, reading })).value;
}
