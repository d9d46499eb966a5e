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
  return contractDomainSeparator({
    name: DOMAIN_NAME,
    version: DOMAIN_VERSION,
    chainId,
    verifyingContract: directory,
  });
}

/** EIP-712 domain of what belongs to one contract. */
export interface ContractDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  readonly verifyingContract: Hex;
}

/** EIP-712 domain separator of a contract. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function contractDomainSeparator({ name, version, chainId, verifyingContract }: ContractDomain): Hex {
  const packer = new StructPacker(DOMAIN_TYPE, 4);
  packer.word(0, keccakOfText(name));
  packer.word(1, keccakOfText(version));
  packer.chainId(2, chainId);
  packer.address(3, verifyingContract, "verifyingContract");
  return packer.hashHex();
}
