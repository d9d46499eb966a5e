import { isIPv4 } from "node:net";
import { quoted } from "../../protocol/index.js";
import { parseArray } from "../parseArray.js";
import { HostsInvalid } from "./errors.js";

/** Where a node listens for others. */
export interface NodeHost {
  /** IPv4 address. */
  readonly host: string;
  /** TCP port. */
  readonly port: number;
}

/** Besu's own port for devp2p; nodes on one machine take the ones after it. */
const FIRST_PORT = 30_303;
const LOOPBACK = "127.0.0.1";
const HIGHEST_PORT = 65_535;

/** Hosts of nodes on one machine: each has a port of its own. @param first Port of the first. */
export function loopbackHosts(count: number, first = FIRST_PORT): readonly NodeHost[] {
  return Array.from({ length: count }, (_, at) => ({ host: LOOPBACK, port: first + at }));
}

/** True for an address that no other machine reaches. */
export function isLoopback(host: string): boolean {
  return host.startsWith("127.");
}

/**
 * Reads a list of hosts.
 * @param text The file's text. @param count How many there have to be.
 * @throws HostsInvalid
 */
export function parseHosts(text: string, count: number): readonly NodeHost[] {
  const value = parseArray(text);
  if (value === undefined) throw new HostsInvalid("The list of hosts is no JSON array");
  if (value.length !== count) throw new HostsInvalid(`There are ${value.length} hosts for ${count} nodes`);
  const hosts = value.map((each, at) => parseHost(each, `Host ${at + 1}`));
  const texts = hosts.map(({ host, port }) => `${host}:${port}`);
  const at = texts.findIndex((each, index) => texts.indexOf(each) !== index);
  if (at !== -1) throw new HostsInvalid(`The host ${texts[at]} is given twice`);
  const isLocal = hosts.map(({ host }) => isLoopback(host));
  if (isLocal.includes(true) && isLocal.includes(false)) {
    throw new HostsInvalid("Some hosts are on 127.0.0.1, which the others cannot reach");
  }
  return hosts;
}

/**
 * Reads where a node listens: `IPv4:port`.
 * @param what What is read, to begin an error with.
 * @throws HostsInvalid
 */
export function parseHost(value: unknown, what: string): NodeHost {
  const [host = "", port = "", ...more] = typeof value === "string" ? value.split(":") : [];
  if (more.length > 0 || !isReachable(host) || !isPort(port)) {
    const shown = typeof value === "string" ? quoted(value) : `a ${value === null ? "null" : typeof value}`;
    throw new HostsInvalid(`${what} is ${shown}, which is no IPv4 address with a port`);
  }
  return { host, port: Number(port) };
}

/**
 * True for the address of one machine: none that stands for all, for a group, or for nothing. Of loopback addresses just
 * the usual one: what connects to another comes from it all the same, so Besu would not find it in its list.
 */
export function isReachable(host: string): boolean {
  if (!isIPv4(host)) return false;
  const first = Number(host.split(".")[0]);
  return isLoopback(host) ? host === LOOPBACK : first > 0 && first < 224;
}

function isPort(text: string): boolean {
  return /^[1-9][0-9]{0,4}$/.test(text) && Number(text) <= HIGHEST_PORT;
}
