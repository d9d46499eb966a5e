import type { Provider } from "ethers";
import type { ChainFacts, EvidenceBundle } from "../protocol/evidence/bundle.js";
import { requireConsistent } from "../protocol/evidence/contradictions.js";
import type { EvidenceScan } from "../protocol/evidence/file/scanEvidence.js";
import { ROOTS_SCHEMA, type Roots } from "../protocol/evidence/roots.js";
import type { Hex } from "../protocol/hex.js";
import { batchesOf } from "./batchesOf.js";
import { lowerHex, mapBounded, read, requireBlock } from "./chain.js";
import { currentAddress, everyAddress, requireDirectory } from "./directory.js";
import { RootsBlockReplaced } from "./errors.js";
import { type BatchKey, readAllBatches, readBatches } from "./readBatches.js";
import { readDevice } from "./readDevice.js";
import { readPassport } from "./readPassports.js";

interface Source {
  readonly provider: Provider;
  /** Address of the `Directory`, from the address book or the operator, never from a bundle. */
  readonly directory: Hex;
}

/**
 * What a bundle speaks of, and nothing else. The bundle says what to ask for, never whom. Its batches are not asked for
 * if it speaks of another deployment or of a battery without a passport: it is refused for that already.
 */
interface OfBundle extends Source {
  readonly bundle: Pick<EvidenceBundle, "chain" | "passport" | "batches" | "records">;
}

/** The same of a file that was scanned: its batches are those that its records are in. */
interface OfScan extends Source {
  readonly scan: EvidenceScan;
}

interface OfPassports extends Source {
  /** Identifiers of the batteries; one without a passport is left out, so that verification names it. */
  readonly passports: readonly string[];
  /** The only batches wanted; without them, every batch that was ever anchored. */
  readonly batches?: readonly BatchKey[];
}

export type ReadRootsOptions = OfBundle | OfScan | OfPassports;

/**
 * Reads from a chain everything that a verifier of battery evidence must trust, all of it at one block: genesis hash,
 * anchored roots with block times, passports with bindings and checkpoints, and the bound devices' signers and statuses.
 * Roots, histories and facts come from contract storage; events only say where to look.
 *
 * Throws `DirectoryMissing`, `ContractNotNamed`, `BatchUnconfirmed`, `BatchesNotAnchored`, `RootsBlockReplaced`,
 * `RootsContradictory` and `ChainUnreadable`.
 */
export async function readRoots(options: ReadRootsOptions): Promise<Roots> {
  const { provider } = options;
  const { identifiers, batchesOn } = questionOf(options);
  const directory = lowerHex(options.directory);
  const block = await requireBlock(provider, "latest");
  const blockTag = block.number;
  const at = { provider, directory, blockTag };
  await requireDirectory(at);
  const [{ chainId }, genesis, devices, passports, anchors] = await Promise.all([
    read("its id", () => provider.getNetwork()),
    requireBlock(provider, 0),
    currentAddress(at, "DeviceRegistry"),
    currentAddress(at, "BatteryPassport"),
    everyAddress(at, "RecordAnchor"),
  ]);
  const found = await mapBounded(identifiers, (identifier) =>
    readPassport({ provider, passports, blockTag }, identifier),
  );
  const issued = found.filter((passport) => passport !== undefined);
  const deployment = { chainId, genesisHash: genesis.hash, directory };
  const wanted = batchesOn(deployment, issued.length > 0);
  const reading = { provider, anchors, blockTag };
  const batches = wanted === undefined ? await readAllBatches(reading) : await readBatches(reading, wanted);
  const bound = new Set(issued.flatMap(({ bindings }) => bindings.map(({ device }) => device)));
  const roots: Roots = {
    schema: ROOTS_SCHEMA,
    ...deployment,
    block: { number: BigInt(blockTag), hash: block.hash, timestampS: BigInt(block.timestamp) },
    batches,
    devices: await mapBounded([...bound], (device) => readDevice({ provider, devices, blockTag }, device)),
    passports: issued,
  };
  await requireUnchanged(provider, blockTag, block.hash);
  requireConsistent(roots);
  return roots;
}

/** What to ask a chain for. */
interface Question {
  readonly identifiers: readonly string[];
  /** The batches to ask for; undefined for every batch there is. */
  readonly batchesOn: (deployment: ChainFacts, hasPassport: boolean) => readonly BatchKey[] | undefined;
}

function questionOf(options: ReadRootsOptions): Question {
  if ("passports" in options) return { identifiers: options.passports, batchesOn: () => options.batches };
  const { chain, passport } = "bundle" in options ? options.bundle : options.scan;
  const named = () => ("bundle" in options ? batchesOf(options.bundle) : options.scan.batches);
  return {
    identifiers: [passport.batteryPassportIdentifier],
    batchesOn: (deployment, hasPassport) => (hasPassport && isSameDeployment(chain, deployment) ? named() : []),
  };
}

function isSameDeployment(a: ChainFacts, b: ChainFacts): boolean {
  return a.chainId === b.chainId && a.genesisHash === b.genesisHash && a.directory === b.directory;
}

async function requireUnchanged(provider: Provider, blockNumber: number, readHash: Hex): Promise<void> {
  const { hash: foundHash } = await requireBlock(provider, blockNumber);
  if (foundHash !== readHash) throw new RootsBlockReplaced({ blockNumber, readHash, foundHash });
}
