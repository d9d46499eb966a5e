import { keccak_256 } from "@noble/hashes/sha3.js";
import { ADDRESS_BYTES, fromHex, type Hex, toHex } from "../hex.js";
import { decodeRlp } from "../rlp/decodeRlp.js";
import { RlpInvalid } from "../rlp/errors.js";
import type { RlpItem } from "../rlp/item.js";
import { quantityOf } from "../rlp/quantities.js";
import { ProofNodeInvalid } from "./errors.js";
import { wordBytes } from "./storage/words.js";
import { EMPTY_TRIE, lookUp } from "./trie/lookUp.js";
import type { Witness } from "./trie/witness.js";

/** An account of a block's state. */
export interface Account {
  readonly nonce: bigint;
  /** Wei. */
  readonly balance: bigint;
  readonly storageRoot: Hex;
  readonly codeHash: Hex;
}

const HASH_BYTES = 32;

/** The state of one block, as far as a witness proves it. */
export class ProvenState {
  readonly #stateRoot: Hex;
  readonly #witness: Witness;
  readonly #storageRoots = new Map<Hex, Hex>();

  /** @param stateRoot From a header that is trusted. */
  constructor(stateRoot: Hex, witness: Witness) {
    this.#stateRoot = stateRoot;
    this.#witness = witness;
  }

  /**
   * An account; undefined if there is proven to be none.
   * @throws ProofNodeMissing, ProofNodeInvalid, InvalidHex
   */
  accountAt(address: Hex): Account | undefined {
    const what = `the account ${address}`;
    const key = keccak_256(fromHex(address, ADDRESS_BYTES, "address"));
    const value = lookUp({ root: this.#stateRoot, key, witness: this.#witness, what });
    return value && accountOf(value, what);
  }

  /**
   * The word in a slot of a contract's storage: zero if there is proven to be none.
   * @throws ProofNodeMissing, ProofNodeInvalid, InvalidHex
   */
  wordAt(address: Hex, slot: bigint): bigint {
    const what = `slot 0x${slot.toString(16)} of ${address}`;
    const key = keccak_256(wordBytes(slot));
    const value = lookUp({ root: this.#storageRootOf(address), key, witness: this.#witness, what });
    if (value === undefined) return 0n;
    const item = decoded(value, what);
    const word = item instanceof Uint8Array ? quantityOf(item, HASH_BYTES) : undefined;
    if (word === undefined || word === 0n) throw new ProofNodeInvalid(what, "its value is no number above zero");
    return word;
  }

  #storageRootOf(address: Hex): Hex {
    const known = this.#storageRoots.get(address);
    if (known !== undefined) return known;
    const root = this.accountAt(address)?.storageRoot ?? EMPTY_TRIE;
    this.#storageRoots.set(address, root);
    return root;
  }
}

function accountOf(bytes: Uint8Array, what: string): Account {
  const item = decoded(bytes, what);
  const [nonce, balance, storageRoot, codeHash, ...more] = item instanceof Uint8Array ? [] : item;
  const hash = (given: RlpItem | undefined) => {
    if (given instanceof Uint8Array && given.length === HASH_BYTES) return toHex(given);
    throw new ProofNodeInvalid(what, "an account has no hash where one should be");
  };
  const quantity = (given: RlpItem | undefined, most: number) => {
    const value = given instanceof Uint8Array ? quantityOf(given, most) : undefined;
    if (value === undefined) throw new ProofNodeInvalid(what, "an account has no number where one should be");
    return value;
  };
  if (more.length > 0) throw new ProofNodeInvalid(what, "an account has more than four members");
  return {
    nonce: quantity(nonce, 8),
    balance: quantity(balance, HASH_BYTES),
    storageRoot: hash(storageRoot),
    codeHash: hash(codeHash),
  };
}

function decoded(bytes: Uint8Array, what: string): RlpItem {
  try {
    return decodeRlp(bytes);
  } catch (error) {
    if (!(error instanceof RlpInvalid)) throw error;
    throw new ProofNodeInvalid(what, `${error.facts.reason}`);
  }
}
