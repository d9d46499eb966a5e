import { InvalidArgumentError, Option } from "commander";
import { type Hex, isHex } from "../../../protocol/index.js";

/** The side of an agreement that somebody is on. */
export type PartyName = "consumer" | "supplier";

/** An agreement's id. */
export function parseAgreement(text: string): Hex {
  const id = text.toLowerCase();
  if (!isHex(id, 32)) throw new InvalidArgumentError("It is an agreement's id: 0x followed by 64 hex digits.");
  return id;
}

/** An agreement as the user named it: by its id, or by its number. */
export type AgreementName = Hex | number;

const HIGHEST_NUMBER = 2 ** 32 - 1;

/** An agreement's id or number. */
export function parseAgreementName(text: string): AgreementName {
  const number = /^[1-9][0-9]{0,9}$/.test(text) ? Number(text) : undefined;
  if (number !== undefined && number <= HIGHEST_NUMBER) return number;
  const id = text.toLowerCase();
  if (!isHex(id, 32)) {
    throw new InvalidArgumentError("It is an agreement's number, such as 12, or its id: 0x followed by 64 hex digits.");
  }
  return id;
}

/** For whom an account signs that is not the party itself, but owns the contract wallet that is. */
export function asOption(): Option {
  return new Option("--as <party>", "sign for this party, a contract wallet that your account owns").choices([
    "consumer",
    "supplier",
  ]);
}
