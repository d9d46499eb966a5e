import type { InterfaceAbi } from "ethers";
import type { Hex } from "../../protocol/hex.js";

/** What the compiler says of a contract. */
export interface Artifact {
  readonly abi: InterfaceAbi;
  /** What a transaction creates it with, before its constructor's arguments. */
  readonly bytecode: string;
  /** What stands on the chain, with zeros where values of the constructor go. */
  readonly deployedBytecode: string;
  readonly immutableReferences?: Readonly<
    Record<string, readonly { readonly start: number; readonly length: number }[] | undefined>
  >;
}

/** What a plan leaves open until the contracts stand. */
export interface Known {
  /** The account that creates everything. */
  readonly deployer: Hex;
  /** Address of a contract of the plan. */
  readonly addressOf: (id: string) => Hex;
  /** Data of a call of a contract of the plan. */
  readonly encode: (id: string, name: string, args: readonly unknown[]) => Hex;
}

type Values = (known: Known) => readonly unknown[];

/** A contract that a founding creates by a transaction of its own. */
export interface PlannedCreation {
  readonly id: string;
  /** Its name as a contract. */
  readonly contract: string;
  readonly args: Values;
}

/** A contract that a founding finds: one that another created, whose getter names it, or one of the genesis. */
export interface PlannedPlace {
  readonly id: string;
  readonly contract: string;
  readonly at: Hex | { readonly on: string; readonly getter: string };
}

/** A transaction that a founding sends to one of its contracts. */
export interface PlannedCall {
  readonly on: string;
  readonly function: string;
  readonly args: Values;
}

/** All that a founding does on a chain: each creation and each call is one transaction of one account. */
export interface Plan {
  readonly creations: readonly PlannedCreation[];
  readonly places: readonly PlannedPlace[];
  readonly calls: readonly PlannedCall[];
  /** What the `Directory` calls them, by their ids. */
  readonly names: ReadonlyMap<string, string>;
}
