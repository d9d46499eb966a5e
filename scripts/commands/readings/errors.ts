import { quoted, WattproofError } from "../../../protocol/index.js";

/** A file of readings that a meter's history cannot go on from. */
export class ReadingsFileInvalid extends WattproofError {
  constructor(path: string, reason: string) {
    super({
      code: "ReadingsFileInvalid",
      message: `The readings in ${quoted(path)} cannot be gone on from: ${reason}.`,
      next: "Give the file that wattproof meter read or sensor read wrote, whole and unchanged, or a new one.",
      facts: { path, reason },
    });
  }
}

/** The file that readings are appended to cannot be written. */
export class ReadingsUnwritable extends WattproofError {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    super({
      code: "ReadingsUnwritable",
      message: `${quoted(path)} cannot be written (${reason}).`,
      next: "Give --out a file in a folder that this user may write to.",
      facts: { path, reason },
      cause,
    });
  }
}
