import { type Interface, isError, type Provider } from "ethers";
import { type Hex, isHex } from "../../protocol/hex.js";
import type { Revert } from "./types.js";

export interface FailedCall {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly gasLimit: bigint;
  readonly gasUsed: bigint;
  /** Block that it was mined in. */
  readonly block: number;
}

/** A transaction that used nearly all of its gas and cannot be made to fail otherwise ran out of it. */
const NEARLY_ALL = { of: 100n, used: 95n };

/**
 * Finds out why a mined call failed, by running it again on the state before and after its block.
 * @param errors Interfaces whose errors may be met.
 */
export async function revertReason(
  provider: Provider,
  errors: readonly Interface[],
  call: FailedCall,
): Promise<Revert> {
  const { from, to, data, gasLimit, gasUsed, block } = call;
  for (const blockTag of [block - 1, block]) {
    try {
      await provider.call({ from, to, data, gasLimit, blockTag });
    } catch (error) {
      const revertData = isError(error, "CALL_EXCEPTION") ? error.data : undefined;
      if (revertData && isHex(revertData) && revertData !== "0x") return decodeRevert(errors, revertData);
      // Anything but a revert says nothing about the call: old state that the node has dropped, for one.
    }
  }
  const ranOut = gasUsed * NEARLY_ALL.of >= gasLimit * NEARLY_ALL.used;
  return { name: ranOut ? "OutOfGas" : "Unknown", args: [], data: "0x" };
}

/** `0x` and the four bytes of a selector. */
const SHORTEST_ERROR = 10;

/** Name and arguments of a revert; `Unknown` for one without a reason, as of a function that a contract does not have. */
export function decodeRevert(errors: readonly Interface[], data: Hex): Revert {
  if (data.length < SHORTEST_ERROR) return { name: "Unknown", args: [], data };
  for (const abi of errors) {
    const parsed = abi.parseError(data);
    if (parsed) return { name: parsed.name, args: [...parsed.args], data };
  }
  return { name: "Unknown", args: [], data };
}
