import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { quoted, WattproofError } from "../errors.js";
import { fromHex, type Hex, isHex, toHex } from "../hex.js";
import { uncompressedPoint } from "../signatures/signer.js";

/** Size of a node's id, bytes: `x ‖ y` of its secp256k1 key. */
export const NODE_ID_BYTES = 64;

/** Where a node is reached, and what it proves when it is. */
export interface NodeEndpoint {
  /** 64 bytes: the node's public key without its prefix. */
  readonly id: Hex;
  /** IPv4 address in its usual form. */
  readonly host: string;
  /** TCP port of the devp2p listener. */
  readonly port: number;
}

/** True for 64 bytes of lower-case 0x hex that are a point of secp256k1. */
export function isNodeId(value: unknown): value is Hex {
  return isHex(value, NODE_ID_BYTES) && secp256k1.utils.isValidPublicKey(uncompressedPoint(fromHex(value)), false);
}

/**
 * Address of a node's id, by which consensus names a validator: the last 20 bytes of the id's keccak-256.
 * @param id 64 bytes. Whether it is a point is not looked at; see `isNodeId`.
 * @throws InvalidHex
 */
export function nodeAddress(id: Hex): Hex {
  return toHex(keccak_256(fromHex(id, NODE_ID_BYTES, "id")).subarray(12));
}

/** The address form that Besu reads and writes: `enode://<128 hex digits>@<IPv4>:<port>`. Throws `InvalidHex`. */
export function enodeUrl({ id, host, port }: NodeEndpoint): string {
  fromHex(id, NODE_ID_BYTES, "id");
  return `enode://${id.slice(2)}@${host}:${port}`;
}

/** Where a node is reached, in the text that admissions and the registry have: `IPv4:port`. */
export function nodeEndpoint({ host, port }: Pick<NodeEndpoint, "host" | "port">): string {
  return `${host}:${port}`;
}

const ENODE = /^enode:\/\/([0-9a-f]{128})@((?:[0-9]{1,3}\.){3}[0-9]{1,3}):([1-9][0-9]{0,4})$/;
const HIGHEST_PORT = 65_535;

/**
 * Reads what `enodeUrl` wrote. Names instead of addresses, and other ports for discovery, are refused.
 * @throws EnodeUrlInvalid
 */
export function parseEnodeUrl(text: string): NodeEndpoint {
  const [, digits, host = "", port] = ENODE.exec(text) ?? [];
  const id: Hex = `0x${digits}`;
  const isAddress = host.split(".").every((part) => Number(part) <= 255 && String(Number(part)) === part);
  if (!isNodeId(id) || !isAddress || Number(port) > HIGHEST_PORT) throw new EnodeUrlInvalid(text);
  return { id, host, port: Number(port) };
}

/** Text that is no enode URL of a node which listens on an IPv4 address. */
export class EnodeUrlInvalid extends WattproofError {
  constructor(text: string) {
    super({
      code: "EnodeUrlInvalid",
      message: `${quoted(text)} is no enode URL.`,
      next: "Write enode://, the node's 128 hex digits, @, its IPv4 address, a colon and its port.",
      facts: { text: quoted(text) },
    });
  }
}
