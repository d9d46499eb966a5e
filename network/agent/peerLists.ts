import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "smol-toml";
import { z } from "zod";
import { enodeUrl, type Hex, type NodeEndpoint, parseEnodeUrl } from "../../protocol/index.js";
import { permissionsConfig, staticNodes } from "../files/permissions.js";
import { PeerListsUnusable } from "./errors.js";

/** Whom a node connects to and lets connect, as its two files have it. */
export interface PeerLists {
  /** Of `permissions_config.toml`. */
  readonly allowed: readonly NodeEndpoint[];
  /** Of `static-nodes.json`. */
  readonly fixed: readonly NodeEndpoint[];
  /** Accounts that may send, which an agent leaves alone. */
  readonly accounts: readonly string[];
}

/** What has to change so that a node's peers are those that are registered. */
export interface PeerChanges {
  readonly added: readonly NodeEndpoint[];
  readonly removed: readonly NodeEndpoint[];
}

const PERMISSIONS = "permissions_config.toml";
const STATIC_NODES = "static-nodes.json";
const CONFIG = z.object({
  "nodes-allowlist": z.array(z.string()),
  "accounts-allowlist": z.array(z.string()).default([]),
});

/**
 * Reads a node's lists.
 * @param folder Where they lie. @throws PeerListsUnusable
 */
export function readPeerLists(folder: string): PeerLists {
  const config = readPart(folder, PERMISSIONS, (text) => CONFIG.parse(parse(text)));
  return {
    allowed: readPart(folder, PERMISSIONS, () => config["nodes-allowlist"].map(readEnode)),
    fixed: readPart(folder, STATIC_NODES, (text) => z.array(z.string()).parse(JSON.parse(text)).map(readEnode)),
    accounts: config["accounts-allowlist"],
  };
}

/** What differs between those who are let in and those who should be. A node that moved is removed and added. */
export function peerChanges(allowed: readonly NodeEndpoint[], wanted: readonly NodeEndpoint[]): PeerChanges {
  const lacks = (list: readonly NodeEndpoint[], node: NodeEndpoint) =>
    !list.some((each) => enodeUrl(each) === enodeUrl(node));
  return {
    added: wanted.filter((each) => lacks(allowed, each)),
    removed: allowed.filter((each) => lacks(wanted, each)),
  };
}

/**
 * Writes a node's lists, each at once. Besu starts only if every static node is allowed, so at no moment is one static that
 * is not: whoever leaves is first taken from the static ones, and whoever comes is allowed first.
 * @throws PeerListsUnusable
 */
export function writePeerLists(folder: string, { fixed, accounts }: PeerLists, wanted: readonly NodeEndpoint[]): void {
  const stays = fixed.filter((each) => wanted.some((other) => enodeUrl(other) === enodeUrl(each)));
  write(folder, STATIC_NODES, staticNodes(stays));
  write(folder, PERMISSIONS, permissionsConfig(wanted, accounts));
  write(folder, STATIC_NODES, staticNodes(wanted));
}

/** The same nodes where a list of one's own knows other addresses for them, as in a bridge network of containers. */
export function atKnownAddresses(
  wanted: readonly NodeEndpoint[],
  known: readonly NodeEndpoint[],
): readonly NodeEndpoint[] {
  const addresses = new Map<Hex, NodeEndpoint>(known.map((each) => [each.id, each]));
  return wanted.map((each) => addresses.get(each.id) ?? each);
}

/** Besu writes `?discport=0` behind nodes that it does not discover. */
function readEnode(url: string): NodeEndpoint {
  return parseEnodeUrl(url.replace(/\?discport=\d+$/, ""));
}

function readPart<T>(folder: string, name: string, read: (text: string) => T): T {
  try {
    return read(readFileSync(join(folder, name), "utf8"));
  } catch (error) {
    throw new PeerListsUnusable(join(folder, name), "read", error);
  }
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  try {
    writeFileSync(`${path}.new`, text);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new PeerListsUnusable(path, "written", error);
  }
}
