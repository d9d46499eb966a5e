import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { channelsOn } from "./channelHere.js";
import { addChannelReadOptions, type ChannelReadFlags, parseChannel } from "./channelOptions.js";
import { describeInFull } from "./channelWords.js";
import { ChannelNotOpened } from "./errors.js";
import { readKept } from "./keptChannels.js";
import { readView } from "./readView.js";

/** `wattproof channel show`: one channel in full. */
export function addChannelShow(parent: Command): void {
  const command = parent
    .command("show")
    .description("show a channel in full: its terms, registers, promises, and what happens next")
    .argument("<channel>", "id of the channel", parseChannel);
  finishCommand(addChannelReadOptions(command), {
    example: "npx wattproof channel show 0x…",
    after: "Anybody's channel can be shown; vouchers are those that are kept here. No password is asked for.",
  });

  command.action((channel: Hex, flags: ChannelReadFlags) =>
    withChain(flags, async (chain) => {
      const here = await channelsOn(chain);
      const kept = await readKept(here, flags.state);
      const view = await readView(here, channel, kept.get(channel));
      if (view === undefined) throw new ChannelNotOpened(channel);
      printResult(view, describeInFull(here, view), flags);
    }),
  );
}
