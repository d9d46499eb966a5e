import { keccak_256 } from "@noble/hashes/sha3.js";
import { keccakOfText, StructPacker } from "../eip712/words.js";
import { IntegerOutOfRange } from "../errors.js";
import { type Hex, writeHex } from "../hex.js";
import type { Keccak256 } from "../merkle/keccak.js";

/** EIP-712 domain of everything that is signed about channels: it is of the contract that keeps them. */
export interface ChannelDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  /** Address of `PaymentChannel`. */
  readonly verifyingContract: Hex;
}

/** Where channels are kept. */
export interface ChannelContract {
  readonly chainId: bigint;
  /** Address of `PaymentChannel`. */
  readonly channels: Hex;
}

const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";
const NAME = "Wattproof PaymentChannel";
const VERSION = "1";
const PREFIX_BYTES = 2;
const HASH_BYTES = 32;

/** The domain as wallets take it. */
export function channelDomain({ chainId, channels }: ChannelContract): ChannelDomain {
  return { name: NAME, version: VERSION, chainId, verifyingContract: channels };
}

/** Separator of the domain. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function channelDomainSeparator({ chainId, channels }: ChannelContract): Hex {
  if (chainId < 1n) throw new IntegerOutOfRange("chainId", chainId, "chain id");
  const packer = new StructPacker(DOMAIN_TYPE, 4);
  packer.word(0, keccakOfText(NAME));
  packer.word(1, keccakOfText(VERSION));
  // EIP-2294 bounds chain ids far below uint64, so the narrower writer serves the uint256 member.
  packer.uint64(2, chainId, "chainId");
  packer.address(3, channels, "channels");
  return packer.hashHex();
}

/**
 * Makes the digest that a party signs of a packed struct: `keccak256(0x1901 ‖ separator ‖ keccak256(struct))`.
 * @param separator From `channelDomainSeparator`. @param keccak A faster hash than the one in JavaScript, if there is one.
 * Throws `InvalidHex`.
 */
export function structDigester(separator: Hex, keccak: Keccak256 = keccak_256): (struct: StructPacker) => Uint8Array {
  const preimage = new Uint8Array(PREFIX_BYTES + 2 * HASH_BYTES);
  preimage.set([0x19, 0x01]);
  writeHex(preimage, PREFIX_BYTES, separator, HASH_BYTES, "separator");
  return (struct) => {
    preimage.set(keccak(struct.bytes), PREFIX_BYTES + HASH_BYTES);
    return keccak(preimage);
  };
}
