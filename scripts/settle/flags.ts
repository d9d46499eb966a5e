import type { WriteFlags } from "../commandLine/chainOptions.js";

/** Flags of `settle`. */
export interface SettleFlags extends WriteFlags {
  readonly leaveOut?: boolean;
}
