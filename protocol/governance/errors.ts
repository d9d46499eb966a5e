import { WattproofError } from "../errors.js";
import type { Hex } from "../hex.js";

/** The consortium took a contract out of use, and put nothing in its place. */
export class ContractRetired extends WattproofError {
  /** @param name In the `Directory`. */
  constructor({ directory, name }: { readonly directory: Hex; readonly name: string }) {
    super({
      code: "ContractRetired",
      message: `The consortium has retired ${name}: the Directory at ${directory} names no contract for it any more.`,
      next: "Wait until the members put another in its place (wattproof consortium proposals); what the old one holds stays readable.",
      facts: { directory, name },
    });
  }
}
