import { InvalidArgumentError } from "commander";
import { type Hex, isHex } from "../../protocol/index.js";
import { ADDRESS_FORM, addressOf, MISTYPED } from "./address.js";

const HIGHEST_PORT = 65_535;
/** Nine digits before the point keep every amount of a demo far inside the token's range. */
const PRICE = /^(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,3})?$/;

/** A whole number of at least 1. */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!/^[1-9][0-9]*$/.test(text) || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError("It is a whole number of at least 1.");
  }
  return count;
}

/** A TCP port; 0 lets the system choose. */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!/^[0-9]{1,5}$/.test(text) || port > HIGHEST_PORT) throw new InvalidArgumentError("It is 0 to 65535.");
  return port;
}

/** A price per kWh: more than zero, with at most three decimals; stays text, since money is exact. */
export function parsePrice(text: string): string {
  if (!PRICE.test(text) || Number(text) === 0) {
    throw new InvalidArgumentError("It is more than 0 and has at most three decimals, such as 1.20.");
  }
  return text;
}

/** 32 bytes in hex: an id or a hash. */
export function parseBytes32(text: string): Hex {
  const lower = text.toLowerCase();
  if (!isHex(lower, 32)) throw new InvalidArgumentError("It is 0x and 64 hex digits.");
  return lower;
}

/** An address: a contract's or an account's. */
export function parseAddress(text: string): Hex {
  const address = addressOf(text);
  if (address === undefined) throw new InvalidArgumentError(`It is ${ADDRESS_FORM}.`);
  if (address === "mistyped") throw new InvalidArgumentError(`In this address ${MISTYPED}.`);
  return address;
}

/** An HTTP address of a chain's JSON-RPC. */
export function parseRpcUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw new InvalidArgumentError("It is an http or https address, such as http://127.0.0.1:8545.");
  }
  return text;
}

/** A network of hardhat.config.ts, or the address of a chain's JSON-RPC. */
export function parseNetwork(text: string): string {
  if (text === "localhost" || text === "besu") return text;
  try {
    return parseRpcUrl(text);
  } catch {
    throw new InvalidArgumentError(
      "It is localhost, besu, an address such as http://127.0.0.1:8545, or the folder of a network (there is none of this name here).",
    );
  }
}
