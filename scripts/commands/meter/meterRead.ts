import { type Command, Option } from "commander";
import type { SignedReading } from "../../../identity/index.js";
import { type Hex, type MeterReading, TimeSource } from "../../../protocol/index.js";
import { type DeviceName, parseDevice } from "../../chain/deviceName.js";
import { finishCommand } from "../../commandLine/command.js";
import { formatEnergy, parseShownRegister } from "../../commandLine/energy.js";
import { formatInstant, parseInstant } from "../../commandLine/instant.js";
import { type PrintOptions, printResult } from "../../commandLine/print.js";
import { parseBytes32 } from "../../commandLine/values.js";
import { keystoreOption } from "../device/keyOptions.js";
import { type KeystoreFlags, openKeystoreFile, requireKeyOf } from "../device/keystoreFile.js";
import { appendReadings, type LastReading, lastReadingIn, readingsText } from "../readings/readingsFile.js";
import { parseSequence } from "../readings/sequence.js";
import { nextPlace, signReadings } from "../readings/signReadings.js";
import { MeterRegisterFalls, MeterSequenceTaken, MeterTimeNotLater } from "./errors.js";
import { type Registers, readRegistersFile } from "./registersFile.js";

interface Flags extends KeystoreFlags, PrintOptions {
  readonly keystore: string;
  readonly import?: bigint;
  readonly export?: bigint;
  readonly at?: number;
  readonly fromCsv?: string;
  readonly out?: string;
  readonly sequence?: bigint;
  readonly previous?: Hex;
  readonly corrected?: boolean;
}

/** A time this far ahead of the clock is told, s. */
const AHEAD_S = 60;

const AFTER = `No node is asked: the keystore says for which device and deployment it signs. The row goes to stdout, or is appended to --out, in
the format that wattproof settle and the oracle read (docs/oracle.md). With --out the reading follows the file's last one of this meter:
its registers do not fall and it is later. Keep all of a meter's readings in one file: two different records of one sequence
prove that a meter lies, and quarantine it. Without --out say --sequence: 1 for the meter's first record, and else the hash of the one before
(--previous), which --json prints. The time is now, to the second, unless --at names another; settlement takes readings at the ends of its
periods, by default full hours. --from-csv signs a file's rows: time,import,export, the registers in whole Wh.`;

/** `wattproof meter read`: a meter signs what its registers show. */
export function addMeterRead(parent: Command): void {
  const command: Command = parent
    .command("read")
    .description("sign what a meter's registers show, with the meter's own key")
    .argument("[device]", "the meter, to be sure that the keystore is its", parseDevice)
    .addOption(keystoreOption().makeOptionMandatory())
    .addOption(new Option("--import <energy>", "import register, such as 12.3kWh").argParser(parseShownRegister))
    .addOption(new Option("--export <energy>", "export register, such as 900Wh").argParser(parseShownRegister))
    .addOption(new Option("--at <time>", "when they stood so, in UTC (default: now)").argParser(parseInstant))
    .addOption(
      new Option("--from-csv <file>", "sign all rows of a file").conflicts(["import", "export", "at", "sequence"]),
    )
    .option("--out <file>", "append to this file instead of printing")
    .addOption(new Option("--sequence <number>", "position in the meter's history").argParser(parseSequence))
    .addOption(new Option("--previous <hash>", "struct hash of the record before").argParser(parseBytes32))
    .option("--corrected", "the registers jumped since: take them below the last ones")
    .option("--password-file <file>", "file whose first line is the keystore's password");
  finishCommand(command, {
    example: "npx wattproof meter read --import 12.3kWh --export 0Wh --keystore m1.key.json --out readings.csv",
    after: AFTER,
  });

  command.action(async (name: DeviceName | undefined, flags: Flags) => {
    const given = registersOf(flags);
    if (given === undefined) command.error("error: give --import and --export, or --from-csv");
    const { out, sequence, previous } = flags;
    if (out === undefined && sequence === undefined) command.error("error: give --out, or --sequence");
    const keystore = await openKeystoreFile(flags.keystore, flags);
    const { device } = requireKeyOf(keystore, name);
    const last = out === undefined ? undefined : await lastReadingIn<MeterReading>(out, "MeterReading", device);
    if (last === undefined && previous === undefined && (sequence ?? 1n) > 1n) {
      command.error("error: give --previous, since this is not the meter's first record");
    }
    requireForward(device, last, given, flags.corrected ?? false);
    noteAhead(given);
    const place = nextPlace(device, last, flags, MeterSequenceTaken);
    const shown = given.map(({ timestampS, ...registers }) => {
      return { timestampS, reading: { type: "MeterReading", ...registers } as const };
    });
    const readings = signReadings<MeterReading>(keystore, place, timeSourceOf(flags), shown);
    const signed = readings.map((each) => each.signed);
    if (out !== undefined) appendReadings(out, "MeterReading", signed);
    tell(readings, flags);
  });
}

