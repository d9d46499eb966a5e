import type { Command } from "commander";
import { read } from "../../../evidence/index.js";
import { withChain } from "../../chain/openChain.js";
import { addChainOptions, type ReadFlags } from "../../commandLine/chainOptions.js";
import type { CommandContext } from "../../commandLine/command.js";
import { finishCommand } from "../../commandLine/command.js";
import { ExitCode } from "../../commandLine/exitCodes.js";
import { printResult } from "../../commandLine/print.js";
import { addDataOptions, type DataFlags, dataOf } from "./accessValues.js";
import { openGrants } from "./openGrants.js";

/** `wattproof access check`: whether an account may read data now. The exit code says it, too. */
export function addAccessCheck(parent: Command, { finish }: CommandContext): void {
  const command: Command = addDataOptions(
    parent
      .command("check")
      .description("whether an account may read these data for this purpose now; exit code 1 if not"),
  );
  finishCommand(addChainOptions(command), {
    example:
      "npx wattproof access check --device 0x… --reader 0x… --purpose 'warranty claim 17' --data 2026-01-01T00:00Z/2026-02-01T00:00Z",
  });
  command.action(async (flags: ReadFlags & DataFlags) => {
    await withChain(flags, async (chain) => {
      const wish = dataOf(chain, flags);
      if (wish === undefined) command.error("error: give --device or --battery, --reader, --purpose and --data");
      const { grants, blockTag } = await openGrants(chain);
      const { subject, reader, purpose, fromS, toS } = wish;
      const found = await read("the grants", () =>
        grants.findGrant(subject, reader, purpose, fromS, toS, { blockTag }),
      );
      const isGranted = found !== 0n;
      printResult(
        { isGranted, grant: isGranted ? found : null, ...wish, block: blockTag },
        [isGranted ? `Yes, by grant ${found}.` : "No: no grant in force covers all of it."],
        flags,
      );
      if (!isGranted) finish(ExitCode.DataError);
    });
  });
}
