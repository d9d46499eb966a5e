import { blockRanges, lowerHex, read, requireBlock } from "../../../evidence/index.js";
import type { Hex } from "../../../protocol/index.js";
import type { ChannelsHere } from "./channelHere.js";

/** Ids of the channels that were ever opened with a party, on either side, oldest first. Throws `ChainUnreadable`. */
export async function readOpened({ chain, contract }: ChannelsHere, party: Hex): Promise<Hex[]> {
  const { number: blockTag } = await requireBlock(chain.provider, "latest");
  const { ChannelOpened } = contract.filters;
  const opened: Hex[] = [];
  for (const { from, to } of blockRanges(blockTag)) {
    const [owned, joined] = await read(`the channels that were opened in the blocks ${from} to ${to}`, () =>
      Promise.all([
        contract.queryFilter(ChannelOpened(undefined, party), from, to),
        contract.queryFilter(ChannelOpened(undefined, undefined, party), from, to),
      ]),
    );
    const both = [...owned, ...joined].sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
    opened.push(...both.map(({ args }) => lowerHex(args.channel)));
  }
  return opened;
}
