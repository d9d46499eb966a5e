import { instantOf } from "../../../protocol/json/times.js";
import { readText } from "../../commandLine/files.js";
import { RegistersFileInvalid } from "./errors.js";

const COLUMNS = "time,import,export";
const REGISTER = /^(?:0|[1-9][0-9]{0,18})$/;

/** What a meter's registers showed. */
export interface Registers {
  /** Unix seconds. */
  readonly timestampS: bigint;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** Registers to sign, from a CSV file, at least one. Throws `FileUnreadable`, `FileTooLarge`, `RegistersFileInvalid`. */
export function readRegistersFile(path: string): Registers[] {
  const [header, ...rows] = readText(path).trimEnd().split(/\r?\n/);
  if (header !== COLUMNS) throw new RegistersFileInvalid(path, `its first line is not ${COLUMNS}`);
  if (rows.length === 0) throw new RegistersFileInvalid(path, "it has no row");
  return rows.map((row, at) => {
    const registers = registersOf(row);
    if (registers === undefined) throw new RegistersFileInvalid(path, `line ${at + 2} is no ${COLUMNS}`);
    return registers;
  });
}

function registersOf(row: string): Registers | undefined {
  const [time = "", imported = "", exported = "", ...more] = row.split(",");
  const timestampS = instantOf(time);
  const isUsable = more.length === 0 && REGISTER.test(imported) && REGISTER.test(exported);
  if (!isUsable || timestampS === undefined) return undefined;
  return { timestampS: BigInt(timestampS), importWh: BigInt(imported), exportWh: BigInt(exported) };
}
