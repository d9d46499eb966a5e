import type { Command } from "commander";
import { addTokenMint } from "./tokenMint.js";
import { addTokenRedeem } from "./tokenRedeem.js";
import { addTokenReserves } from "./tokenReserves.js";

/** `wattproof token …`: money that becomes tokens, and tokens that become money. @param parent The command `token`. */
export function addToken(parent: Command): void {
  addTokenMint(parent);
  addTokenRedeem(parent);
  addTokenReserves(parent);
}
