import type { Provider } from "ethers";
import { type Consortium, openConsortium } from "../../governance/index.js";
import { chain } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import type { Founded } from "../support/chain/founded.js";

/** A founded consortium as a client opens it at the latest block. */
export async function consortiumOf({ directory }: Pick<Founded, "directory">): Promise<Consortium> {
  const provider = chain.ethers.provider as unknown as Provider;
  const blockTag = await provider.getBlockNumber();
  return openConsortium({ provider, directory: lower(await directory.getAddress()), blockTag });
}
