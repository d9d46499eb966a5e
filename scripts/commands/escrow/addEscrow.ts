import type { Command } from "commander";
import { addEscrowDeposit } from "./escrowDeposit.js";
import { addEscrowShow } from "./escrowShow.js";
import { addEscrowWithdraw } from "./escrowWithdraw.js";

/** `wattproof escrow …`: money that an account sets aside for its agreements. @param parent The command `escrow`. */
export function addEscrow(parent: Command): void {
  addEscrowShow(parent);
  addEscrowDeposit(parent);
  addEscrowWithdraw(parent);
}
