import { type Command, InvalidArgumentError, Option } from "commander";
import type { SignedReading } from "../../../identity/index.js";
import { openSensorLog } from "../../../oracle/ingest/index.js";
import {
  decimalOf,
  type Hex,
  milliText,
  SENSOR_FIELDS,
  type SensorReading,
  TimeSource,
  unitOf,
} from "../../../protocol/index.js";
import { type DeviceName, parseDevice } from "../../chain/deviceName.js";
import { finishCommand } from "../../commandLine/command.js";
import { requireFile } from "../../commandLine/files.js";
import { formatInstant, parseInstant } from "../../commandLine/instant.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { keystoreOption } from "../device/keyOptions.js";
import { type KeystoreFlags, openKeystoreFile, requireKeyOf } from "../device/keystoreFile.js";
import { appendReadings, lastReadingIn, readingsText } from "../readings/readingsFile.js";
import { parseSequence } from "../readings/sequence.js";
import { nextPlace, signReadings } from "../readings/signReadings.js";
import { SensorLogInvalid, SensorSequenceTaken, SensorTimeEarlier } from "./errors.js";

interface Flags extends KeystoreFlags, PrintOptions {
  readonly keystore: string;
  readonly field: string;
  readonly value?: bigint;
  readonly at?: number;
  readonly fromCsv?: string;
  readonly column?: string;
  readonly out?: string;
  readonly sequence?: bigint;
  readonly previous?: Hex;
}

/** What a sensor measured. */
interface Sample {
  /** Unix seconds. */
  readonly timestampS: bigint;
  /** Thousandths of the field's unit. */
  readonly valueMilli: bigint;
}

const AFTER = `No node is asked: the keystore says for which device and deployment it signs. The row goes to stdout, or is appended to --out, in
the format that wattproof delivery report and the oracle read (docs/oracle.md). With --out the reading follows the file's last one of
this sensor. Keep all of a sensor's readings in one file, whatever their field: two different records of one sequence prove that a sensor
lies, and quarantine it. Without --out say --sequence: 1 for the sensor's first record, and else the hash of the one before (--previous),
which --json prints. The time is now, to the second, unless --at names another. --from-csv signs all rows of a data logger's file:
times in UTC in the first column whose name begins with time, timestamp or date, values in --column.`;

/** `wattproof sensor read`: a sensor signs what it measured. */
export function addSensorRead(parent: Command): void {
  const command: Command = parent
    .command("read")
    .description("sign what a sensor measured, with the sensor's own key")
    .argument("[device]", "the sensor, to be sure that the keystore is its", parseDevice)
    .addOption(keystoreOption().makeOptionMandatory())
    .addOption(
      new Option("--field <field>", "what it measures").choices(Object.keys(SENSOR_FIELDS)).makeOptionMandatory(),
    )
    .addOption(new Option("--value <number>", "what it measured, in the field's unit").argParser(parseValue))
    .addOption(new Option("--at <time>", "when it measured, in UTC (default: now)").argParser(parseInstant))
    .addOption(
      new Option("--from-csv <file>", "sign all rows of a logger's file").conflicts(["value", "at", "sequence"]),
    )
    .option("--column <name>", "the file's column with the values")
    .option("--out <file>", "append to this file instead of printing")
    .addOption(new Option("--sequence <number>", "position in the sensor's history").argParser(parseSequence))
    .addOption(new Option("--previous <hash>", "struct hash of the record before").argParser(parseBytes32))
    .option("--password-file <file>", "file whose first line is the keystore's password");
  finishCommand(command, {
    example: "npx wattproof sensor read --field temperature --value -20.5 --keystore s1.key.json --out readings.csv",
    after: AFTER,
  });

  command.action(async (name: DeviceName | undefined, flags: Flags) => {
    const { field, out, sequence, previous, fromCsv, column } = flags;
    if (flags.value === undefined && fromCsv === undefined) command.error("error: give --value, or --from-csv");
    if ((fromCsv === undefined) !== (column === undefined)) command.error("error: --from-csv and --column go together");
    if (out === undefined && sequence === undefined) command.error("error: give --out, or --sequence");
    const samples = await samplesOf(flags);
    const keystore = await openKeystoreFile(flags.keystore, flags);
    const { device } = requireKeyOf(keystore, name);
    const last = out === undefined ? undefined : await lastReadingIn<SensorReading>(out, "SensorReading", device);
    if (last === undefined && previous === undefined && (sequence ?? 1n) > 1n) {
      command.error("error: give --previous, since this is not the sensor's first record");
    }
    const place = nextPlace(device, last, flags, SensorSequenceTaken);
    requireForward(device, last?.record.header.timestampS, samples);
    const timeSource = flags.at === undefined && fromCsv === undefined ? TimeSource.Device : TimeSource.Synthetic;
    const shown = samples.map(({ timestampS, valueMilli }) => {
      return { timestampS, reading: { type: "SensorReading", field, valueMilli } as const };
    });
    const readings = signReadings<SensorReading>(keystore, place, timeSource, shown);
    const signed = readings.map((each) => each.signed);
    if (out !== undefined) appendReadings(out, "SensorReading", signed);
    tell(readings, flags);
  });
}

function parseValue(text: string): bigint {
  const milli = decimalOf(text, 3);
  if (milli !== undefined) return milli;
  throw new InvalidArgumentError("It is a number with at most three decimals, such as -20.5.");
}

/** Throws `SensorLogInvalid`, and what `openSensorLog` throws. */
async function samplesOf({ value, at, fromCsv, column }: Flags): Promise<readonly Sample[]> {
  if (value !== undefined) return [{ timestampS: BigInt(at ?? Math.floor(Date.now() / 1000)), valueMilli: value }];
  const path = fromCsv ?? "";
  requireFile(path);
  const samples: Sample[] = [];
  for await (const row of (await openSensorLog(path, { column: column ?? "" })).rows) {
    if (!row.accepted) throw new SensorLogInvalid(path, `${row.rejection.position}: ${row.rejection.reason}`);
    samples.push(row);
  }
  if (samples.length === 0) throw new SensorLogInvalid(path, "it has no row");
  return samples;
}

/** Throws `SensorTimeEarlier`. A log's own rows never go back. */
function requireForward(device: Hex, lastS: bigint | undefined, [first]: readonly Sample[]): void {
  if (lastS === undefined || first === undefined || first.timestampS >= lastS) return;
  const [last, given] = [lastS, first.timestampS].map((atS) => formatInstant(Number(atS)));
  throw new SensorTimeEarlier({ device, last: last ?? "", given: given ?? "" });
}

function tell(readings: readonly SignedReading<SensorReading>[], { out, json }: Flags): void {
  const signed = readings.map((each) => each.signed);
  if (!json && out === undefined) {
    process.stdout.write(readingsText("SensorReading", signed, { isFirst: true }));
    return;
  }
  printResult(
    { device: signed[0]?.record.header.device, out: out ?? null, readings: readings.map(plain) },
    json || signed.length === 1 ? signed.map(describe) : [`${signed.length} readings were signed.`],
    { json },
  );
}

function plain({ signed: { record, previous, salt, signature }, structHash }: SignedReading<SensorReading>) {
  const { header, field, valueMilli } = record;
  return { ...header, field, value: milliText(valueMilli), previous, salt, signature, structHash };
}

function describe({ record }: SignedReading<SensorReading>["signed"]): string {
  const { header, field, valueMilli } = record;
  const value = `${milliText(valueMilli)} ${unitOf(field)}`;
  return `Record ${header.sequence} of sensor ${header.device}: ${field} ${value} at ${formatInstant(Number(header.timestampS))}.`;
}
