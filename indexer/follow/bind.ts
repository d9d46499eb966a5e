import type { JsonRpcApiProvider } from "ethers";
import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { type Contracts, readContracts, readMoney } from "../chain/contracts.js";
import { blockHeader, chainIdOf } from "../chain/rpc.js";
import { createTables, dropTables, SCHEMA_VERSION } from "../database/createTables.js";
import type { CheckpointRow, ReadModel } from "../database/schema.js";
import { NodeUnusable, ReadModelOfAnotherChain, ReorgDetected } from "../errors.js";

/**
 * Makes the read model ready to follow `directory` on the provider's chain: creates it if it is new, and fills it anew
 * from the first block if its tables are of another version or if the directory has come to name another contract, whose
 * events may lie in blocks that were passed already.
 * @param head Block at which the directory is read.
 * @returns The contracts to follow.
 * Throws `ReadModelOfAnotherChain`, `ReorgDetected`, `DirectoryUnusable` and `NodeUnusable`.
 */
export async function bindReadModel(of: {
  provider: JsonRpcApiProvider;
  database: Kysely<ReadModel>;
  directory: Hex;
  head: number;
}): Promise<Contracts> {
  const { provider, database, directory, head } = of;
  const chainId = await chainIdOf(provider);
  const genesis = await blockHeader(provider, 0);
  if (genesis === undefined) throw new NodeUnusable({ method: "eth_getBlockByNumber", reason: "it has no block 0" });
  const known = await readCheckpoint(database);
  if (known !== undefined) {
    requireSame(known, { chainId, genesisHash: genesis.hash, directory });
    await requireStillThere(provider, known);
  }
  const contracts = await readContracts({ provider, directory, chainId, blockTag: head });
  const followed = JSON.stringify(contracts.followed);
  const current = JSON.stringify(contracts.current);
  if (known?.schemaVersion === SCHEMA_VERSION && known.followed === followed) {
    await database.updateTable("checkpoint").set({ contracts: current }).execute();
    return contracts;
  }
  const money = await readMoney({ provider, token: contracts.current.EnergyToken });
  await database.transaction().execute(async (transaction) => {
    await dropTables(transaction);
    await createTables(transaction);
    await transaction
      .insertInto("checkpoint")
      .values({
        id: 1,
        schemaVersion: SCHEMA_VERSION,
        chainId,
        genesisHash: genesis.hash,
        directory,
        followed,
        contracts: current,
        ...money,
        // Block 0 holds no events: its contracts, if any, were put there without a transaction.
        blockNumber: 0,
        blockHash: genesis.hash,
        blockTimestampS: genesis.timestampS,
      })
      .execute();
  });
  return contracts;
}

/** The read model's checkpoint, or `undefined` in a new file or one of another version's shape. */
export async function readCheckpoint(database: Kysely<ReadModel>): Promise<CheckpointRow | undefined> {
  const tables = await database.introspection.getTables();
  if (!tables.some(({ name }) => name === "checkpoint")) return undefined;
  return await database.selectFrom("checkpoint").selectAll().executeTakeFirst();
}

async function requireStillThere(provider: JsonRpcApiProvider, known: CheckpointRow): Promise<void> {
  const { blockNumber, blockHash: indexedHash } = known;
  const found = await blockHeader(provider, blockNumber);
  if (found !== undefined && found.hash !== indexedHash) {
    throw new ReorgDetected({ blockNumber, indexedHash, foundHash: found.hash });
  }
}

function requireSame(known: CheckpointRow, found: { chainId: string; genesisHash: Hex; directory: Hex }): void {
  const differs = (what: string, indexed: string, now: string) => {
    if (indexed !== now) throw new ReadModelOfAnotherChain({ what, indexed, found: now });
  };
  differs("the chain", known.chainId, found.chainId);
  differs("the genesis block", known.genesisHash, found.genesisHash);
  differs("the Directory", known.directory, found.directory);
}
