import type { Hex } from "../../../protocol/index.js";
import type { WriteFlags } from "../../commandLine/chainOptions.js";
import type { FactFlags } from "./factOptions.js";

/** Flags of `battery register`. */
export interface RegisterFlags extends WriteFlags, FactFlags {
  readonly facts?: string;
  readonly device?: Hex;
  readonly firstSequence: bigint;
  readonly madeOf?: readonly string[];
  readonly as?: SuccessorStatus;
}

/** Statuses that a battery made of others begins with, as contracts/types/Passports.sol numbers them. */
export const SUCCESSOR_STATUSES = { repurposed: 1, reused: 2, remanufactured: 3 } as const;
export type SuccessorStatus = keyof typeof SUCCESSOR_STATUSES;
