import type { Hex } from "../../../protocol/index.js";
import type { ReadFlags } from "../../commandLine/chainOptions.js";

/** Flags of `battery export`. */
export interface ExportFlags extends ReadFlags {
  readonly archive?: readonly string[];
  readonly api?: string;
  readonly from?: bigint;
  readonly to?: bigint;
  readonly record?: bigint;
  readonly device?: Hex;
  readonly out?: string;
  readonly roots?: string;
}
