import type { NetworkFolder, NetworkTerms } from "../../../network/index.js";
import { counted } from "../../commandLine/counted.js";
import { type PrintOptions, printNote, printResult } from "../../commandLine/print.js";

/** Tells what was written, and what founders should know. */
export function printNetwork(
  out: string,
  { consensus, blockPeriodS, hardfork }: NetworkTerms,
  network: NetworkFolder,
  print: PrintOptions,
): void {
  const { consortium, fingerprint, warnings, own } = network;
  const { chainId, organisations, nodes } = consortium;
  const ownNames = new Set(own.map(({ name }) => name));
  if (!print.json) for (const warning of warnings) printNote(warning);
  printResult(
    {
      out,
      chainId,
      consensus,
      validators: consortium.validators,
      blockPeriodS,
      hardfork,
      organisations: organisations.map(({ name, account }) => ({ name, account })),
      nodes: nodes.map(({ name, address, host, port }) => ({ name, address, host, port, isOwn: ownNames.has(name) })),
      fingerprint,
      warnings,
    },
    [
      `${out}: chain ${chainId}, ${consensus}, ${counted(nodes.length, "node")} of ${counted(organisations.length, "organisation")}, ${own.length} of them with keys here.`,
      ...nodes.map(({ name, address, host, port }) => `  ${name} ${address} ${host}:${port}`),
      "Fingerprint of the files that all founders must have alike; compare all of it by telephone:",
      `  ${fingerprint}`,
    ],
    print,
  );
}
