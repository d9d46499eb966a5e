import { join } from "node:path";
import { type Command, Option } from "commander";
import { foundingFileName, keygenOrganisation, requireOutFolder, writeKeygenFolder } from "../../../network/index.js";
import { finishCommand } from "../../commandLine/command.js";
import { counted } from "../../commandLine/counted.js";
import { type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { parseCount } from "../../commandLine/values.js";
import { addKeyOptions, chainIdOption, type KeyFlags, keysOf } from "./networkOptions.js";

interface Flags extends KeyFlags, PrintOptions {
  readonly org: string;
  readonly out: string;
  readonly nodes: number;
  readonly chainId: bigint;
  readonly of?: string;
  readonly first?: number;
  readonly observer?: boolean;
}

/** `wattproof network keygen`: one organisation's part of a founding. */
export function addNetworkKeygen(parent: Command): void {
  const command = parent
    .command("keygen")
    .description("make one organisation's keys, and the public file that it gives to the other founders")
    .requiredOption("--org <name>", "the organisation")
    .addOption(new Option("--nodes <count>", "how many nodes it runs").argParser(parseCount).makeOptionMandatory())
    .requiredOption("--out <dir>", "folder to write; must not exist yet, or be empty")
    .addOption(chainIdOption())
    .option("--of <dir>", "folder with the organisation's own keys, to add nodes to those that it has")
    .addOption(new Option("--first <number>", "number of the first node in its name; else 1").argParser(parseCount))
    .option("--observer", "its nodes are to follow the chain, not to make blocks");
  finishCommand(addKeyOptions(command), {
    example: "npx wattproof network keygen --org unicom --nodes 2 --hosts hosts.json --out unicom-keys",
    after: `Give NAME.founding.json to the others, and nothing else of the folder to anybody. For further nodes of an organisation that has some,
--of names the folder with its keys, and --first the number that its next node has; consortium propose admit-node takes the file.`,
  });
  command.action((flags: Flags) => {
    const { org, out, nodes, chainId, of, first: firstNumber, observer } = flags;
    requireOutFolder(out);
    const { founding, kept } = keygenOrganisation({
      org,
      nodes,
      chainId,
      of,
      firstNumber,
      observer,
      ...keysOf(flags),
    });
    writeKeygenFolder(out, kept, founding);
    if (flags.hosts === undefined) {
      printNote("Without --hosts the nodes are on 127.0.0.1, where no other machine reaches them.");
    }
    const file = join(out, foundingFileName(org));
    printResult(
      {
        out,
        founding: file,
        chainId,
        organisation: { name: org, account: founding.organisation.account },
        nodes: founding.nodes.map(({ name, address, host, port }) => ({ name, address, host, port })),
      },
      [
        `${out}: keys of ${org} for ${counted(nodes, "node")} on chain ${chainId}.`,
        ...founding.nodes.map(({ name, address, host, port }) => `  ${name} ${address} ${host}:${port}`),
        `Give ${file} to the other organisations.`,
      ],
      flags,
    );
  });
}
