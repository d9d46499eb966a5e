import type { Provider } from "ethers";
import type { ChainFacts, EvidenceBundle } from "../protocol/evidence/bundle.js";
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

interface OfPassports extends Source {
  /** Identifiers of the batteries; one without a passport is left out, so that verification names it. */
  readonly passports: readonly string[];
  /** The only batches wanted; without them, every batch that was ever anchored. */
  readonly batches?: readonly BatchKey[];
}

export type ReadRootsOptions = OfBundle | OfPassports;

/**
 * Reads from a chain everything that a verifier of battery evidence must trust, all of it at one block: genesis hash,
 * anchored roots with block times, passports with bindings and checkpoints, and the bound devices' signers and statuses.
 * Roots, histories and facts come from contract storage; events only say where to look.
 *
 * Throws `DirectoryMissing`, `ContractNotNamed`, `BatchUnconfirmed`, `BatchesNotAnchored`, `RootsBlockReplaced` and
 * `ChainUnreadable`.
 */
export async function readRoots(options: ReadRootsOptions): Promise<Roots> {
  const { provider } = options;
  const identifiers = "bundle" in options ? [options.bundle.passport.batteryPassportIdentifier] : options.passports;
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
  const wanted = wantedBatches(options, deployment, issued.length > 0);
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
  return roots;
}

/** Undefined for every batch there is. */
function wantedBatches(
  options: ReadRootsOptions,
  deployment: ChainFacts,
  hasPassport: boolean,
): readonly BatchKey[] | undefined {
  if (!("bundle" in options)) return options.batches;
  const { chain } = options.bundle;
  const isOfDeployment =
    chain.chainId === deployment.chainId &&
    chain.genesisHash === deployment.genesisHash &&
    chain.directory === deployment.directory;
  return isOfDeployment && hasPassport ? batchesOf(options.bundle) : [];
}

async function requireUnchanged(provider: Provider, blockNumber: number, readHash: Hex): Promise<void> {
  const { hash: foundHash } = await requireBlock(provider, blockNumber);
  if (foundHash !== readHash) throw new RootsBlockReplaced({ blockNumber, readHash, foundHash });
}
