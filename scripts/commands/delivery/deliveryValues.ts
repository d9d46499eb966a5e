import { InvalidArgumentError } from "commander";

const UINT32_MAX = 2 ** 32 - 1;

/** A number of violations; none is one too. */
export function parseViolations(text: string): number {
  const count = /^(?:0|[1-9][0-9]{0,9})$/.test(text) ? Number(text) : -1;
  if (count < 0 || count > UINT32_MAX) throw new InvalidArgumentError("It is a whole number, such as 0 or 3.");
  return count;
}
