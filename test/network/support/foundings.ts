import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  FIXED_START,
  type initNetwork,
  keygenOrganisation,
  type NewNetwork,
  parseValidity,
} from "../../../network/index.js";

export const VALIDITY = parseValidity(undefined, undefined, FIXED_START);

/** Node keys that everybody knows: 1, 2, 3, … */
export function knownKeys(count: number, first = 1): string {
  return JSON.stringify(Array.from({ length: count }, (_, at) => `0x${(first + at).toString(16).padStart(64, "0")}`));
}

export function hostsText(count: number, first = 1): string {
  return JSON.stringify(Array.from({ length: count }, (_, at) => `10.0.0.${first + at}:30303`));
}

/** What a network of four nodes is founded from; the same files come out each time. */
export const FOUR: NewNetwork = {
  nodes: 4,
  orgs: "wxr:2,unicom:1,wxbc:1",
  keys: knownKeys(4),
  validity: VALIDITY,
  chainId: 20_260n,
  consensus: "qbft",
  validators: "header",
  blockPeriodS: 2,
  hardfork: "osaka",
};

export const TERMS = {
  chainId: 20_260n,
  consensus: "qbft",
  validators: "header",
  blockPeriodS: 2,
  hardfork: "osaka",
} as const;

/** A file of a network, parsed by nobody. */
export function fileOf(of: ReturnType<typeof initNetwork>, path: string): string {
  const found = of.files.find((file) => file.path === path);
  if (!found) throw new RangeError(`no file ${path}`);
  return found.text;
}

/** Parts of three organisations, each with its own keys and hosts. */
export function threeParts() {
  return (["wxr", "unicom", "wxbc"] as const).map((org, at) =>
    keygenOrganisation({
      org,
      nodes: at === 0 ? 2 : 1,
      chainId: 20_260n,
      keys: knownKeys(at === 0 ? 2 : 1, 1 + 10 * at),
      hosts: hostsText(at === 0 ? 2 : 1, 1 + 10 * at),
      validity: VALIDITY,
    }),
  );
}

/** A folder of a test's own, gone after it. */
export function withFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-network-"));
  try {
    return use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The code of what a call throws, or undefined. */
export function codeOf(call: () => unknown): string | undefined {
  try {
    call();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return undefined;
}
