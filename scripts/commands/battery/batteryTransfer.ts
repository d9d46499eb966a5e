import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand, speakOurErrors } from "../../commandLine/command.js";
import { parseAddress } from "../../commandLine/values.js";
import { parseIdentifier } from "./batteryValues.js";

const NOBODY: Hex = `0x${"00".repeat(20)}`;

/** `wattproof battery transfer offer|withdraw|accept`: custody moves by offer and acceptance. */
export function addBatteryTransfer(parent: Command): void {
  const transfer = speakOurErrors(parent.command("transfer").description("hand a battery over to another keeper"));
  addOffer(transfer);
  addWithdraw(transfer);
  addAccept(transfer);
}

function addOffer(parent: Command): void {
  const command = parent.command("offer").description("first step: the keeper offers custody");
  command.argument("<battery>", "batteryPassportIdentifier", parseIdentifier);
  command.addOption(new Option("--to <address>", "account").argParser(parseAddress).makeOptionMandatory());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof battery transfer offer B0005 --to 0x… --account maker.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(async (identifier: string, { to, ...flags }: WriteFlags & { to: Hex }) => {
    const { changePassport } = await import("./changePassport.js");
    await changePassport(flags, identifier, (abi, passport) => ({
      says: `Offer custody of battery ${identifier} to ${to}`,
      data: abi.encodeFunctionData("offerCustody", [passport, to]),
      done: `Battery ${identifier} is offered to ${to}, who takes it with wattproof battery transfer accept.`,
      result: { to },
    }));
  });
}

function addWithdraw(parent: Command): void {
  const command = parent.command("withdraw").description("take an offer back");
  command.argument("<battery>", "batteryPassportIdentifier", parseIdentifier);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof battery transfer withdraw B0005 --account maker.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(async (identifier: string, flags: WriteFlags) => {
    const { changePassport } = await import("./changePassport.js");
    await changePassport(flags, identifier, (abi, passport) => ({
      says: `Take the offer of battery ${identifier} back`,
      data: abi.encodeFunctionData("offerCustody", [passport, NOBODY]),
      done: `Battery ${identifier} is offered to nobody.`,
    }));
  });
}

function addAccept(parent: Command): void {
  const command = parent.command("accept").description("second step: the new keeper takes the battery");
  command.argument("<battery>", "batteryPassportIdentifier", parseIdentifier);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof battery transfer accept B0005 --account recycler.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(async (identifier: string, flags: WriteFlags) => {
    const { changePassport } = await import("./changePassport.js");
    await changePassport(flags, identifier, (abi, passport, keeper) => ({
      says: `Take custody of battery ${identifier}: ${keeper} keeps it from now on`,
      data: abi.encodeFunctionData("acceptCustody", [passport]),
      done: `${keeper} keeps battery ${identifier}.`,
      result: { keeper },
    }));
  });
}
