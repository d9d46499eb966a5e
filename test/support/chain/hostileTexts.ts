import { AbiCoder, type BaseContract, concat, hexlify, toUtf8Bytes } from "ethers";

/** No UTF-8. */
export const NO_TEXT = "0xff";

export const bytesOf = (text: string): string => hexlify(toUtf8Bytes(text));

const TERMS = "tuple(address,address,bytes,uint128,uint64,bytes,tuple(bytes32,int64,int64)[],bytes,bytes32)";

/** `Proposal` whose texts are any bytes: those are encoded as a string's are. */
export const RAW_PROPOSAL = `tuple(address,uint32,uint48,${TERMS},tuple(bytes,bytes32))`;

/** Calldata of a function whose texts are given as bytes; only its selector is the contract's. */
export function rawCall(contract: BaseContract, name: string, types: readonly string[], values: readonly unknown[]) {
  const selector = contract.interface.getFunction(name)?.selector ?? "0x";
  return concat([selector, AbiCoder.defaultAbiCoder().encode(types, values)]);
}
