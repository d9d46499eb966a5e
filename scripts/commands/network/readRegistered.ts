import { requireBlock } from "../../../evidence/index.js";
import { openNodeRegistry, readNodes } from "../../../governance/index.js";
import type { Registered } from "../../../network/index.js";
import { type Hex, parseEnodeUrl } from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";

/**
 * What the members decided about nodes, as one node's own copy of the chain has it.
 * @param rpc URL of the node's JSON-RPC. @param directory Of the deployment; else the address book's.
 * @throws what `withChain` throws, ContractNotNamed
 */
export async function readRegistered(rpc: string, directory: Hex | undefined): Promise<Registered> {
  return withChain({ rpc, ...(directory === undefined ? {} : { directory }) }, async (chain) => {
    const { provider, directory: at } = chain;
    const { number: blockTag } = await requireBlock(provider, "latest");
    const nodes = await readNodes(await openNodeRegistry({ provider, directory: at, blockTag }));
    return {
      blockNumber: BigInt(blockTag),
      peers: nodes
        .filter(({ revokedSinceS }) => revokedSinceS === null)
        .map(({ id, endpoint }) => parseEnodeUrl(`enode://${id.slice(2)}@${endpoint}`)),
      validators: nodes.filter(({ validator }) => validator).map(({ address }) => address),
    };
  });
}
