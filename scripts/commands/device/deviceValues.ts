import { InvalidArgumentError } from "commander";
import { DeploymentForeign, DidInvalid, KEY_TYPES, type KeyType, parseDid } from "../../../identity/index.js";
import { DeviceKind, type Hex, isHex } from "../../../protocol/index.js";
import type { OpenChain } from "../../chain/openChain.js";

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

const KINDS = Object.fromEntries(Object.entries(DeviceKind).map(([name, kind]) => [name.toLowerCase(), kind]));

/** A kind of device in a word. */
export function parseKind(text: string): DeviceKind {
  const kind = KINDS[text.toLowerCase()];
  if (kind === undefined) throw new InvalidArgumentError(`It is one of ${Object.keys(KINDS).join(", ")}.`);
  return kind;
}

/** A kind's word, lower case. */
export function kindWord(kind: number): string {
  return Object.keys(KINDS).find((name) => KINDS[name] === kind) ?? "unknown";
}

/** A type of key. */
export function parseKeyType(text: string): KeyType {
  const keyType = KEY_TYPES.find((each) => each === text);
  if (keyType === undefined) throw new InvalidArgumentError(`It is one of ${KEY_TYPES.join(", ")}.`);
  return keyType;
}

const DAY_S = 86_400n;
const HOUR_S = 3600n;
const LONGEST_LIFE_S = 10n * 366n * DAY_S;

/** A time to live such as 12h or 7d, seconds. */
export function parseLife(text: string): bigint {
  const [, count, unit] = /^([1-9][0-9]{0,4})([hd])$/.exec(text) ?? [];
  const lifeS = BigInt(count ?? 0) * (unit === "h" ? HOUR_S : DAY_S);
  if (lifeS === 0n || lifeS > LONGEST_LIFE_S) {
    throw new InvalidArgumentError("It is hours or days, such as 12h or 7d, and at most ten years.");
  }
  return lifeS;
}

/** 32 bytes in hex. */
export function parseHash(text: string): Hex {
  const lower = text.toLowerCase();
  if (!isHex(lower, 32)) throw new InvalidArgumentError("It is 0x followed by 64 hex digits.");
  return lower;
}

const UINT64_MAX = 2n ** 64n - 1n;

/** A version of firmware: a whole number of at least 1. */
export function parseVersion(text: string): bigint {
  const version = /^[1-9][0-9]{0,19}$/.test(text) ? BigInt(text) : 0n;
  if (version === 0n || version > UINT64_MAX) throw new InvalidArgumentError("It is a whole number of at least 1.");
  return version;
}
