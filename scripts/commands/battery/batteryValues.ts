import { InvalidArgumentError } from "commander";
import { type Hex, isHex } from "../../../protocol/index.js";

const DECIMAL = /^(?:0|[1-9][0-9]{0,11})(?:\.[0-9]{1,9})?$/;
const HIGHEST_CAPACITY_AH = 1_000_000;

/** A plain decimal of at least zero. */
function decimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}

/** A fraction above 0 and below 1. */
export function parseFraction(text: string): number {
  const fraction = decimal(text);
  if (fraction === undefined || fraction <= 0 || fraction >= 1) {
    throw new InvalidArgumentError("It is more than 0 and less than 1, such as 0.8.");
  }
  return fraction;
}

/** A capacity, Ah. */
export function parseCapacity(text: string): number {
  const capacityAh = decimal(text);
  if (capacityAh === undefined || capacityAh <= 0 || capacityAh > HIGHEST_CAPACITY_AH) {
    throw new InvalidArgumentError(`It is more than 0 and at most ${HIGHEST_CAPACITY_AH} Ah, such as 2.0.`);
  }
  return capacityAh;
}

/** An amount of money of at least zero. */
export function parseAmount(text: string): number {
  const amount = decimal(text);
  if (amount === undefined) throw new InvalidArgumentError("It is an amount of at least 0, such as 0.12.");
  return amount;
}

/** A cycle's number. */
export function parseCycle(text: string): number {
  if (!/^(?:0|[1-9][0-9]{0,8})$/.test(text)) throw new InvalidArgumentError("It is the number of a cycle, such as 80.");
  return Number(text);
}

const LONGEST_IDENTIFIER_BYTES = 128;

/** A battery by its passport's identifier. */
export function parseIdentifier(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes < 1 || bytes > LONGEST_IDENTIFIER_BYTES) {
    throw new InvalidArgumentError(`It is a battery's identifier of 1 to ${LONGEST_IDENTIFIER_BYTES} bytes.`);
  }
  return text;
}

/** A status that a battery takes without becoming another one. */
export interface StatusChange {
  readonly word: "waste" | "reused";
  /** Number of `BatteryStatus` in contracts/types/Passports.sol. */
  readonly status: number;
}

const CHANGES: readonly StatusChange[] = [
  { word: "waste", status: 4 },
  { word: "reused", status: 2 },
];

/** A status to change to. */
export function parseStatusChange(text: string): StatusChange {
  const change = CHANGES.find(({ word }) => word === text.toLowerCase());
  if (change === undefined)
    throw new InvalidArgumentError("It is waste or reused; others take a successor's passport.");
  return change;
}

/** A device's id. */
export function parseDeviceId(text: string): Hex {
  const device = text.toLowerCase();
  if (!isHex(device, 32)) throw new InvalidArgumentError("It is a device's id: 0x followed by 64 hex digits.");
  return device;
}

/** Position of a record in its device's history. */
export function parseSequence(text: string): bigint {
  if (!/^[1-9][0-9]{0,18}$/.test(text)) throw new InvalidArgumentError("It is a whole number of at least 1.");
  return BigInt(text);
}
