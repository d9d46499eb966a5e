import type { Command } from "commander";
import { ABOUT_ACCOUNTS, addAccountOptions } from "../commandLine/chainOptions.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { printResult } from "../commandLine/print.js";
import { describeWaiting } from "../settle/describeWaiting.js";
import type { SettleFlags } from "../settle/flags.js";

/** Rejections that people see; --json lists all. */
const SHOWN_TO_PEOPLE = 20;

const AFTER = `Files hold signed meter readings as CSV (docs/oracle.md). Anyone may settle intervals whose registers are all there; without
--leave-out, intervals with a register missing wait, and the command says for what (--json: waiting). The chain checks every signature; run again, the command goes on where
the chain is. ${ABOUT_ACCOUNTS}`;

/** `wattproof settle`: settles what the readings of files allow, for somebody who runs no oracle. */
export function addSettle(parent: Command, { finish }: CommandContext): void {
  const command = parent
    .command("settle")
    .description("settle what signed meter readings allow: open meters, compile rosters, close intervals")
    .argument("<files...>", "files of signed meter readings")
    .option("--leave-out", "close intervals with registers missing, after the closing delay; takes the role oracle");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof settle readings.csv --account grid.json",
    after: AFTER,
  });
  command.action(async (files: string[], flags: SettleFlags) => {
    const { settleFiles } = await import("../settle/settleFiles.js");
    const settled = await settleFiles(files, flags);
    const { readings, intervals, meters, transactions, rejections } = settled;
    const shown = rejections.slice(0, SHOWN_TO_PEOPLE);
    const unlisted = rejections.length - shown.length;
    printResult(
      settled,
      [
        `${readings} readings: ${meters} meters opened, ${intervals} intervals closed in ${transactions.length} transactions, ${rejections.length} rejected`,
        ...shown.map(({ position, code, reason }) => `  ${position}: ${code}: ${reason}`),
        ...(unlisted > 0 ? [`  and ${unlisted} more (--json lists them)`] : []),
        ...describeWaiting({ ...settled, leaveOut: flags.leaveOut ?? false }),
      ],
      flags,
    );
    finish(rejections.length === 0 ? ExitCode.Success : ExitCode.DataError);
  });
}
