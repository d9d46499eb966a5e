import { type Command, Option } from "commander";
import { addChainOptions } from "../commandLine/chainOptions.js";
import { finishCommand } from "../commandLine/command.js";
import { parseDayOrInstant } from "../commandLine/instant.js";
import { printNote, printResult } from "../commandLine/print.js";
import { parseAddress } from "../commandLine/values.js";
import type { StatementFlags } from "../statement/flags.js";

const AFTER = `Every figure comes from the chain: the intervals must lead to the head that the settlement contract holds for each supplier's
meter, and all that was booked must come to the account's escrow and claims there. docs/statement.md says how to read a
statement and how to check one without this command.`;

/** `wattproof statement`: a bill for an account, each line with its proof. */
export function addStatement(parent: Command): void {
  const command = parent
    .command("statement")
    .description("bill an account: what it bought and sold, what it paid and owes, each line with its proof");
  command
    .addOption(
      new Option("--account <address>", "account that is billed").argParser(parseAddress).makeOptionMandatory(),
    )
    .addOption(
      new Option("--from <time>", "first second of the energy that is billed, UTC")
        .argParser((text) => BigInt(parseDayOrInstant(text)))
        .makeOptionMandatory(),
    )
    .addOption(
      new Option("--to <time>", "end of the energy that is billed, exclusive, UTC")
        .argParser((text) => BigInt(parseDayOrInstant(text)))
        .makeOptionMandatory(),
    )
    .addOption(new Option("--csv", "print the lines as CSV").conflicts("json"))
    .option("--out <file>", "write to a file instead of stdout");
  finishCommand(addChainOptions(command), {
    example: "npx wattproof statement --account 0x… --from 2026-01-01 --to 2026-02-01",
    after: AFTER,
  });
  command.action(async (flags: StatementFlags) => {
    if (flags.from >= flags.to) command.error("error: --to is not after --from");
    const { makeStatement, writeStatement } = await import("../statement/makeStatement.js");
    const { statementCsv, statementText, statementValue } = await import("../../protocol/index.js");
    const statement = await makeStatement(flags);
    if (flags.out !== undefined) {
      writeStatement(flags.out, statement, flags);
      printNote({ message: `the statement of ${flags.account} is in ${flags.out}` });
    } else if (flags.csv) process.stdout.write(statementCsv(statement));
    else printResult(statementValue(statement), statementText(statement), flags);
  });
}
