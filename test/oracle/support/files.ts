import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "mocha";

/** A folder for one test file's artefacts, removed when its tests are done. Call inside `describe`. */
export function temporaryFolder(): { readonly path: string; write(name: string, text: string): string } {
  const path = mkdtempSync(join(tmpdir(), "wattproof-oracle-"));
  after(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }));
  return {
    path,
    write(name, text) {
      const file = join(path, name);
      writeFileSync(file, text);
      return file;
    },
  };
}

/** Everything that an async iterable yields. */
export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of iterable) all.push(item);
  return all;
}

/** Code of the named error that `action` ends with, or "no error". */
export async function codeOf(action: Promise<unknown> | (() => Promise<unknown>)): Promise<string> {
  try {
    await (typeof action === "function" ? action() : action);
    return "no error";
  } catch (error) {
    return error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
}
