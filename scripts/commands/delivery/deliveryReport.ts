import { type Command, Option } from "commander";
import { type Delivery, type GivenReading, type SelectedReading, selectReadings } from "../../../deals/index.js";
import { lowerHex, mapBounded, read } from "../../../evidence/index.js";
import {
  DeviceStatus,
  directReport,
  domainSeparator,
  type Hex,
  type SensorReport,
  signatureVerifier,
  structHashOf,
  type VerifyStruct,
} from "../../../protocol/index.js";
import { IDeviceRegistry__factory } from "../../../typechain-types/factories/contracts/interfaces/IDeviceRegistry__factory.js";
import { type ChainAccount, openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { transact } from "../../chain/transact.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatInstant } from "../../commandLine/instant.js";
import { printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { archivedReadings, judgedByContract } from "./archivedReadings.js";
import { type DeliveriesHere, deliveriesOn, deliveryOf, WATCH } from "./deliveriesHere.js";
import { withUnit } from "./planWords.js";
import { type BadRow, type ReadingsFile, readReadings } from "./recordsFile.js";

interface Flags extends WriteFlags {
  readonly records?: string;
  readonly archive?: readonly string[];
  readonly which: "edge" | "extremes" | "all";
  readonly dryRun?: boolean;
}

/** Readings in a transaction: with violations and P-256 keys well below a block's gas. */
const BATCH = 16;
/** Left-out readings that people see; --json lists all. */
const SHOWN_TO_PEOPLE = 20;

const AFTER = `The file is one of signed SensorReading records (docs/oracle.md), each with the signature of its sensor's present key. An archive is
the state folder of an oracle that is not running: its readings go out with their place in an anchored batch, and count also if
their sensor was suspended or got another key since. Reported is what a sensor at the goods would report: every violation and the first reading of each approach to a bound; and, since only a sensor
signs summaries, a reading whenever the heartbeat wants a word. --which extremes adds the least and the greatest value of each
watch, --which all reports everything. What would be refused is told by name and left out; what was reported before is passed over.`;

/** `wattproof delivery report`: brings sensors' readings to the contract. */
export function addDeliveryReport(parent: Command): void {
  const command = parent
    .command("report")
    .description("report what sensors measured of a delivery; anybody may")
    .argument("<delivery>", "its id", parseBytes32)
    .addOption(new Option("--records <file>", "CSV file of signed readings").conflicts("archive"))
    .option("--archive <folders...>", "state folders of the oracles that anchored readings")
    .addOption(new Option("--which <readings>", "which of them").choices(["edge", "extremes", "all"]).default("edge"))
    .option("--dry-run", "send nothing: say what would be reported");
  finishCommand(addAccountOptions(command), {
    example: "npx wattproof delivery report 0x… --records freezer.csv --account oracle.json",
    after: `${AFTER}\n${ABOUT_ACCOUNTS}`,
  });
  command.action(async (id: Hex, flags: Flags) => {
    const { records, archive, which } = flags;
    if (records === undefined && archive === undefined) {
      command.error("error: name where the readings are, with --records or --archive");
    }
    const file = records === undefined ? undefined : await readReadings(records);
    await withChain(flags, async (chain) => {
      const here = await deliveriesOn(chain);
      const delivery = await deliveryOf(here, id);
      const source = file ? await fileSource(here, delivery, file) : await archiveSource(here, delivery, archive ?? []);
      const selected = selectReadings(delivery, source.readings, {
        which,
        nowS: await chain.nowS(),
        isSigned: source.isSigned,
      });
      const unknown = await unreported(here, id, selected.wanted);
      const { taken: fresh, refused } = await source.judge(unknown);
      const reports = source.reportsOf(fresh);
      const batches = flags.dryRun ? [] : await report(here, await openAccount(chain, flags), id, reports);
      const known = selected.wanted.length - unknown.length;
      const leftOut = [...selected.leftOut, ...refused];
      const { spared } = selected;
      printReport(
        { id, leftOut, spared, fresh, known, bad: source.bad, batches, isDryRun: flags.dryRun ?? false },
        flags,
      );
    });
  });
}

/** Where readings come from, and who judges them. */
interface Source {
  readonly readings: readonly GivenReading[];
  readonly bad: readonly BadRow[];
  readonly isSigned: (given: GivenReading) => boolean;
  /** What the contract is asked about those that it does not know. */
  readonly judge: (unknown: readonly SelectedReading[]) => Promise<{
    readonly taken: readonly SelectedReading[];
    readonly refused: readonly LeftOut[];
  }>;
  reportsOf(some: readonly GivenReading[]): SensorReport[];
}

/** A reading that is not reported, by the name of what refuses it. */
type LeftOut = GivenReading & { readonly reason: string };

async function fileSource(here: DeliveriesHere, delivery: Delivery, file: ReadingsFile): Promise<Source> {
  const verifiers = await verifiersOf(here, delivery);
  return {
    ...file,
    isSigned: ({ signed, reading }) =>
      verifiers.get(reading.header.device)?.(structHashOf(reading), signed.signature) ?? false,
    judge: async (taken) => ({ taken, refused: [] }),
    reportsOf: (some) => some.map(({ signed, reading }) => directReport(signed, reading)),
  };
}

async function archiveSource(here: DeliveriesHere, delivery: Delivery, folders: readonly string[]): Promise<Source> {
  const archived = await archivedReadings(here.chain, delivery, folders);
  return {
    ...archived,
    bad: [],
    // Which key counted when a reading was anchored, the contract says.
    isSigned: () => true,
    judge: (unknown) => judgedByContract(here, delivery.delivery, unknown, archived),
  };
}

/** What checks readings of the delivery's sensors; one that is not active speaks for nothing that is not anchored. */
async function verifiersOf({ chain }: DeliveriesHere, { watches }: Delivery): Promise<Map<Hex, VerifyStruct>> {
  const { provider, chainId, directory } = chain;
  const devices = IDeviceRegistry__factory.connect(await chain.contract("DeviceRegistry"), provider);
  const domain = domainSeparator({ chainId, directory });
  const verifiers = new Map<Hex, VerifyStruct>();
  for (const sensor of new Set(watches.map((watch) => watch.sensor))) {
    const [{ status }, signer] = await read(`device ${sensor}`, () =>
      Promise.all([devices.deviceOf(sensor), devices.signerOf(sensor)]),
    );
    if (Number(status) === DeviceStatus.Active) verifiers.set(sensor, signatureVerifier(lowerHex(signer), domain));
  }
  return verifiers;
}

/** Those that the contract does not know. */
async function unreported(
  { at: { watch } }: DeliveriesHere,
  id: Hex,
  wanted: readonly SelectedReading[],
): Promise<SelectedReading[]> {
  const known = await mapBounded(wanted, ({ reading: { header } }) =>
    read(`the readings of delivery ${id}`, () => watch.isReported(id, header.device, header.sequence)),
  );
  return wanted.filter((_, at) => !known[at]);
}

interface SentBatch {
  readonly transaction: string;
  readonly block: number;
  readonly readings: number;
}

async function report(
  { chain, at: { watchAddress } }: DeliveriesHere,
  account: ChainAccount,
  id: Hex,
  reports: readonly SensorReport[],
): Promise<SentBatch[]> {
  const sent: SentBatch[] = [];
  for (let from = 0; from < reports.length; from += BATCH) {
    const batch = reports.slice(from, from + BATCH).map((each) => ({ ...each, proof: [...each.proof] }));
    const { hash, blockNumber } = await transact(chain, account, {
      says: `Report readings ${from + 1} to ${from + batch.length} of ${reports.length} for delivery ${id}`,
      to: watchAddress,
      data: WATCH.encodeFunctionData("report", [id, batch]),
    });
    sent.push({ transaction: hash, block: blockNumber, readings: batch.length });
  }
  return sent;
}

interface Reported {
  readonly id: Hex;
  readonly leftOut: readonly LeftOut[];
  /** Counted, and not wanted. */
  readonly spared: number;
  readonly fresh: readonly SelectedReading[];
  /** Wanted, and reported before. */
  readonly known: number;
  readonly bad: readonly BadRow[];
  readonly batches: readonly SentBatch[];
  readonly isDryRun: boolean;
}

function printReport(reported: Reported, flags: Flags): void {
  const { id, leftOut, spared, fresh, known, bad, batches, isDryRun } = reported;
  const count = (verdict: SelectedReading["verdict"]) => fresh.filter((each) => each.verdict === verdict).length;
  const faults = [...bad.map(badWords), ...leftOut.map(leftOutWords)];
  const unlisted = faults.length - SHOWN_TO_PEOPLE;
  printResult(
    {
      delivery: id,
      dryRun: isDryRun,
      reported: fresh.map(readingJson),
      violations: count("violation"),
      near: count("near"),
      known,
      spared,
      leftOut: leftOut.map(({ reason, ...given }) => ({ ...readingJson(given), reason })),
      rejected: bad,
      batches,
    },
    [
      `${isDryRun ? "Would report" : "Reported"} ${fresh.length} readings for delivery ${id}: ${count("violation")} violations, ${count("near")} near a bound.`,
      ...(isDryRun ? fresh.map(readingWords) : batches.map(batchWords)),
      `  ${known} reported before, ${spared} not wanted, ${faults.length} left out`,
      ...faults.slice(0, SHOWN_TO_PEOPLE),
      ...(unlisted > 0 ? [`  and ${unlisted} more (--json lists them)`] : []),
    ],
    flags,
  );
}

type Told = Pick<SelectedReading, "row" | "reading"> & Partial<Pick<SelectedReading, "verdict">>;

function readingJson({ row, reading, verdict }: Told) {
  const { device, sequence, timestampS } = reading.header;
  const { field, valueMilli } = reading;
  return { row, device, sequence, timestampS, field, valueMilli, ...(verdict === undefined ? {} : { verdict }) };
}

function readingWords({ row, reading, verdict }: Told): string {
  const { field, valueMilli, header } = reading;
  return `  row ${row}: ${verdict}: ${field} ${withUnit(valueMilli, field)} at ${formatInstant(Number(header.timestampS))} (record ${header.sequence})`;
}

function leftOutWords({ row, reason, reading: { header, field } }: LeftOut): string {
  return `  row ${row}: ${reason}: ${field}, record ${header.sequence} of ${header.device}`;
}

function badWords({ row, code, reason }: BadRow): string {
  return `  row ${row}: ${code}: ${reason}`;
}

function batchWords({ transaction, block, readings }: SentBatch): string {
  return `  ${readings} readings in transaction ${transaction} in block ${block}`;
}
