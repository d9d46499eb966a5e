// Runs an oracle as a process of its own: `node --import tsx oracle/main.ts --help`.
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { pino } from "pino";
import { WattproofError } from "../protocol/errors.js";
import { type Hex, isHex } from "../protocol/hex.js";
import type { PipelineCounts } from "../protocol/states.js";
import { writeEquivocations } from "./equivocations.js";
import { feedFile } from "./feedFile.js";
import { KEY_VARIABLE, takeKey } from "./key.js";
import { ORACLE_DEFAULTS } from "./options.js";
import { createOracle, type Oracle } from "./service.js";

interface Arguments {
  readonly rpc: string;
  readonly directory: Hex;
  readonly state: string;
  readonly records: readonly string[];
  readonly gapWait: number;
  readonly batchSize: number;
  readonly batchAge: number;
  readonly poll: number;
  readonly reportDeliveries: boolean;
  readonly once: boolean;
}

const address = (text: string): Hex => {
  const lower = text.toLowerCase();
  if (!isHex(lower, 20)) throw new InvalidArgumentError("give 20 bytes of 0x hex");
  return lower;
};

const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("give a whole number");
  return Number(text);
};

const program = new Command("wattproof-oracle")
  .description("take signed records to the chain and settle what they say")
  .addOption(
    new Option("--rpc <url>", "the chain's JSON-RPC").env("WATTPROOF_RPC_URL").default("http://127.0.0.1:8545"),
  )
  .addOption(
    new Option("--directory <address>", "the chain's Directory")
      .env("WATTPROOF_DIRECTORY")
      .argParser(address)
      .makeOptionMandatory(),
  )
  .addOption(
    new Option("--state <directory>", "folder of the durable state")
      .env("WATTPROOF_ORACLE_STATE")
      .default(".wattproof/oracle"),
  )
  .option("--records <files...>", "CSV files of signed records, read from the start each time", [])
  .option("--gap-wait <s>", "wait for a missing record before a gap closes it", wholeNumber, ORACLE_DEFAULTS.gapWaitS)
  .option("--batch-size <n>", "most leaves of a batch", wholeNumber, ORACLE_DEFAULTS.batchMaxLeaves)
  .option("--batch-age <ms>", "longest wait of a record for its batch", wholeNumber, ORACLE_DEFAULTS.batchMaxAgeMs)
  .option("--poll <ms>", "wait between two looks at the chain", wholeNumber, ORACLE_DEFAULTS.pollMs)
  .option("--report-deliveries", "report what sensors measured for the deliveries that they watch", false)
  .option("--once", "stop when everything in the files is anchored, settled and reported", false)
  .addHelpText("after", `\nThe private key of the oracle's account is read from ${KEY_VARIABLE} and nowhere else.`)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2))
  .parse();

const log = pino({ name: "oracle" }, pino.destination(2));
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    // A second signal does not wait: the state on the disk is whole at any moment.
    if (stop.signal.aborted) process.exit(1);
    log.info({ signal }, "stopping");
    stop.abort();
  });
}

let oracle: Oracle | undefined;
try {
  const signer = takeKey(process.env);
  oracle = await createOracle({ ...optionsOf(program.opts<Arguments>()), signer, log });
  log.info({ stream: oracle.stream, publisher: oracle.publisher, counts: oracle.counts() }, "started");
  await Promise.race([run(oracle, program.opts<Arguments>()), aborted(stop.signal), oracle.failed.then(rethrow)]);
} catch (error) {
  if (!stop.signal.aborted) {
    const known = error instanceof WattproofError;
    log.error(known ? error.toJSON() : { reason: String(error) }, "the oracle cannot go on");
    process.exitCode = 1;
  }
}
stop.abort();
await oracle?.close();
process.exit();

function optionsOf(flags: Arguments) {
  const { rpc, directory, state, gapWait, batchSize, batchAge, poll, reportDeliveries } = flags;
  return {
    rpcUrl: rpc,
    directory,
    stateDirectory: state,
    gapWaitS: gapWait,
    batchMaxLeaves: Math.max(1, batchSize),
    batchMaxAgeMs: batchAge,
    pollMs: Math.max(1, poll),
    reportsDeliveries: reportDeliveries,
  };
}

/** Keeps both records of every equivocation beside the state, for whoever proves it on chain. */
async function keepEquivocations(running: Oracle, { state }: Arguments): Promise<void> {
  const equivocations = await running.equivocations();
  const paths = writeEquivocations(join(state, "equivocations"), equivocations);
  if (paths.length > 0) log.warn({ paths }, "devices signed two records of one sequence; device report proves it");
}

/** Feeds the files; then ends with everything final, or goes on until a signal. */
async function run(running: Oracle, flags: Arguments): Promise<void> {
  const { records, once } = flags;
  let rejectedBefore = -1;
  const keep = ({ rejected }: PipelineCounts): void => {
    if (rejected === rejectedBefore) return;
    rejectedBefore = rejected;
    keepEquivocations(running, flags).catch((error) => log.warn({ reason: String(error) }, "equivocations not kept"));
  };
  keep(running.counts());
  running.onChange(keep);
  for (const path of records) {
    await feedFile(running, path, stop.signal);
    log.info({ path, counts: running.counts() }, "read");
  }
  if (!once) return aborted(stop.signal);
  await running.flush();
  // Again, since the records that came first are anchored only now.
  await keepEquivocations(running, flags);
  process.stdout.write(`${JSON.stringify(running.counts())}\n`);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

function rethrow(error: WattproofError): never {
  throw error;
}
