import { writeFileSync } from "node:fs";
import { quoted, WattproofError } from "../../../protocol/index.js";

/** A file that cannot be written. */
export class ExportUnwritable extends WattproofError {
  constructor(path: string, cause: unknown) {
    const reason = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown";
    super({
      code: "ExportUnwritable",
      message: `${quoted(path)} cannot be written (${reason}).`,
      next: "Name files in a folder that this user may write to.",
      facts: { path, reason },
      cause,
    });
  }
}

/** Writes a file that is meant to be handed on. @throws ExportUnwritable */
export function writeExport(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw new ExportUnwritable(path, error);
  }
}
