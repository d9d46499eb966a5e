import { InvalidArgumentError } from "commander";
import { DeploymentForeign, DidInvalid, parseDid } from "../../identity/index.js";
import { type Hex, isHex } from "../../protocol/index.js";
import type { OpenChain } from "./openChain.js";

/** A device as the user named it: by its id, or by its DID, which also says where it is. */
export interface DeviceName {
  readonly device: Hex;
  readonly chainId?: bigint;
  readonly directory?: Hex;
}

/** A device's id or DID. */
export function parseDevice(text: string): DeviceName {
  if (isHex(text.toLowerCase(), 32)) return { device: text.toLowerCase() as Hex };
  if (!text.startsWith("did:")) {
    throw new InvalidArgumentError("It is a device's id (0x and 64 hex digits) or its DID (did:wattproof:…).");
  }
  try {
    return parseDid(text);
  } catch (error) {
    throw new InvalidArgumentError(error instanceof DidInvalid ? error.message : "It is no DID.");
  }
}

/** Collects several devices. */
export function parseDevices(text: string, before: readonly DeviceName[] = []): DeviceName[] {
  return [...before, parseDevice(text)];
}

/** The device's id, if its DID is of this deployment. Throws `DeploymentForeign`. */
export function idOn({ chainId, directory }: OpenChain, name: DeviceName): Hex {
  const { chainId: givenChainId = chainId, directory: givenDirectory = directory } = name;
  if (givenChainId !== chainId || givenDirectory !== directory) {
    throw new DeploymentForeign("The DID", { chainId, directory, givenChainId, givenDirectory });
  }
  return name.device;
}
