import { quoted, WattproofError } from "../../protocol/index.js";

/** A chain without a quorum cannot go on as it was said. */
export class RecoveryUnfit extends WattproofError {
  /** @param why A sentence without its full stop. */
  constructor(folder: string, why: string) {
    super({
      code: "RecoveryUnfit",
      message: `The genesis of ${quoted(folder)} is left as it is: ${why}.`,
      next: "Agree with all who stay on the validators that stay, and on the block after the newest that any of them has.",
      facts: { folder, why },
    });
  }
}
