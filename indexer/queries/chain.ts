import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { ReadModel } from "../database/schema.js";

export interface ChainFacts {
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  readonly directory: Hex;
  /** ISO 4217 code of the money behind the token. */
  readonly currency: string;
  readonly decimals: number;
  /** Latest indexed block. */
  readonly block: { readonly number: number; readonly timestampS: bigint };
  /** Contract by its name in the directory. */
  readonly contracts: Readonly<Record<string, Hex>>;
}

/** The chain that the read model is of. */
export async function chainFacts(database: Kysely<ReadModel>): Promise<ChainFacts> {
  const row = await database.selectFrom("checkpoint").selectAll().executeTakeFirstOrThrow();
  return {
    chainId: BigInt(row.chainId),
    genesisHash: row.genesisHash,
    directory: row.directory,
    currency: row.currency,
    decimals: row.decimals,
    block: { number: row.blockNumber, timestampS: BigInt(row.blockTimestampS) },
    contracts: JSON.parse(row.contracts) as Record<string, Hex>,
  };
}
