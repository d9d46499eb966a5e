import { type Command, Option } from "commander";
import type { Hex } from "../../../protocol/index.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { printResult } from "../../commandLine/print.js";
import { parseAddress } from "../../commandLine/values.js";
import { addSubjectOptions, type SubjectFlags, subjectOf } from "./accessValues.js";
import { describe, openGrants, readGrants } from "./openGrants.js";

interface Flags extends ReadFlags, SubjectFlags {
  readonly reader?: Hex;
}

/** `wattproof access list`: who may read what of a device or battery, or what an account may read. */
export function addAccessList(parent: Command): void {
  const command: Command = addSubjectOptions(
    parent
      .command("list")
      .description("all grants of a device or battery, or to a reader, with what they are worth now"),
  ).addOption(new Option("--reader <address>", "grants to this account").argParser(parseAddress));
  finishCommand(addChainOptions(command), { example: "npx wattproof access list --device 0x…" });
  command.action(async (flags: Flags) => {
    await withChain(flags, async (chain) => {
      const subject = subjectOf(chain, flags);
      const whose = subject ?? flags.reader;
      if (whose === undefined) command.error("error: give --device, --battery or --reader");
      const open = await openGrants(chain);
      const all = await readGrants(open, whose);
      const grants = all.filter(({ reader }) => flags.reader === undefined || reader === flags.reader);
      const lines = grants.flatMap((grant) => [
        `Grant ${grant.grant} by ${grant.grantor}: ${grant.state}`,
        ...describe(grant),
      ]);
      printResult({ grants, block: open.blockTag }, lines.length === 0 ? ["Nothing is granted."] : lines, flags);
    });
  });
}
