import type { ReadFlags } from "../../commandLine/chainOptions.js";

/** Flags of `battery seal`. */
export interface SealFlags extends ReadFlags {
  readonly validators: string;
  readonly out?: string;
}
