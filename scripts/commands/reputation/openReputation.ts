import { requireBlock } from "../../../evidence/index.js";
import { Reputation__factory } from "../../../typechain-types/factories/contracts/Reputation__factory.js";
import type { OpenChain } from "../../chain/openChain.js";

export const REPUTATION = Reputation__factory.createInterface();

/** Opens the deployment's reputation as of the latest block. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openReputation(chain: OpenChain) {
  const contract = await chain.contract("Reputation");
  const { number, timestamp } = await requireBlock(chain.provider, "latest");
  return {
    contract,
    reputation: Reputation__factory.connect(contract, chain.provider),
    blockTag: number,
    nowS: timestamp,
  };
}
