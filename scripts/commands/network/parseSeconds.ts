import { InvalidArgumentError } from "commander";
import { parseCount } from "../../commandLine/values.js";

/** A wait between two looks, s. */
export function parseSeconds(text: string): number {
  const seconds = parseCount(text);
  if (seconds > 3600) throw new InvalidArgumentError("It is whole seconds, an hour of them at most.");
  return seconds;
}
