import { quoted, WattproofError } from "../../protocol/index.js";

/** A folder that is to be made is there, or cannot be. */
export class OutFolderUnfit extends WattproofError {
  /** @param why Continues "The folder … ". */
  constructor(path: string, why: string, cause?: unknown) {
    super({
      code: "OutFolderUnfit",
      message: `The folder ${quoted(path)} ${why}.`,
      next: "Give --out a folder that does not exist yet, or that is empty; keys that there are must not be lost.",
      facts: { path },
      cause,
    });
  }
}

/** A folder with one's own keys does not have what it should. */
export class OwnFolderInvalid extends WattproofError {
  /** @param why Continues "The folder … ". */
  constructor(path: string, why: string, cause?: unknown) {
    super({
      code: "OwnFolderInvalid",
      message: `The folder ${quoted(path)} ${why}.`,
      next: "Give --own the folder that network keygen wrote, with all that is in it.",
      facts: { path },
      cause,
    });
  }
}
