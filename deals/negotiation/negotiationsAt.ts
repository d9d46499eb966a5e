import type { Provider } from "ethers";
import { requireBlock } from "../../evidence/index.js";
import type { Hex } from "../../protocol/index.js";
import { Negotiation__factory } from "../../typechain-types/factories/contracts/Negotiation__factory.js";
import type { Negotiation } from "../../typechain-types/index.js";

/** The negotiations of a deployment, as of one block. */
export interface NegotiationsAt {
  readonly chainId: bigint;
  /** Address of `Negotiation`. */
  readonly address: Hex;
  readonly contract: Negotiation;
  readonly provider: Provider;
  /** Block and its time, Unix seconds, at which everything is read. */
  readonly blockTag: number;
  readonly nowS: number;
}

/** Looks at the negotiations as of the latest block. Throws `ChainUnreadable`. */
export async function negotiationsAt(provider: Provider, chainId: bigint, address: Hex): Promise<NegotiationsAt> {
  const { number, timestamp } = await requireBlock(provider, "latest");
  const contract = Negotiation__factory.connect(address, provider);
  return { chainId, address, contract, provider, blockTag: number, nowS: timestamp };
}
