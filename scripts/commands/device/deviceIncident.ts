import type { Command } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { type DeviceName, parseDevice } from "../../chain/deviceName.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { hashFile } from "../../commandLine/hashFile.js";
import { INCIDENTS, sendChange } from "./sendChange.js";

/** `wattproof device clear|appeal|expire`: how an incident ends. */
export function addDeviceIncident(parent: Command): void {
  addClear(parent);
  addAppeal(parent);
  addExpire(parent);
}

function addClear(parent: Command): void {
  const command = parent
    .command("clear")
    .description("support that a reported device is clear; a quorum ends the incident");
  command
    .argument("<device>", "device id or DID", parseDevice)
    .requiredOption("--evidence <file>", "what you found; its SHA-256 goes to the chain");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device clear 0x… --evidence inspection.pdf --account auditor.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(async (device: DeviceName, { evidence, ...flags }: WriteFlags & { evidence: string }) => {
    const evidenceHash = await hashFile(evidence);
    await sendChange(flags, device, (id) => ({
      says: `Support that device ${id} is clear, evidence ${evidenceHash}`,
      contract: "IncidentRegistry",
      data: INCIDENTS.encodeFunctionData("clear", [id, evidenceHash]),
      done: `Your organisation holds device ${id} to be clear; wattproof device show tells whether that was the quorum.`,
      result: { evidenceHash },
    }));
  });
}

function addAppeal(parent: Command): void {
  const command = parent.command("appeal").description("the device's organisation or owner contradicts an incident");
  command
    .argument("<device>", "device id or DID", parseDevice)
    .requiredOption("--statement <file>", "what you have to say; its SHA-256 goes to the chain");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device appeal 0x… --statement appeal.txt --account grid.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action(async (device: DeviceName, { statement, ...flags }: WriteFlags & { statement: string }) => {
    const statementHash: Hex = await hashFile(statement);
    await sendChange(flags, device, (id) => ({
      says: `Appeal against the incident of device ${id}, statement ${statementHash}`,
      contract: "IncidentRegistry",
      data: INCIDENTS.encodeFunctionData("appeal", [id, statementHash]),
      done: `The appeal for device ${id} is on chain; members clear it with wattproof device clear.`,
      result: { statementHash },
    }));
  });
}

function addExpire(parent: Command): void {
  const command = parent.command("expire").description("end an incident whose time is over");
  command.argument("<device>", "device id or DID", parseDevice);
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof device expire 0x… --account grid.json",
    after: ABOUT_ACCOUNTS,
  });
  command.action((device: DeviceName, flags: WriteFlags) =>
    sendChange(flags, device, (id) => ({
      says: `End the incident of device ${id}, whose time is over`,
      contract: "IncidentRegistry",
      data: INCIDENTS.encodeFunctionData("expire", [id]),
      done: `The incident of device ${id} is over.`,
    })),
  );
}
