import { SealedStateUnreadable } from "../errors.js";

/** A number of storage as a member of the enumeration that it stands for. @throws SealedStateUnreadable */
export function choiceOf<T extends number>(choices: Readonly<Record<string, T>>, value: bigint, what: string): T {
  const found = Object.values(choices).find((choice) => BigInt(choice) === value);
  if (found === undefined) throw new SealedStateUnreadable(what, `is ${value}, which stands for nothing known here`);
  return found;
}
