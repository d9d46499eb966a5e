import type { Hex } from "../../protocol/index.js";
import type { ReadFlags } from "../commandLine/chainOptions.js";

/** Flags of `statement`. */
export interface StatementFlags extends Omit<ReadFlags, "account"> {
  readonly account: Hex;
  readonly from: bigint;
  readonly to: bigint;
  readonly csv?: boolean;
  readonly out?: string;
}
