import { statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { compareGenesis, parseGenesis } from "../../../network/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { counted } from "../../commandLine/counted.js";
import { ExitCode } from "../../commandLine/exitCodes.js";
import { readText } from "../../commandLine/files.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";

/** A genesis with contracts in it has some hundred kilobytes. */
const LONGEST_GENESIS_BYTES = 16 * 1024 * 1024;

/** What of a value people are shown, characters; `--json` has all of it. */
const LONGEST_SHOWN = 80;

/** `wattproof network compare`: in which fields two genesis files differ. */
export function addNetworkCompare(parent: Command, { finish }: CommandContext): void {
  const command = parent
    .command("compare")
    .description("name the fields in which two genesis files differ; exit code 1 if there are any")
    .argument("<a>", "folder of a network, or a genesis file")
    .argument("<b>", "another");
  finishCommand(command, { example: "npx wattproof network compare chain chain-of-unicom" });
  command.action((a: string, b: string, print: PrintOptions) => {
    const differences = compareGenesis(readGenesis(a), readGenesis(b));
    const isSame = differences.length === 0;
    printResult(
      {
        isSame,
        differences: differences.map(({ path, ...texts }) => ({ path, a: texts.a ?? null, b: texts.b ?? null })),
      },
      isSame
        ? ["Both say the same."]
        : [
            `They differ in ${counted(differences.length, "field")}.`,
            ...differences.map((each) => `  ${each.path}: ${shown(each.a)} in ${a}, ${shown(each.b)} in ${b}`),
          ],
      print,
    );
    if (!isSame) finish(ExitCode.DataError);
  });
}

function readGenesis(path: string): unknown {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  const file = isFolder ? join(path, "genesis.json") : path;
  return parseGenesis(readText(file, LONGEST_GENESIS_BYTES), file);
}

function shown(text: string | undefined): string {
  if (text === undefined) return "nothing";
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
