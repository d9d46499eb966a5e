import { type Command, Option } from "commander";
import {
  CHANNEL_STATUS_WORDS,
  ChannelStore,
  ChannelWatcher,
  type LookedAt,
  type WatcherEvent,
} from "../../../channels/index.js";
import { findSecp256k1 } from "../../../native/index.js";
import { DIRECTION_WORDS, type Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS } from "../../commandLine/chainOptions.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { printNote, printResult } from "../../commandLine/print.js";
import { parseAddress, parseCount } from "../../commandLine/values.js";
import { type ChannelsHere, channelsOn, statePath } from "./channelHere.js";
import { addChannelOptions, type ChannelFlags } from "./channelOptions.js";
import { waitWords } from "./channelWords.js";
import { waitView } from "./readView.js";

interface Flags extends ChannelFlags {
  readonly party?: Hex;
  readonly once?: boolean;
  readonly every: number;
}

/** `wattproof channel watch`: answers stale closes for a party, finalises and has it paid out. */
export function addChannelWatch(parent: Command, { signal }: CommandContext): void {
  const command = parent
    .command("watch")
    .description("answer closes that leave vouchers out, finalise, pay out; until it is stopped")
    .option("--once", "look once and end")
    .addOption(new Option("--every <seconds>", "wait between two looks").argParser(parseCount).default(15))
    .addOption(new Option("--party <address>", "whose channels; the sender's by default").argParser(parseAddress));
  finishCommand(addChannelOptions(command), {
    example: "npx wattproof channel watch --party 0x… --account gas.json",
    after: `The account only pays for gas: with --party it need not be the party's own. It may be stopped and started at any time.\n${ABOUT_ACCOUNTS}`,
  });

  command.action(async (flags: Flags) => {
    const found = findSecp256k1();
    if (found.native === undefined) printNote(`secp256k1 runs in JavaScript: ${found.reason}`);
    await withChain(flags, async (chain) => {
      const here = await channelsOn(chain);
      const sender = await openAccount(chain, flags);
      const account = flags.party ?? sender.address;
      const store = await ChannelStore.open(statePath(flags.state, here, account), here.separator);
      const events: WatcherEvent[] = [];
      const watcher = new ChannelWatcher({
        store,
        separator: here.separator,
        contract: here.contract,
        provider: chain.provider,
        send: (data, says) => transact(chain, sender, { says, to: here.address, data }),
        account,
        pollMs: flags.every * 1000,
        onEvent: (event) => {
          if (flags.once) events.push(event);
          if (event.kind === "trouble") printNote(event.error);
          else if (!flags.once) process.stderr.write(`${wordsOf(here, event)}\n`);
        },
      });
      try {
        const looked = flags.once ? await watcher.look() : await watcher.run(signal);
        const done = events.filter((event) => event.kind !== "trouble");
        printResult(
          { party: account, channels: looked.map(lookedJson), done, troubles: events.length - done.length },
          [
            ...done.map((event) => wordsOf(here, event)),
            `${looked.length === 1 ? "1 channel is" : `${looked.length} channels are`} watched for ${account}.`,
            ...looked.map(lookedWords),
          ],
          flags,
        );
      } finally {
        await store.close();
      }
    });
  });
}

/** A channel that was looked at; what it waits for is null after trouble. */
function lookedJson({ facts, wait }: LookedAt) {
  return { ...facts, status: CHANNEL_STATUS_WORDS[facts.status], waitsFor: wait ? waitView(wait) : null };
}

function lookedWords({ facts, wait }: LookedAt): string {
  const waits = wait ? waitWords(waitView(wait)) : "the next look: nothing is known after trouble";
  return `  channel ${facts.channel} (${CHANNEL_STATUS_WORDS[facts.status]}) waits for ${waits}`;
}

function wordsOf({ money }: ChannelsHere, event: Exclude<WatcherEvent, { kind: "trouble" }>): string {
  if (event.kind === "answered") {
    return `Channel ${event.channel}: answered with a voucher of ${money(event.amount)} (${DIRECTION_WORDS[event.direction]}).`;
  }
  return `Channel ${event.channel}: ${event.kind}.`;
}
