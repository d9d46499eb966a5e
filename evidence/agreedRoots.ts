import type { Provider } from "ethers";
import { canonicalJson } from "../protocol/canonicalJson.js";
import type { EvidenceScan } from "../protocol/evidence/file/scanEvidence.js";
import { passportFactsOf } from "../protocol/evidence/passport.js";
import type { Binding, DeviceRoots, PassportRoots, Roots } from "../protocol/evidence/roots.js";
import type { Hex } from "../protocol/hex.js";
import { requireBlock } from "./chain.js";
import { RootsContradictChain } from "./errors.js";
import { readRoots } from "./readRoots.js";

export interface AgreedRootsOptions {
  readonly provider: Provider;
  readonly chainId: bigint;
  readonly genesisHash: Hex;
  /** From a file; its `Directory` is the one that is asked. */
  readonly roots: Roots;
  /** What the evidence speaks of: nothing else is compared. */
  readonly scan: EvidenceScan;
}

/**
 * Reads from a chain what a roots file tells of the same evidence, and makes sure that the chain only went on since: what
 * either of the two withholds or invents, the other shows.
 * Returns the roots as the chain knows them now. Throws `RootsContradictChain` and what `readRoots` throws.
 */
export async function agreedRoots({ provider, roots, scan, ...chain }: AgreedRootsOptions): Promise<Roots> {
  require(chain.chainId === roots.chainId, () => `the file is of chain ${roots.chainId}, the node of ${chain.chainId}`);
  require(chain.genesisHash === roots.genesisHash, () => "their first blocks differ");
  const now = await readRoots({ provider, directory: roots.directory, scan });
  const { block } = roots;
  require(block.number <= now.block.number, () =>
    `the file was read at block ${block.number}, the chain ends at block ${now.block.number}`);
  const { hash } = await requireBlock(provider, Number(block.number));
  require(hash === block.hash, () => `block ${block.number} is ${block.hash} in the file and ${hash} on the chain`);
  requireSameBatches(roots, now);
  requireSameDevices(roots, now);
  requireSamePassports(roots, now, scan.passport.batteryPassportIdentifier);
  return now;
}

function require(holds: boolean, contradiction: () => string): void {
  if (!holds) throw new RootsContradictChain(contradiction());
}

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/** Batches never change; the file may hold others than the evidence needs, which were not asked for. */
function requireSameBatches(file: Roots, chain: Roots): void {
  const named = new Map(file.batches.map((batch) => [`${batch.stream}/${batch.sequence}/${batch.root}`, batch]));
  for (const batch of chain.batches) {
    const told = named.get(`${batch.stream}/${batch.sequence}/${batch.root}`);
    const name = () => `batch ${batch.sequence} of stream ${batch.stream}`;
    if (told === undefined)
      require(batch.anchoredAtS > file.block.timestampS, () => `the file does not know ${name()}`);
    else require(isSame(told, batch), () => `they tell ${name()} differently`);
  }
}

/** Signers and statuses are only added to; what was added in the file's last second may have replaced its last entry. */
function requireSameDevices(file: Roots, chain: Roots): void {
  const known = new Map(chain.devices.map((device) => [device.device, device]));
  for (const told of file.devices) {
    const device = known.get(told.device);
    if (device === undefined) continue;
    require(told.kind === device.kind, () => `they tell the kind of device ${told.device} differently`);
    for (const what of ["signers", "statuses"] as const) {
      const then = told[what].filter(({ sinceS }) => sinceS < file.block.timestampS);
      require(beginsWith(device, what, then), () => `they tell the ${what} of device ${told.device} differently`);
      const missing = device[what].filter(({ sinceS }) => sinceS < file.block.timestampS).length !== then.length;
      require(!missing, () => `the file does not know all ${what} of device ${told.device}`);
    }
  }
}

function beginsWith(device: DeviceRoots, what: "signers" | "statuses", then: readonly unknown[]): boolean {
  return isSame(device[what].slice(0, then.length), then);
}

function requireSamePassports(file: Roots, chain: Roots, identifier: string): void {
  const isOurs = ({ batteryPassportIdentifier }: PassportRoots) => batteryPassportIdentifier === identifier;
  const [told, now] = [file.passports.find(isOurs), chain.passports.find(isOurs)];
  if (told === undefined) return;
  if (now === undefined) throw new RootsContradictChain("the chain has no such passport");
  require(isSame(passportFactsOf(told), passportFactsOf(now)), () => "they tell the passport's facts differently");
  require(isSame(told.predecessors, now.predecessors), () => "they tell the passport's predecessors differently");
  require(told.successor === null || told.successor === now.successor, () => "they tell its successor differently");
  told.bindings.forEach((binding, rank) => {
    const isLast = rank === told.bindings.length - 1;
    require(isContinued(binding, now.bindings[rank], isLast), () => "they tell the passport's devices differently");
  });
  for (const what of ["checkpoint", "counters"] as const) {
    const [then, later] = [told[what], now[what]];
    if (then === null) continue;
    const rankOf = (device: Hex | undefined) => now.bindings.findIndex((binding) => binding.device === device);
    const ahead = rankOf(later?.device) - rankOf(then.device);
    const isLater = later !== null && (ahead > 0 || (ahead === 0 && later.sequence > then.sequence));
    require(isLater || isSame(then, later), () =>
      `the chain's ${what} of the passport are not those of the file or later`);
  }
}

/** A binding never changes, but that the file's last one may have been replaced since. */
function isContinued(told: Binding, now: Binding | undefined, isLast: boolean): boolean {
  return now !== undefined && isSame(told, isLast ? { ...now, lastSequence: told.lastSequence } : now);
}
