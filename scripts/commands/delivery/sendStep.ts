import type { Command } from "commander";
import type { Delivery } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { sendAndTell, type ToldAction } from "../../chain/sendAndTell.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { type DeliveriesHere, deliveriesOn, deliveryOf } from "./deliveriesHere.js";

/** A call of the monitor, and what to say of it. */
export type StepWish = Omit<ToldAction, "to">;

/** What a step is made of. */
export interface StepPlace {
  readonly here: DeliveriesHere;
  /** The delivery, with its evidence checked. */
  readonly delivery: Delivery;
  readonly account: ChainAccount;
}

/** A command of one step in a delivery. */
export interface StepCommand<Flags> {
  readonly name: string;
  readonly description: string;
  readonly example: string;
  readonly after?: string;
  /** Gives the command its further arguments and options. */
  readonly shape?: (command: Command) => Command;
  /** @param more Arguments after the delivery's id. */
  readonly step: (place: StepPlace, flags: Flags, ...more: readonly string[]) => StepWish | Promise<StepWish>;
}

/** `wattproof delivery <name> <delivery> …`: reads the delivery and sends one step, after saying what it does. */
export function addStep<Flags = object>(parent: Command, wish: StepCommand<Flags>): void {
  const { name, description, example, after, shape = (command) => command, step } = wish;
  const command = shape(parent.command(name).description(description).argument("<delivery>", "its id", parseBytes32));
  finishCommand(addAccountOptions(command), {
    example: `npx wattproof delivery ${name} 0x… ${example}`,
    after: after === undefined ? ABOUT_ACCOUNTS : `${after}\n${ABOUT_ACCOUNTS}`,
  });
  command.action((id: Hex, ...rest: unknown[]) => {
    // commander hands over the arguments, then the flags, then the command itself.
    const flags = rest.at(-2) as Flags & WriteFlags;
    const more = rest.slice(0, -2) as string[];
    return withChain(flags, async (chain) => {
      const here = await deliveriesOn(chain);
      const delivery = await deliveryOf(here, id);
      const account = await openAccount(chain, flags);
      await sendStep({ here, delivery, account }, await step({ here, delivery, account }, flags, ...more), flags);
    });
  });
}

/** Sends a step and says what came of it. Throws what `sendAndTell` throws. */
export function sendStep(
  { here, delivery: { delivery }, account }: StepPlace,
  wish: StepWish,
  flags: WriteFlags,
): Promise<void> {
  const result = { delivery, ...wish.result };
  return sendAndTell(here.chain, account, { ...wish, result, to: here.at.place.monitor }, flags);
}
