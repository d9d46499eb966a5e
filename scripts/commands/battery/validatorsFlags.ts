import type { BftConsensus } from "../../../protocol/bft/index.js";
import type { PrintOptions } from "../../commandLine/print.js";

/** Flags of `battery validators`. */
export interface ValidatorsFlags extends PrintOptions {
  readonly rpc?: string;
  readonly consensus: BftConsensus;
  readonly out: string;
}
