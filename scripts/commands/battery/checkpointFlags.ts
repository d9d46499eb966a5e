import type { WriteFlags } from "../../commandLine/chainOptions.js";

/** Flags of `battery checkpoint`. */
export interface CheckpointFlags extends WriteFlags {
  readonly archive?: readonly string[];
  readonly api?: string;
  readonly publish?: boolean;
}
