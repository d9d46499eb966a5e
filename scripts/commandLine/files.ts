import { readFileSync, statSync } from "node:fs";
import { FileUnreadable } from "./errors.js";

/**
 * Text of a file that the user named.
 * @throws FileUnreadable
 */
export function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    throw new FileUnreadable(path, error as NodeJS.ErrnoException);
  }
}

/**
 * Says at once that a file is missing, before minutes of work have gone by.
 * @throws FileUnreadable
 */
export function requireFile(path: string): void {
  let isFile: boolean;
  try {
    isFile = statSync(path).isFile();
  } catch (error) {
    throw new FileUnreadable(path, error as NodeJS.ErrnoException);
  }
  if (!isFile) throw new FileUnreadable(path, Object.assign(new Error(path), { code: "EISDIR" }));
}
