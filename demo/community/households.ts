import { randomBytes } from "node:crypto";
import { hexlify, Wallet } from "ethers";
import type { Hex } from "../../protocol/index.js";

/** A household: it owns a meter and signs its own contracts, but holds no gas and sends no transaction. */
export interface Household {
  readonly home: string;
  readonly wallet: Wallet;
  readonly address: Hex;
}

export function createHousehold(home: string): Household {
  const wallet = new Wallet(hexlify(randomBytes(32)));
  return { home, wallet, address: wallet.address.toLowerCase() as Hex };
}
