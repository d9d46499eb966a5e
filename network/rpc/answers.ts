import { z } from "zod";
import { type Hex, isHex } from "../../protocol/index.js";

const QUANTITY = /^0x(?:0|[1-9a-f][0-9a-f]{0,63})$/;

/** A number in the hex of Ethereum's JSON-RPC, without zeros before it. */
export const quantity = z
  .string()
  .regex(QUANTITY)
  .transform((text) => BigInt(text));

export const hex = (bytes: number) => z.custom<Hex>((value) => isHex(value, bytes));

/** A node's id comes with 0x among peers, and without it from the node itself. */
const nodeId = z
  .string()
  .transform((text) => (text.startsWith("0x") ? text : `0x${text}`))
  .pipe(hex(64));

/** `admin_nodeInfo` of Besu. */
export const NODE_INFO = z
  .object({
    id: nodeId,
    name: z.string(),
    enode: z.string(),
    protocols: z.object({ eth: z.object({ genesis: hex(32), head: hex(32), network: z.int() }) }),
  })
  .transform(({ id, name, enode, protocols }) => ({
    id,
    /** `besu/<release>/<platform>/<Java>` */
    client: name,
    enode,
    genesisHash: protocols.eth.genesis,
    networkId: BigInt(protocols.eth.network),
  }));

/** `admin_peers` of Besu. */
export const PEERS = z.array(
  z
    .object({
      id: nodeId,
      name: z.string(),
      network: z.object({ remoteAddress: z.string(), inbound: z.boolean() }),
    })
    .transform(({ id, name, network }) => ({
      id,
      client: name,
      remoteAddress: network.remoteAddress,
      isInbound: network.inbound,
    })),
);

/** `qbft_getPendingVotes`, `ibft_getPendingVotes`: true for a vote to let the account in. */
export const PENDING_VOTES = z
  .record(hex(20), z.boolean())
  .transform((votes) => Object.entries(votes).map(([recipient, adds]) => ({ recipient: recipient as Hex, adds })));

/** `txpool_besuStatistics`: how many transactions wait, and how many may. */
export const POOL_STATISTICS = z.object({
  maxSize: z.int().nonnegative(),
  localCount: z.int().nonnegative(),
  remoteCount: z.int().nonnegative(),
});

/** `eth_syncing`: false for a node that sees nobody ahead of it. */
export const SYNCING = z.union([
  z.literal(false).transform(() => undefined),
  z.object({ startingBlock: quantity, currentBlock: quantity, highestBlock: quantity }),
]);

export const VALIDATORS = z.array(hex(20)).nullable();

export type NodeInfo = z.infer<typeof NODE_INFO>;
export type Peer = z.infer<typeof PEERS>[number];
export type PoolStatistics = z.infer<typeof POOL_STATISTICS>;
export type SyncProgress = NonNullable<z.infer<typeof SYNCING>>;
