import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { StateOfAnotherChain } from "./errors.js";
import type { BufferTables } from "./schema.js";

/** What a state is bound to. The genesis hash tells a wiped chain from the one that it replaced. */
export interface ChainIdentity {
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  /** Address of the `Directory`, lower case. */
  readonly directory: Hex;
}

const NAMES = { chainId: "chain id", genesisHash: "genesis hash", directory: "Directory address" } as const;

/**
 * Binds a new state to its chain, and holds an old one against it.
 * Throws `StateOfAnotherChain` if the state was made for another chain.
 */
export async function bindToChain(db: Kysely<BufferTables>, chain: ChainIdentity): Promise<void> {
  await db.transaction().execute(async (trx) => {
    for (const key of ["chainId", "genesisHash", "directory"] as const) {
      const found = chain[key].toString();
      const row = await trx.selectFrom("meta").select("value").where("key", "=", key).executeTakeFirst();
      if (row && row.value !== found) throw new StateOfAnotherChain(NAMES[key], row.value, found);
      if (!row) await trx.insertInto("meta").values({ key, value: found }).execute();
    }
  });
}
