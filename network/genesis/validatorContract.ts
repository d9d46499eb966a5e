import { keccak_256 } from "@noble/hashes/sha3.js";
import { fromHex, type Hex, toHex } from "../../protocol/index.js";
import { VALIDATOR_CONTRACT_CODE } from "./validatorContractCode.js";

/** Where `GenesisValidators` stands on every chain that has it: "Wattproof" in ASCII, where no key leads. */
export const VALIDATOR_CONTRACT: Hex = `0x${"5761747470726f6f66".padStart(40, "0")}`;

/** Of `contracts/GenesisValidators.sol`: the first two variables. */
const VALIDATORS_SLOT = 0n;
const FOUNDERS_SLOT = 1n;
const WORD_BYTES = 32;

/** What a genesis gives an account before any transaction. */
export interface GenesisAccount {
  readonly balance: Hex;
  readonly code: Hex;
  /** Word by slot, each 32 bytes. */
  readonly storage: Readonly<Record<Hex, Hex>>;
}

/**
 * The contract that selects the validators, as a genesis holds it: its runtime code, and what a constructor would have written.
 * @param validators Addresses of the founding validators. @param founders Voting accounts of the organisations.
 */
export function validatorContract(validators: readonly Hex[], founders: readonly Hex[]): GenesisAccount {
  return {
    balance: "0x0",
    code: VALIDATOR_CONTRACT_CODE,
    storage: Object.fromEntries([...arrayWords(VALIDATORS_SLOT, validators), ...arrayWords(FOUNDERS_SLOT, founders)]),
  };
}

/** A dynamic array of addresses: its length in its slot, its items from the slot's hash on. */
function arrayWords(slot: bigint, items: readonly Hex[]): [Hex, Hex][] {
  const first = BigInt(toHex(keccak_256(fromHex(word(slot)))));
  return [
    [word(slot), word(BigInt(items.length))],
    ...items.map((item, at): [Hex, Hex] => [word(first + BigInt(at)), word(BigInt(item))]),
  ];
}

function word(value: bigint): Hex {
  return `0x${value.toString(16).padStart(2 * WORD_BYTES, "0")}`;
}
