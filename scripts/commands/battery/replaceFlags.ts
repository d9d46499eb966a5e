import type { Hex } from "../../../protocol/index.js";
import type { WriteFlags } from "../../commandLine/chainOptions.js";

/** Flags of `battery replace`. */
export interface ReplaceFlags extends WriteFlags {
  readonly device: Hex;
  readonly newKeystore: string;
  readonly keystore?: string;
  readonly attest?: string;
  readonly firstSequence: bigint;
  readonly keyPasswordFile?: string;
}
