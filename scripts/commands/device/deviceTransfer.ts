import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { type DeviceName, parseDevice } from "../../chain/deviceName.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand, speakOurErrors } from "../../commandLine/command.js";
import { parseAddress } from "../../commandLine/values.js";
import { REGISTRY, sendChange } from "./sendChange.js";

const NOBODY: Hex = `0x${"00".repeat(20)}`;

/** `wattproof device transfer offer|accept|withdraw` and `wattproof device owner`: who answers for a device, who is paid. */
export function addDeviceTransfer(parent: Command): void {
  const transfer = speakOurErrors(parent.command("transfer").description("hand a device over to another member"));
  addOffer(transfer);
  addWithdraw(transfer);
  addAccept(transfer);
  addOwner(parent);
}

function addOffer(parent: Command): void {
  const command = parent.command("offer").description("first step: the present organisation offers the device");
  command.argument("<device>", "device id or DID", parseDevice);
  command.addOption(new Option("--to <address>", "member").argParser(parseAddress).makeOptionMandatory());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device transfer offer 0x… --to 0x… --account grid.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((device: DeviceName, { to, ...flags }: WriteFlags & { to: Hex }) =>
    sendChange(flags, device, (id) => ({
      says: `Offer device ${id} to ${to}`,
      contract: "DeviceRegistry",
      data: REGISTRY.encodeFunctionData("offerTransfer", [id, to]),
      done: `Device ${id} is offered to ${to}, who takes it with wattproof device transfer accept.`,
      result: { to },
    })),
  );
}

function addWithdraw(parent: Command): void {
  const command = parent.command("withdraw").description("take an offer back");
  command.argument("<device>", "device id or DID", parseDevice);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device transfer withdraw 0x… --account grid.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((device: DeviceName, flags: WriteFlags) =>
    sendChange(flags, device, (id) => ({
      says: `Take the offer of device ${id} back`,
      contract: "DeviceRegistry",
      data: REGISTRY.encodeFunctionData("offerTransfer", [id, NOBODY]),
      done: `Device ${id} is offered to nobody.`,
    })),
  );
}

function addAccept(parent: Command): void {
  const command = parent.command("accept").description("second step: the new organisation takes the device over");
  command.argument("<device>", "device id or DID", parseDevice);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device transfer accept 0x… --account recycler.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((device: DeviceName, flags: WriteFlags) =>
    sendChange(flags, device, (id, _chain, { address }) => ({
      says: `Take device ${id} over: ${address} answers for it from now on`,
      contract: "DeviceRegistry",
      data: REGISTRY.encodeFunctionData("acceptTransfer", [id]),
      done: `Organisation ${address} answers for device ${id}.`,
      result: { organisation: address },
    })),
  );
}

function addOwner(parent: Command): void {
  const command = parent.command("owner").description("the owner names another account to be paid for the device");
  command.argument("<device>", "device id or DID", parseDevice);
  command.addOption(new Option("--to <address>", "account").argParser(parseAddress).makeOptionMandatory());
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device owner 0x… --to 0x… --account home.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((device: DeviceName, { to, ...flags }: WriteFlags & { to: Hex }) =>
    sendChange(flags, device, (id) => ({
      says: `Have what device ${id} measures paid to ${to}`,
      contract: "DeviceRegistry",
      data: REGISTRY.encodeFunctionData("setOwner", [id, to]),
      done: `What device ${id} measures is paid to ${to}.`,
      result: { owner: to },
    })),
  );
}
