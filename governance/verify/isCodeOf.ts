import type { Artifact } from "./plan.js";

/**
 * Whether a contract's code is what was compiled, but for the values that its constructor filled in.
 * @param code As `eth_getCode` gives it.
 */
export function isCodeOf(
  { deployedBytecode, immutableReferences = {} }: Pick<Artifact, "deployedBytecode" | "immutableReferences">,
  code: string,
): boolean {
  const places = Object.values(immutableReferences).flatMap((each) => each ?? []);
  const digits = [...code.slice(2).toLowerCase()];
  for (const { start, length } of places) digits.fill("0", 2 * start, 2 * (start + length));
  return digits.join("") === deployedBytecode.slice(2).toLowerCase();
}
