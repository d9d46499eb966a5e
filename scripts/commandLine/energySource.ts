import { InvalidArgumentError, Option } from "commander";
import { ENERGY_SOURCES, type EnergySource } from "../../protocol/index.js";

/** The option that names a source. @param what What it is for; the names follow. */
export function sourceOption(what: string): Option {
  return new Option("--source <source>", `${what}: ${ENERGY_SOURCES.join(", ")}`).argParser(parseSource);
}

/** EnergyTag's word for a source. */
export function parseSource(text: string): EnergySource {
  const source = ENERGY_SOURCES.find((each) => each === text);
  if (source === undefined) throw new InvalidArgumentError(`It is one of ${ENERGY_SOURCES.join(", ")}.`);
  return source;
}
