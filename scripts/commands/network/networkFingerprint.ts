import type { Command } from "commander";
import { fingerprintOfFolder } from "../../../network/index.js";
import { finishCommand } from "../../commandLine/command.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";

/** `wattproof network fingerprint`: what founders read to each other by telephone. */
export function addNetworkFingerprint(parent: Command): void {
  const command = parent
    .command("fingerprint")
    .description("print the fingerprint of the files that all founders must have alike")
    .argument("<dir>", "folder of a network");
  finishCommand(command, {
    example: "npx wattproof network fingerprint chain",
    after: `Of consortium.json, genesis.json and static-nodes.json as they are now, byte for byte: after a change that all founders agreed on, each of
them makes it, and they compare this anew. network compare names what differs.`,
  });
  command.action((folder: string, print: PrintOptions) => {
    const fingerprint = fingerprintOfFolder(folder);
    printResult({ folder, fingerprint }, [fingerprint], print);
  });
}
