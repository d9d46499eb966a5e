import { type Command, InvalidArgumentError, Option } from "commander";
import { decodeBytes32String, encodeBytes32String } from "ethers";
import { type GrantTerms, type Hex, isHex, passportIdOf, type Subject } from "../../../protocol/index.js";
import { type DeviceName, idOn, parseDevice } from "../../chain/deviceName.js";
import type { OpenChain } from "../../chain/openChain.js";
import { parseWindow, type TimeWindow } from "../../commandLine/instant.js";
import { parseAddress } from "../../commandLine/values.js";
import { parseIdentifier } from "../battery/batteryValues.js";

const PURPOSE = /^[\x21-\x7e](?:[\x20-\x7e]{0,29}[\x21-\x7e])?$/;

/** A purpose: up to 31 ASCII characters, or 32 bytes that are the hash of a text. */
export function parsePurpose(text: string): Hex {
  const lower = text.toLowerCase();
  if (isHex(lower, 32) && !/^0x0+$/.test(lower)) return lower;
  if (PURPOSE.test(text) && !text.startsWith("0x")) return encodeBytes32String(text) as Hex;
  throw new InvalidArgumentError("It is 1 to 31 ASCII characters, or 0x and the 64 hex digits of a text's hash.");
}

/** A purpose for people: its name, or the hash that it is. */
export function formatPurpose(purpose: Hex): string {
  const name = /^0x((?:[2-7][0-9a-f])+)(?:00)+$/.exec(purpose) ? decodeBytes32String(purpose) : "";
  return PURPOSE.test(name) ? name : purpose;
}

/** The number of a grant. */
export function parseGrant(text: string): bigint {
  if (!/^[1-9][0-9]{0,18}$/.test(text)) throw new InvalidArgumentError("It is the number of a grant, such as 12.");
  return BigInt(text);
}

/** Flags that say whose data. */
export interface SubjectFlags {
  readonly device?: DeviceName;
  readonly battery?: string;
}

/** Flags that say which data, for whom and what. */
export interface DataFlags extends SubjectFlags {
  readonly reader?: Hex;
  readonly purpose?: Hex;
  readonly data?: TimeWindow;
}

/** Gives a command the options of a subject. */
export function addSubjectOptions(command: Command): Command {
  return command
    .addOption(new Option("--device <device>", "a device's id or DID").argParser(parseDevice).conflicts("battery"))
    .addOption(new Option("--battery <identifier>", "a battery's passport").argParser(parseIdentifier));
}

/** Gives a command, beside those, the options that say which data, for whom and what. */
export function addDataOptions(command: Command): Command {
  return addSubjectOptions(command)
    .addOption(new Option("--reader <address>", "account that reads").argParser(parseAddress))
    .addOption(
      new Option("--purpose <text or hash>", "what for: up to 31 ASCII characters, or a hash").argParser(parsePurpose),
    )
    .addOption(new Option("--data <start/end>", "which data, in UTC").argParser(parseWindow));
}

/** The subject that flags name, if they do. Throws `DeploymentForeign`. */
export function subjectOf(chain: OpenChain, { device, battery }: SubjectFlags): Subject | undefined {
  if (device !== undefined) return { kind: 0, id: idOn(chain, device) };
  if (battery === undefined) return undefined;
  return { kind: 1, id: `0x${passportIdOf(battery).toString(16).padStart(64, "0")}` };
}

/** What flags name whole, if they do. Throws `DeploymentForeign`. */
export function dataOf(chain: OpenChain, flags: DataFlags): Omit<GrantTerms, "untilS"> | undefined {
  const { reader, purpose, data } = flags;
  const subject = subjectOf(chain, flags);
  if (subject === undefined || reader === undefined || purpose === undefined || data === undefined) return undefined;
  return { subject, reader, purpose, fromS: data.startS, toS: data.endS };
}
