import type { Result } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { interfaceOf, isFollowed } from "./interfaces.js";
import type { BlockHeader, Log } from "./rpc.js";

/** A decoded event with its place and time on the chain. */
export interface ChainEvent {
  /** Name of the contract in the directory. */
  readonly contract: string;
  readonly address: Hex;
  readonly name: string;
  readonly args: Result;
  /** Undecoded data, for members that the decoder refuses (text that is no UTF-8). */
  readonly data: Hex;
  readonly block: BlockHeader;
  readonly logIndex: number;
  readonly transactionHash: Hex;
}

/** Decodes the logs that the followed contracts' interfaces know; others (ERC-20 transfers, say) are not ours to keep. */
export function decodeEvents(
  logs: readonly Log[],
  nameOfAddress: ReadonlyMap<Hex, string>,
  blocks: ReadonlyMap<number, BlockHeader>,
): ChainEvent[] {
  const events: ChainEvent[] = [];
  for (const log of logs) {
    const contract = nameOfAddress.get(log.address);
    const block = blocks.get(log.blockNumber);
    if (contract === undefined || !isFollowed(contract) || block === undefined) continue;
    const parsed = interfaceOf(contract).parseLog(log);
    if (parsed === null) continue;
    const { address, data, logIndex, transactionHash } = log;
    events.push({ contract, address, name: parsed.name, args: parsed.args, data, block, logIndex, transactionHash });
  }
  return events;
}
