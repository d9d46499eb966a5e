import { statSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { compareGenesis, compareNetworks, type GenesisDifference, parseGenesis } from "../../../network/index.js";
import { type CommandContext, finishCommand } from "../../commandLine/command.js";
import { counted } from "../../commandLine/counted.js";
import { ExitCode } from "../../commandLine/exitCodes.js";
import { readText } from "../../commandLine/files.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";

/** A genesis with contracts in it has some hundred kilobytes. */
const LONGEST_GENESIS_BYTES = 16 * 1024 * 1024;

/** What of a value people are shown, characters; `--json` has all of it. */
const LONGEST_SHOWN = 80;

interface Comparison {
  readonly isSame: boolean;
  /** None if a genesis file was named. */
  readonly fingerprints: { readonly a: string; readonly b: string } | undefined;
  readonly differences: readonly (GenesisDifference & { readonly file: string })[];
}

/** `wattproof network compare`: in which members two networks' files differ. */
export function addNetworkCompare(parent: Command, { finish }: CommandContext): void {
  const command = parent
    .command("compare")
    .description("name the members in which the founders' files of two folders differ; exit code 1 if there are any")
    .argument("<a>", "folder of a network, or a genesis file")
    .argument("<b>", "another");
  finishCommand(command, {
    example: "npx wattproof network compare chain chain-of-unicom",
    after: `Of two folders it compares consortium.json, genesis.json and static-nodes.json, and prints both fingerprints. If one of the two is a genesis
file, it compares genesis files alone.`,
  });
  command.action((a: string, b: string, print: PrintOptions) => {
    const { isSame, fingerprints, differences } = isFolder(a) && isFolder(b) ? folders(a, b) : genesisFiles(a, b);
    printResult(
      {
        isSame,
        fingerprints: fingerprints ?? null,
        differences: differences.map(({ file, path, ...texts }) => ({
          ...{ file, path, a: texts.a ?? null, b: texts.b ?? null },
        })),
      },
      [
        ...(fingerprints ? [`${fingerprints.a}  ${a}`, `${fingerprints.b}  ${b}`] : []),
        ...(isSame
          ? [fingerprints ? "Both are the same." : "Both genesis files say the same; nothing else was compared."]
          : wordsOf(differences, a, b)),
      ],
      print,
    );
    if (!isSame) finish(ExitCode.DataError);
  });
}

function folders(a: string, b: string): Comparison {
  const { fingerprints, differences } = compareNetworks(a, b);
  return { isSame: fingerprints.a === fingerprints.b, fingerprints, differences };
}

function genesisFiles(a: string, b: string): Comparison {
  const found = compareGenesis(readGenesis(a), readGenesis(b));
  const differences = found.map((each) => ({ file: "genesis.json", ...each }));
  return { isSame: differences.length === 0, fingerprints: undefined, differences };
}

function wordsOf(differences: Comparison["differences"], a: string, b: string): readonly string[] {
  if (differences.length === 0) {
    return [
      "All members are the same, and yet the files are not: they differ in spaces, or in the order of what is in them.",
    ];
  }
  return [
    `They differ in ${counted(differences.length, "field")}.`,
    ...differences.map((each) => `  ${each.file}: ${each.path}: ${shown(each.a)} in ${a}, ${shown(each.b)} in ${b}`),
  ];
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function readGenesis(path: string): unknown {
  const file = isFolder(path) ? join(path, "genesis.json") : path;
  return parseGenesis(readText(file, LONGEST_GENESIS_BYTES), file);
}

function shown(text: string | undefined): string {
  if (text === undefined) return "nothing";
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
