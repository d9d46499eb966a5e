import { quoted, WattproofError } from "../../protocol/index.js";

const AGREE =
  "Agree with all who stay on the validators that stay, and on the block after the newest that any of them has.";

/** A chain without a quorum cannot go on as it was said. */
export class RecoveryUnfit extends WattproofError {
  /** @param why A sentence without its full stop. @param next What to do, if it is not to agree on validators and block. */
  constructor(folder: string, why: string, next = AGREE) {
    super({
      code: "RecoveryUnfit",
      message: `The genesis of ${quoted(folder)} is left as it is: ${why}.`,
      next,
      facts: { folder, why },
    });
  }
}
