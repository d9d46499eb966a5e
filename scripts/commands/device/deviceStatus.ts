import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { type DeviceName, parseDevice } from "../../chain/deviceName.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { REGISTRY, sendChange } from "./sendChange.js";

interface Verb {
  readonly name: "suspend" | "reinstate" | "revoke";
  readonly description: string;
  readonly data: (device: Hex) => string;
  readonly says: (device: Hex) => string;
  readonly done: (device: Hex) => string;
}

const VERBS: readonly Verb[] = [
  {
    name: "suspend",
    data: (device) => REGISTRY.encodeFunctionData("suspend", [device]),
    description: "stop a device's records from counting, until it is reinstated",
    says: (device) => `Suspend device ${device}: its records stop counting`,
    done: (device) => `Device ${device} is suspended; wattproof device reinstate ends it.`,
  },
  {
    name: "reinstate",
    data: (device) => REGISTRY.encodeFunctionData("reinstate", [device]),
    description: "end a suspension",
    says: (device) => `Reinstate device ${device}: its records count again`,
    done: (device) => `The suspension of device ${device} is over.`,
  },
  {
    name: "revoke",
    data: (device) => REGISTRY.encodeFunctionData("revoke", [device]),
    description: "end a device for good",
    says: (device) => `Revoke device ${device} for good: nothing brings it back`,
    done: (device) => `Device ${device} is revoked for good; what was anchored while it was active stays evidence.`,
  },
];

/** `wattproof device suspend|reinstate|revoke`: what the organisation decides about a device. */
export function addDeviceStatus(parent: Command): void {
  for (const { name, description, data, says, done } of VERBS) {
    const command = parent.command(name).description(description);
    command.argument("<device>", "device id or DID", parseDevice);
    finishCommand(addAccountOptions(command), {
      example: `npx wattproof device ${name} 0x… --account grid.json`,
      after: ABOUT_ACCOUNTS,
    });
    command.action((device: DeviceName, flags: WriteFlags) =>
      sendChange(flags, device, (id) => ({
        says: says(id),
        contract: "DeviceRegistry",
        data: data(id),
        done: done(id),
      })),
    );
  }
}
