import type { Log } from "ethers";
import { blockRanges, lowerHex, mapBounded, read, requireBlock } from "../../evidence/index.js";
import type { Hex } from "../../protocol/index.js";
import { INegotiation__factory } from "../../typechain-types/factories/contracts/interfaces/INegotiation__factory.js";
import { NegotiationHistoryBroken } from "../errors.js";
import type { NegotiationsAt } from "./negotiationsAt.js";
import type { ToldStep } from "./replaySteps.js";

const EVENTS = INegotiation__factory.createInterface();
const OPENED = EVENTS.getEvent("NegotiationOpened").topicHash;

/**
 * All events of a negotiation in their order, the opening first. Looked for from the last block backwards, so that the
 * length of the chain before the negotiation costs nothing.
 * @throws ChainUnreadable, NegotiationHistoryBroken if the node has no opening of it
 */
export async function findSteps(at: NegotiationsAt, negotiation: Hex): Promise<readonly [ToldStep, ...ToldStep[]]> {
  let logs: Log[] = [];
  for (const { from, to } of [...blockRanges(at.blockTag)].reverse()) {
    const filter = { address: at.address, topics: [null, negotiation], fromBlock: from, toBlock: to };
    const found = await read(`negotiation ${negotiation}`, () => at.provider.getLogs(filter));
    logs = [...found.sort(byPlace), ...logs];
    if (logs[0]?.topics[0] === OPENED) break;
  }
  const [first, ...others] = await toldSteps(at, logs);
  if (first?.event.name !== "NegotiationOpened") {
    throw new NegotiationHistoryBroken(negotiation, "does not begin with its opening");
  }
  return [first, ...others];
}

function byPlace(a: Log, b: Log): number {
  return a.blockNumber - b.blockNumber || a.index - b.index;
}

/** An event that this release does not know is left out: whether a signed step is missing, the hash chain tells. */
async function toldSteps({ provider }: NegotiationsAt, logs: readonly Log[]): Promise<ToldStep[]> {
  const blocks = [...new Set(logs.map(({ blockNumber }) => blockNumber))];
  const times = new Map(
    await mapBounded(blocks, async (block) => [block, (await requireBlock(provider, block)).timestamp] as const),
  );
  const told = logs.map(async (log) => {
    const event = await read("an event of a negotiation", async () => EVENTS.parseLog(log));
    const { blockNumber: block, transactionHash } = log;
    const happened = { block, timeS: times.get(block) ?? 0, transaction: lowerHex(transactionHash) };
    return event === null ? [] : [{ event, happened }];
  });
  return (await Promise.all(told)).flat();
}
