import type { Row } from "../report/row.js";

/** Signatures and salts differ in their zero bytes, which cost less: a hundredth of a call at most. */
const SAME = 1.01;

/** Makes rows of a contract. @param of What the rows are about. */
export const rowOf =
  (of: string) =>
  (name: string, gas: number | bigint, limit: number | null = null): Row => ({
    name: `${of}: ${name}`,
    ours: Number(gas),
    peers: {},
    limit,
    unit: "gas",
  });

/** A call after a long history, which may cost no more than the same call did before it. */
export function grownRow(of: string, name: string, gas: bigint, before: bigint): Row {
  return rowOf(of)(name, gas, Math.ceil(Number(before) * SAME));
}
