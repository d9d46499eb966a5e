import type { NetworkFolder, NetworkTerms } from "../../../network/index.js";
import { counted } from "../../commandLine/counted.js";
import { type PrintOptions, printNote, printResult } from "../../commandLine/print.js";

/** Tells which nodes come to a chain that runs, and what is to be done then. */
export function printEntered(
  out: string,
  { consortium, fingerprint, warnings, own }: NetworkFolder,
  print: PrintOptions,
) {
  const { chainId } = consortium;
  if (!print.json) for (const warning of warnings) printNote(warning);
  printResult(
    {
      out,
      chainId,
      nodes: own.map(({ name, address, host, port, rpcHttp }) => ({ name, address, host, port, rpc: urlOf(rpcHttp) })),
      fingerprint,
      warnings,
    },
    [
      `${out}: ${counted(own.length, "node")} for chain ${chainId}, which runs.`,
      ...own.map(
        ({ name, address, host, port, rpcHttp }) => `  ${name} ${address} ${host}:${port}${rpcWords(rpcHttp)}`,
      ),
      "Fingerprint of the founders' files; compare all of it with one of them by telephone:",
      `  ${fingerprint}`,
    ],
    print,
  );
}

/** RPC listens on this machine alone, as the folder is written. */
const urlOf = (port: number) => `http://127.0.0.1:${port}`;

const rpcWords = (port: number | undefined) => (port === undefined ? "" : `  RPC ${urlOf(port)}`);

/** Tells what was written, and what founders should know. */
export function printNetwork(
  out: string,
  { consensus, blockPeriodS, hardfork }: NetworkTerms,
  network: NetworkFolder,
  print: PrintOptions,
): void {
  const { consortium, fingerprint, warnings, own } = network;
  const { chainId, organisations, nodes } = consortium;
  const rpcOf = new Map(own.map(({ name, rpcHttp }) => [name, rpcHttp]));
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
      nodes: nodes.map(({ name, address, host, port }) => {
        const rpc = rpcOf.get(name);
        return { name, address, host, port, isOwn: rpc !== undefined, rpc: rpc === undefined ? null : urlOf(rpc) };
      }),
      fingerprint,
      warnings,
    },
    [
      `${out}: chain ${chainId}, ${consensus}, ${counted(nodes.length, "node")} of ${counted(organisations.length, "organisation")}, ${own.length} of them with keys here.`,
      ...nodes.map(
        ({ name, address, host, port }) => `  ${name} ${address} ${host}:${port}${rpcWords(rpcOf.get(name))}`,
      ),
      "Fingerprint of the files that all founders must have alike; compare all of it by telephone:",
      `  ${fingerprint}`,
    ],
    print,
  );
}
