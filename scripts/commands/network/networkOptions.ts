import { type Command, InvalidArgumentError, Option } from "commander";
import {
  type Consensus,
  DEFAULT_BLOCK_PERIOD_S,
  DEFAULT_CHAIN_ID,
  DEFAULT_HARDFORK,
  FIXED_START,
  type NetworkTerms,
  parseHardfork,
  parseValidity,
  type ValidatorSource,
  type Validity,
} from "../../../network/index.js";
import { readText } from "../../commandLine/files.js";
import { parseCount, parsePort } from "../../commandLine/values.js";

export interface TermFlags {
  readonly consensus: Consensus;
  readonly validators: ValidatorSource;
  readonly blockPeriod: number;
  readonly chainId: bigint;
  readonly hardfork: string;
}

/** When certificates are valid. */
export interface ValidityFlags {
  readonly validFrom?: string;
  readonly validYears?: number;
}

export interface KeyFlags extends ValidityFlags {
  readonly hosts?: string;
  readonly keys?: string;
}

/** Gives a command the options on which all founders agree. */
export function addTermOptions(command: Command): Command {
  return command
    .addOption(new Option("--consensus <name>", "how blocks are agreed on").choices(["qbft", "ibft2"]).default("qbft"))
    .addOption(
      new Option("--validators <source>", "where the validators are listed (contract: experimental, QBFT alone)")
        .choices(["header", "contract"])
        .default("header"),
    )
    .addOption(
      new Option("--block-period <seconds>", "seconds between blocks")
        .argParser(parseCount)
        .default(DEFAULT_BLOCK_PERIOD_S),
    )
    .addOption(chainIdOption())
    .addOption(new Option("--hardfork <name>", "cancun, prague or osaka").default(DEFAULT_HARDFORK));
}

/** The chain's id: of the genesis, and of what nodes sign at the founding. */
export function chainIdOption(): Option {
  return new Option("--chain-id <id>", "the chain's id")
    .argParser(parseChainId)
    .default(DEFAULT_CHAIN_ID, DEFAULT_CHAIN_ID.toString());
}

/** Gives a command the options of those who make keys. */
export function addKeyOptions(command: Command): Command {
  return addValidityOptions(
    command
      .option("--keys <file>", "JSON array of the nodes' private keys; all else then follows from them")
      .option("--hosts <file>", 'JSON array of "IPv4:port", one per node in their order; else 127.0.0.1 from 30303 on'),
    "when certificates begin; with --keys 2026-01-01, else now",
  );
}

/** Gives a command the options of those who issue certificates. */
export function addValidityOptions(command: Command, from = "when certificates begin; else now"): Command {
  return command
    .option("--valid-from <date>", from)
    .addOption(
      new Option("--valid-years <years>", "for how long those of nodes are valid; else 2").argParser(parseCount),
    );
}

/** Where one's own nodes offer their services: each further one ten higher. */
export function rpcPortOption(): Option {
  return new Option(
    "--rpc-port <port>",
    "JSON-RPC of the first of your own nodes; WebSocket is one higher, metrics a thousand; else 8545 for the first node on this host",
  ).argParser(parseFirstPort);
}

/** A port with room above it for those of all further nodes. */
export function parseFirstPort(text: string): number {
  const port = parsePort(text);
  if (port < LOWEST_FIRST_PORT || port > HIGHEST_FIRST_PORT) {
    throw new InvalidArgumentError(`It is ${LOWEST_FIRST_PORT} to ${HIGHEST_FIRST_PORT}.`);
  }
  return port;
}

const LOWEST_FIRST_PORT = 1024;
const HIGHEST_FIRST_PORT = 60_000;

/** Throws `HardforkUnfit`. */
export function termsOf({ consensus, validators, blockPeriod, chainId, hardfork }: TermFlags): NetworkTerms {
  return { consensus, validators, blockPeriodS: blockPeriod, chainId, hardfork: parseHardfork(hardfork) };
}

/** Texts of the files that were named, and when certificates are valid. Throws `ValidityUnfit`, `FileUnreadable`, `FileTooLarge`. */
export function keysOf({ hosts, keys, validFrom, validYears }: KeyFlags): {
  hosts: string | undefined;
  keys: string | undefined;
  validity: Validity;
} {
  return {
    validity: parseValidity(validFrom, validYears, keys === undefined ? new Date() : FIXED_START),
    hosts: hosts === undefined ? undefined : readText(hosts, LONGEST_LIST_BYTES),
    keys: keys === undefined ? undefined : readText(keys, LONGEST_LIST_BYTES),
  };
}

/** Far more than a hundred nodes' keys or hosts have. */
const LONGEST_LIST_BYTES = 256 * 1024;

function parseChainId(text: string): bigint {
  if (!/^[1-9][0-9]{0,15}$/.test(text)) throw new InvalidArgumentError("It is a whole number of at least 1.");
  return BigInt(text);
}
