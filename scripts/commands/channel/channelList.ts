import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { channelsOn } from "./channelHere.js";
import { addChannelReadOptions, type ChannelReadFlags } from "./channelOptions.js";
import { describeBriefly } from "./channelWords.js";
import { readKept } from "./keptChannels.js";
import { readOpened } from "./readOpened.js";
import { type ChannelView, readView } from "./readView.js";

interface Flags extends ChannelReadFlags {
  readonly party?: Hex;
}

/** `wattproof channel list`: the channels that are kept on this machine, or a party's, as the chain has them. */
export function addChannelList(parent: Command): void {
  const command = parent
    .command("list")
    .description("list the channels that are kept here, or a party's, and what the chain says of each")
    .addOption(
      new Option("--party <address>", "only this party's, also those that the other party opened").argParser(
        parseAddress,
      ),
    );
  finishCommand(addChannelReadOptions(command), {
    example: "npx wattproof channel list",
    after:
      "A channel is kept from the first command on that opened it or paid in it here; --party asks the chain too. No password\nis asked for.",
  });

  command.action(({ party, ...flags }: Flags) =>
    withChain(flags, async (chain) => {
      const here = await channelsOn(chain);
      const channels: ChannelView[] = [];
      const unknown: { channel: Hex; parties: readonly Hex[] }[] = [];
      const kept = await readKept(here, flags.state, party);
      const opened = party === undefined ? [] : await readOpened(here, party);
      for (const channel of new Set([...opened, ...kept.keys()])) {
        const side = kept.get(channel);
        const view = await readView(here, channel, side);
        if (view) channels.push(view);
        else unknown.push({ channel, parties: side?.parties ?? [] });
      }
      const lines = [
        ...channels.flatMap((view) => describeBriefly(here, view)),
        ...unknown.map(({ channel }) => `Channel ${channel} is kept here, but this chain does not know it`),
      ];
      const none =
        party === undefined
          ? `No channel is kept in ${flags.state}; --party finds an account's on the chain.`
          : `No channel is kept in ${flags.state} for ${party}, and nobody opened one with it.`;
      printResult({ channels, unknown }, lines.length === 0 ? [none] : lines, flags);
    }),
  );
}
