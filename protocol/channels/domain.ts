import { type ContractDomain, contractDomainSeparator } from "../eip712/domain.js";
import type { Hex } from "../hex.js";

/** Where channels are kept. */
export interface ChannelContract {
  readonly chainId: bigint;
  /** Address of `PaymentChannel`. */
  readonly channels: Hex;
}

/** EIP-712 domain of everything that is signed about channels: it is of the contract that keeps them. */
export function channelDomain({ chainId, channels }: ChannelContract): ContractDomain {
  return { name: "Wattproof PaymentChannel", version: "1", chainId, verifyingContract: channels };
}

/** Separator of the domain. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function channelDomainSeparator(contract: ChannelContract): Hex {
  return contractDomainSeparator(channelDomain(contract));
}
