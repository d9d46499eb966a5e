import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { BesuMissing } from "./errors.js";

/**
 * The Besu to run: what `BESU_BIN` names, or else `besu` in the folders of `PATH`.
 * @throws BesuMissing
 */
export function findBesu(environment: NodeJS.ProcessEnv = process.env): string {
  const { BESU_BIN: named, PATH: path = "" } = environment;
  if (named !== undefined && named !== "") {
    if (!isProgram(named)) throw new BesuMissing(named);
    return resolve(named);
  }
  const found = path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, "besu"))
    .find(isProgram);
  if (found === undefined) throw new BesuMissing(undefined);
  return resolve(found);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Whatever keeps it from being run, it is none that can be.
    return false;
  }
}
