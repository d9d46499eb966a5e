import { requireBlock } from "../../../evidence/index.js";
import { type Book, type Consortium, openConsortium, readBook } from "../../../governance/index.js";
import type { OpenChain } from "../../chain/openChain.js";
import { laterOfClocks } from "../../commandLine/expiry.js";

/** A deployment's governance, and who is who, as of its latest block. */
export interface Governance {
  readonly chain: OpenChain;
  readonly consortium: Consortium;
  readonly book: Book;
  /** Time as which what is queued is due, Unix seconds: that of the block to come. */
  readonly nowS: number;
}

/** Opens a deployment's governance as of a block, by default the latest. Throws `ContractNotNamed`, `ChainUnreadable`. */
export async function openGovernance(chain: OpenChain, block?: number): Promise<Governance> {
  const { provider, directory } = chain;
  const blockTag = block ?? (await requireBlock(provider, "latest")).number;
  const consortium = await openConsortium({ provider, directory, blockTag });
  return { chain, consortium, book: await readBook(consortium), nowS: laterOfClocks(consortium.nowS) };
}
