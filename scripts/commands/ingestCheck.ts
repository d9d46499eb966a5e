import type { Command } from "commander";
import { quoted } from "../../protocol/errors.js";
import { type CommandContext, finishCommand } from "../commandLine/command.js";
import { ExitCode } from "../commandLine/exitCodes.js";
import { requireFile } from "../commandLine/files.js";
import { type PrintOptions, printResult } from "../commandLine/print.js";

/** Rejections that people see; --json lists more. */
const SHOWN_TO_PEOPLE = 20;

const AFTER = `Knows community files, battery cycle files and files of signed records by their first row (docs/oracle.md).
Signatures are not checked: that needs the chain. Exit code 1 if anything would be rejected.`;

/** `wattproof ingest check`: would the oracle take this file, and if not all of it, what not and why? */
export function addIngestCheck(parent: Command, { finish }: CommandContext): void {
  const command = parent.command("check").description("read a file as the oracle would, and say what it would reject");
  command.argument("<file>", "CSV file");
  finishCommand(command, { example: "npx wattproof ingest check data/community_hourly.csv", after: AFTER });

  command.action(async (file: string, print: PrintOptions) => {
    requireFile(file);
    const { checkCsv } = await import("../../oracle/ingest/index.js");
    const report = await checkCsv(file);
    const shown = report.rejections.slice(0, SHOWN_TO_PEOPLE);
    const unlisted = report.rejected - shown.length;
    printResult(
      report,
      [
        `${file}: ${report.rows} rows of format ${report.format}: ${report.accepted} ${report.counted} accepted, ${report.rejected} rejected`,
        ...shown.map(({ position, code, reason }) => `  ${position}: ${code}: ${reason}`),
        ...report.ignoredColumns
          .slice(0, SHOWN_TO_PEOPLE)
          .map((name) => `  column ${quoted(name)} is ignored: its home has no load column`),
        ...(unlisted > 0 ? [`  and ${unlisted} more (--json lists them)`] : []),
      ],
      print,
    );
    finish(report.rejected === 0 ? ExitCode.Success : ExitCode.DataError);
  });
}
