import { type Hex, isHex } from "../../protocol/index.js";
import { DidInvalid } from "../errors.js";

/** A device of a deployment, by its DID. */
export interface DeviceDid {
  readonly chainId: bigint;
  readonly directory: Hex;
  readonly device: Hex;
}

export const DID_METHOD = "wattproof";
const PREFIX = `did:${DID_METHOD}:`;
const CHAIN_ID = /^0x[1-9a-f][0-9a-f]{0,15}$/;
/** Chain ids have at most 16 hex digits; the rest is of fixed length. */
const LONGEST_DID = PREFIX.length + "0x".length + 16 + ":".length + 42 + ":".length + 66;

/** `did:wattproof:<0x chain id>:<Directory>:<device id>`, all in lower case: a device has one DID. */
export function formatDid({ chainId, directory, device }: DeviceDid): string {
  return `${PREFIX}0x${chainId.toString(16)}:${directory}:${device}`;
}

/** The DID of an account as did:ethr writes it. */
export function accountDid(chainId: bigint, account: Hex): string {
  return `did:ethr:0x${chainId.toString(16)}:${account}`;
}

/** Reads a device's DID of unknown origin, without path, query or fragment. Throws `DidInvalid`. */
export function parseDid(did: string): DeviceDid {
  if (did.length > LONGEST_DID) throw new DidInvalid(`it has more than ${LONGEST_DID} characters`);
  if (!did.startsWith(PREFIX)) throw new DidInvalid(`it does not begin with ${PREFIX}`);
  const [chain, directory, device, ...more] = did.slice(PREFIX.length).split(":");
  if (device === undefined || more.length > 0) throw new DidInvalid(`it has not three parts after ${PREFIX}`);
  if (chain === undefined || !CHAIN_ID.test(chain)) {
    throw new DidInvalid("its chain id is no lower-case hex without leading zeros");
  }
  if (!isHex(directory, 20)) throw new DidInvalid("its Directory is not 0x and 40 lower-case hex digits");
  if (!isHex(device, 32)) throw new DidInvalid("its device id is not 0x and 64 lower-case hex digits");
  return { chainId: BigInt(chain), directory, device };
}
