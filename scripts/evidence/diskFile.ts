import type { EvidenceFile } from "../../protocol/index.js";
import { readChunks } from "../commandLine/files.js";

/** An evidence file on disk. Reading it throws `FileUnreadable`. */
export function diskFile(path: string): EvidenceFile {
  return {
    async *open() {
      yield* readChunks(path);
    },
  };
}
