import { type Command, Option } from "commander";
import { type Filling, type SelectedReading, selectReadings } from "../../../deals/index.js";
import type { Hex } from "../../../protocol/index.js";
import { openAccount } from "../../chain/openAccount.js";
import { withChain } from "../../chain/openChain.js";
import { ABOUT_ACCOUNTS, addAccountOptions, type WriteFlags } from "../../commandLine/chainOptions.js";
import { finishCommand } from "../../commandLine/command.js";
import { counted } from "../../commandLine/counted.js";
import { laterOfClocks } from "../../commandLine/expiry.js";
import { formatInstant } from "../../commandLine/instant.js";
import { harmless, printResult } from "../../commandLine/print.js";
import { shortened } from "../../commandLine/shortened.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { deliveriesOn, deliveryOf, requireNotClosed } from "./deliveriesHere.js";
import { violationsCount } from "./deliveryWords.js";
import { DeliveryNothingToReport } from "./errors.js";
import { type LeftOutRows, leftOutLines, tallyOf } from "./leftOutWords.js";
import { withUnit } from "./planWords.js";
import { archiveSource, fileSource, type Source } from "./readingSources.js";
import { readReadings } from "./recordsFile.js";
import { chooseFillings, reportReadings, type SentBatch, sendFillings, unknownToContract } from "./reportReadings.js";

interface Flags extends WriteFlags {
  readonly records?: string;
  readonly archive?: readonly string[];
  readonly which: "edge" | "extremes" | "all";
  readonly dryRun?: boolean;
}

const AFTER = `The file is one of signed SensorReading records (docs/oracle.md), each with the signature of its sensor's present key. An archive is
the state folder of an oracle that is not running: its readings go out with their place in an anchored batch, and count also if
their sensor was suspended or got another key since. Reported is what a sensor at the goods would report: every violation and the
first reading of each approach to a bound; and, since only a sensor signs summaries, a reading whenever the heartbeat wants a word.
--which extremes adds the least and the greatest value of each watch, --which all reports everything. What would be refused is told
by name and left out; what was reported before is passed over. If nothing counts at all, the command fails
(DeliveryNothingToReport). A silence of a watch that the readings fill without a gap longer than the heartbeat is filled.`;

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
      requireNotClosed(delivery);
      const source = file ? await fileSource(here, delivery, file) : await archiveSource(here, delivery, archive ?? []);
      const selected = selectReadings(delivery, source.readings, {
        which,
        nowS: BigInt(laterOfClocks(Number(await chain.nowS()))),
        isSigned: source.isSigned,
      });
      const unknown = await unknownToContract(here, id, selected.wanted);
      const { taken: fresh, refused } = await source.judge(unknown);
      const rows = { bad: source.bad, leftOut: [...selected.leftOut, ...refused] };
      const spared = selected.counting.length - selected.wanted.length;
      const known = selected.wanted.length - unknown.length;
      const isIdle = fresh.length + known === 0 && (spared === 0 || refused.length > 0);
      // What the edge rule spares may still fill a silence.
      if (isIdle && (await chooseFillings(delivery, selected.counting, source)).length === 0)
        throw nothingToReport(id, rows);
      const account = flags.dryRun ? undefined : await openAccount(chain, flags);
      const reported = account ? await reportReadings(here, account, id, source.reportsOf(fresh)) : [];
      // What somebody reported out of order looks like silence until readings from between fill it.
      const standing = account ? await deliveryOf(here, id) : delivery;
      const fillings = await chooseFillings(standing, selected.counting, source);
      const filled = account ? await sendFillings(here, account, id, withReports(fillings, source)) : [];
      printReport(
        {
          id,
          fresh,
          fillings,
          ...rows,
          spared,
          known,
          batches: [...reported, ...filled],
          isDryRun: account === undefined,
        },
        flags,
      );
    });
  });
}

/** Says on stderr what is left out, and returns the error that it comes to. */
function nothingToReport(id: Hex, rows: LeftOutRows): DeliveryNothingToReport {
  process.stderr.write(
    shortened(leftOutLines(rows))
      .map((line) => `${harmless(line)}\n`)
      .join(""),
  );
  return new DeliveryNothingToReport(id, tallyOf(rows));
}

function withReports(fillings: readonly Filling<SelectedReading>[], source: Source) {
  const reports = source.reportsOf(fillings.map(({ given }) => given));
  return reports.map((report, at) => ({ report, silence: fillings[at]?.silence ?? 0 }));
}

interface Reported extends LeftOutRows {
  readonly id: Hex;
  /** Counted, and not wanted. */
  readonly spared: number;
  readonly fresh: readonly SelectedReading[];
  readonly fillings: readonly Filling<SelectedReading>[];
  /** Wanted, and reported before. */
  readonly known: number;
  readonly batches: readonly SentBatch[];
  readonly isDryRun: boolean;
}

function printReport(reported: Reported, flags: Flags): void {
  const { id, leftOut, spared, fresh, fillings, known, bad, batches, isDryRun } = reported;
  const count = (verdict: SelectedReading["verdict"]) => fresh.filter((each) => each.verdict === verdict).length;
  const faults = leftOutLines(reported);
  printResult(
    {
      delivery: id,
      dryRun: isDryRun,
      reported: fresh.map(readingJson),
      filled: fillings.map(({ silence, given }) => ({ silence, ...readingJson(given) })),
      violations: count("violation"),
      near: count("near"),
      known,
      spared,
      leftOut: leftOut.map(({ reason, ...given }) => ({ ...readingJson(given), reason })),
      rejected: bad,
      batches,
    },
    [
      `${isDryRun ? "Would report" : "Reported"} ${counted(fresh.length, "reading")} for delivery ${id}: ${violationsCount(count("violation"))}, ${count("near")} near a bound.`,
      ...(isDryRun ? fresh.map(readingWords) : batches.map(batchWords)),
      ...(fillings.length === 0
        ? []
        : [
            `  ${isDryRun ? "would fill" : "filled"} ${counted(silencesOf(fillings), "silence")} with ${counted(fillings.length, "reading")}`,
          ]),
      `  ${known} reported before, ${spared} not wanted, ${faults.length} left out`,
      ...shortened(faults, " (--json lists them)"),
    ],
    flags,
  );
}

const silencesOf = (fillings: Reported["fillings"]) => new Set(fillings.map(({ silence }) => silence)).size;

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

function batchWords({ transaction, block, readings }: SentBatch): string {
  return `  ${counted(readings, "reading")} in transaction ${transaction} in block ${block}`;
}
