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

/** For whom an account signs that is not the party itself, but owns the contract wallet that is. */
export function asOption(): Option {
  return new Option("--as <party>", "sign for this party, a contract wallet that your account owns").choices([
    "consumer",
    "supplier",
  ]);
}