/** Clocks differ by seconds; what is further ahead was hardly read yet, and settles only then. */
function noteAhead(given: readonly Registers[]): void {
  const nowS = Math.floor(Date.now() / 1000);
  const latestS = Number(given.at(-1)?.timestampS ?? 0n);
  if (latestS <= nowS + AHEAD_S) return;
  process.stderr.write(
    `Note: ${formatInstant(latestS)} is ahead of this machine's clock (${formatInstant(nowS)}); it is settled only then.\n`,
  );
}

function registersOf(flags: Flags): readonly Registers[] | undefined {
  if (flags.fromCsv !== undefined) return readRegistersFile(flags.fromCsv);
  const { import: importWh, export: exportWh, at: atS = Math.floor(Date.now() / 1000) } = flags;
  if (importWh === undefined || exportWh === undefined) return undefined;
  return [{ timestampS: BigInt(atS), importWh, exportWh }];
}

/** Behind a time that somebody typed stood no clock. */
function timeSourceOf({ at, fromCsv }: Flags): TimeSource {
  return at === undefined && fromCsv === undefined ? TimeSource.Device : TimeSource.Synthetic;
}

/** Throws `MeterTimeNotLater`, `MeterRegisterFalls`. */
function requireForward(
  device: Hex,
  last: LastReading<MeterReading> | undefined,
  given: readonly Registers[],
  corrected: boolean,
) {
  let before: Registers | undefined = last && { ...last.record, timestampS: last.record.header.timestampS };
  let mayFall = corrected;
  for (const next of given) {
    if (before !== undefined) requireLater(device, before, next);
    if (before !== undefined && !mayFall) requireRisen(device, before, next);
    // Registers jump once.
    mayFall = false;
    before = next;
  }
}

function requireLater(device: Hex, before: Registers, next: Registers): void {
  if (next.timestampS > before.timestampS) return;
  const [last, given] = [before, next].map(({ timestampS }) => formatInstant(Number(timestampS)));
  throw new MeterTimeNotLater({ device, last: last ?? "", given: given ?? "" });
}

function requireRisen(device: Hex, before: Registers, next: Registers): void {
  for (const register of ["import", "export"] as const) {
    const [lastWh, givenWh] = [before[`${register}Wh`], next[`${register}Wh`]];
    if (givenWh < lastWh) throw new MeterRegisterFalls({ device, register, lastWh, givenWh });
  }
}

function tell(readings: readonly SignedReading<MeterReading>[], { out, json }: Flags): void {
  const signed = readings.map((each) => each.signed);
  if (!json && out === undefined) {
    process.stdout.write(readingsText("MeterReading", signed, { isFirst: true }));
    return;
  }
  printResult(
    { device: signed[0]?.record.header.device, out: out ?? null, readings: readings.map(plain) },
    signed.map(describe),
    { json },
  );
}

function plain({ signed: { record, previous, salt, signature }, structHash }: SignedReading<MeterReading>) {
  const { header, importWh, exportWh } = record;
  return { ...header, importWh, exportWh, previous, salt, signature, structHash };
}

function describe({ record }: SignedReading<MeterReading>["signed"]): string {
  const { header, importWh, exportWh } = record;
  const { device, sequence, timestampS } = header;
  const registers = `import ${formatEnergy(importWh)}, export ${formatEnergy(exportWh)}`;
  return `Record ${sequence} of meter ${device}: ${registers} at ${formatInstant(Number(timestampS))}.`;
}
