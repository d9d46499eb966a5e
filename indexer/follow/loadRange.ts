import type { JsonRpcApiProvider } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import type { Contracts } from "../chain/contracts.js";
import { type ChainEvent, decodeEvents } from "../chain/events.js";
import { wordHex } from "../chain/hexOf.js";
import { type IssuedPassport, readIssuedPassport } from "../chain/passportFacts.js";
import { type BlockHeader, blockHeader, logsOf } from "../chain/rpc.js";
import { NodeUnusable, ReorgDetected } from "../errors.js";

/** A range of blocks as the node tells it, checked to continue what is indexed. */
export interface LoadedRange {
  readonly events: readonly ChainEvent[];
  /** The range's last block. */
  readonly tip: BlockHeader;
  readonly passports: ReadonlyMap<Hex, IssuedPassport>;
}

/**
 * Loads the followed contracts' events in the blocks after `after` up to `to`.
 * Throws `ReorgDetected` if the range does not continue `after`, and `NodeUnusable`.
 */
export async function loadRange(of: {
  provider: JsonRpcApiProvider;
  contracts: Contracts;
  after: { blockNumber: number; blockHash: Hex };
  to: number;
}): Promise<LoadedRange> {
  const { provider, contracts, after, to } = of;
  const from = after.blockNumber + 1;
  const addresses = contracts.followed.map(([address]) => address);
  const logs = await logsOf(provider, { addresses, from, to });
  const numbers = [...new Set([from, to, ...logs.map(({ blockNumber }) => blockNumber)])];
  const headers = await Promise.all(numbers.map((number) => requireHeader(provider, number)));
  const blocks = new Map(headers.map((header) => [header.number, header]));
  const first = blocks.get(from);
  const tip = blocks.get(to);
  if (first === undefined || tip === undefined) {
    throw new NodeUnusable({ method: "eth_getBlockByNumber", reason: "it answered with another block" });
  }
  if (first.parentHash !== after.blockHash) {
    throw new ReorgDetected({
      blockNumber: after.blockNumber,
      indexedHash: after.blockHash,
      foundHash: first.parentHash,
    });
  }
  for (const { blockNumber, blockHash } of logs) {
    const foundHash = blocks.get(blockNumber)?.hash ?? blockHash;
    if (foundHash !== blockHash) throw new ReorgDetected({ blockNumber, indexedHash: blockHash, foundHash });
  }
  const events = decodeEvents(logs, new Map(contracts.followed), blocks);
  return { events, tip, passports: await passportsOf(provider, events) };
}

async function requireHeader(provider: JsonRpcApiProvider, number: number): Promise<BlockHeader> {
  const header = await blockHeader(provider, number);
  if (header === undefined) {
    throw new NodeUnusable({ method: "eth_getBlockByNumber", reason: `it has no block ${number}` });
  }
  return header;
}

async function passportsOf(
  provider: JsonRpcApiProvider,
  events: readonly ChainEvent[],
): Promise<ReadonlyMap<Hex, IssuedPassport>> {
  const issued = events.filter(({ contract, name }) => contract === "BatteryPassport" && name === "PassportIssued");
  const facts = await Promise.all(
    issued.map(async ({ address, args }) => {
      const passport = wordHex(args.passport);
      return [passport, await readIssuedPassport(provider, { contract: address, passport })] as const;
    }),
  );
  return new Map(facts);
}
