import { type Hex, WattproofError } from "../../protocol/index.js";

/** Registers are to be left out by an account that may not. */
export class SettlerRoleMissing extends WattproofError {
  constructor(account: Hex) {
    super({
      code: "SettlerRoleMissing",
      message: `The account ${account} does not hold the role oracle, which --leave-out takes.`,
      next: `Leave --leave-out away, or send from an account that holds the role (wattproof role list); the members grant it by vote: wattproof consortium propose grant-role oracle ${account}.`,
      facts: { account },
    });
  }
}
