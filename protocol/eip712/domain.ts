import { IntegerOutOfRange } from "../errors.js";
import type { Hex } from "../hex.js";
import { keccakOfText, StructPacker } from "./words.js";

/** Members of every device record's domain; `directory` is the one address that is never replaced. */
export interface RecordDomain {
  readonly chainId: bigint;
  /** Address of the `Directory` contract. */
  readonly directory: Hex;
}

export const DOMAIN_NAME = "Wattproof";
export const DOMAIN_VERSION = "1";

const DOMAIN_TYPE = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

/** EIP-712 domain separator of all device records of a deployment. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function domainSeparator({ chainId, directory }: RecordDomain): Hex {
  if (chainId < 1n) throw new IntegerOutOfRange("chainId", chainId, "chain id");
  const packer = new StructPacker(DOMAIN_TYPE, 4);
  packer.word(0, keccakOfText(DOMAIN_NAME));
  packer.word(1, keccakOfText(DOMAIN_VERSION));
  // EIP-2294 bounds chain ids far below uint64, so the narrower writer serves the uint256 member.
  packer.uint64(2, chainId, "chainId");
  packer.address(3, directory, "directory");
  return packer.hashHex();
}
