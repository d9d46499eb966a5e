import type { Command } from "commander";
import type { CommandContext } from "../../commandLine/command.js";
import { addChannelClose } from "./channelClose.js";
import { addChannelDeposit } from "./channelDeposit.js";
import { addChannelList } from "./channelList.js";
import { addChannelOpen } from "./channelOpen.js";
import { addChannelPay } from "./channelPay.js";
import { addChannelShow } from "./channelShow.js";
import { addChannelWatch } from "./channelWatch.js";

/** `wattproof channel …`: micro-payments between two parties. @param parent The command `channel`. */
export function addChannel(parent: Command, context: CommandContext): void {
  addChannelOpen(parent);
  addChannelDeposit(parent);
  addChannelPay(parent);
  addChannelClose(parent);
  addChannelList(parent);
  addChannelShow(parent);
  addChannelWatch(parent, context);
}
