import { domainSeparator } from "../eip712/domain.js";
import type { Hex } from "../hex.js";
import { leafOf } from "../merkle/leaf.js";
import { verifyProof } from "../merkle/proof.js";
import { DeviceStatus } from "../records/enrolment.js";
import { verifySignature } from "../signatures/verify.js";
import type { BatchReference, EvidenceBundle, ProvenRecord } from "./bundle.js";
import { type HashedEntry, isGap, nameOfEntry, placeOfEntry } from "./entries.js";
import type { FaultList } from "./faults.js";
import { heldAt } from "./heldAt.js";
import type { AnchoredBatch, DeviceRoots, Roots } from "./roots.js";

/** Checks what the chain says of each entry: its batch is anchored and holds it, its device was active and signed it. */
export class Anchorage {
  readonly #faults: FaultList;
  readonly #domain: Hex;
  readonly #batches: readonly BatchReference[];
  readonly #anchored: Map<string, AnchoredBatch>;
  readonly #devices: Map<Hex, DeviceRoots>;
  readonly #referenced = new Set<number>();

  constructor(bundle: EvidenceBundle, roots: Roots, faults: FaultList) {
    this.#faults = faults;
    // The roots' chain and directory, not the bundle's: the domain is part of what must be trusted.
    this.#domain = domainSeparator(roots);
    this.#batches = bundle.batches;
    this.#anchored = new Map(roots.batches.map((batch) => [keyOf(batch), batch]));
    this.#devices = new Map(roots.devices.map((device) => [device.device, device]));
    const named = new Set<string>();
    for (const batch of bundle.batches) {
      if (named.has(keyOf(batch)))
        faults.add("BatchDuplicated", `Batch ${batch.sequence} of ${batch.stream} is named twice.`);
      named.add(keyOf(batch));
    }
  }

  /** Checks one entry; returns its block time, or `undefined` if it is not anchored. */
  check({ entry, hash }: HashedEntry): bigint | undefined {
    const place = placeOfEntry(entry);
    const batch = this.#batches[entry.batch];
    if (batch === undefined) {
      this.#faults.add(
        "BatchUnknown",
        `${nameOfEntry(entry)} refers to batch ${entry.batch} of ${this.#batches.length}.`,
        place,
      );
      return undefined;
    }
    const anchored = this.#anchored.get(keyOf(batch));
    if (anchored === undefined && !this.#referenced.has(entry.batch)) {
      const message = `Batch ${batch.sequence} of stream ${batch.stream} with root ${batch.root} and ${batch.count} leaves was not anchored.`;
      this.#faults.add("RootNotAnchored", message, place);
    }
    this.#referenced.add(entry.batch);
    if (anchored !== undefined && !isGap(entry)) this.#checkSigner(entry, hash, anchored.anchoredAtS);
    if (!verifyProof({ root: batch.root, leaf: leafOf(hash), proof: entry.proof })) {
      this.#faults.add("ProofInvalid", `${nameOfEntry(entry)} is not proven to be in batch ${batch.sequence}.`, place);
    }
    return anchored?.anchoredAtS;
  }

  /** Reports batches that no entry refers to. Call once after the last entry. */
  checkUnreferenced(): void {
    this.#batches.forEach((batch, index) => {
      if (this.#referenced.has(index)) return;
      this.#faults.add("BatchUnreferenced", `No record is in batch ${batch.sequence} of stream ${batch.stream}.`);
    });
  }

  #checkSigner(record: ProvenRecord, structHash: Hex, anchoredAtS: bigint): void {
    const place = placeOfEntry(record);
    const device = this.#devices.get(record.header.device);
    const status = heldAt(device?.statuses ?? [], anchoredAtS)?.status ?? DeviceStatus.Unknown;
    if (status !== DeviceStatus.Active) {
      const message = `${nameOfEntry(record)} was anchored at ${anchoredAtS}, when its device was ${nameOfStatus(status)}.`;
      this.#faults.add("DeviceNotActive", message, place);
    }
    const signer = heldAt(device?.signers ?? [], anchoredAtS)?.signer;
    const { signature } = record;
    if (signer === undefined || !verifySignature({ signer, domain: this.#domain, structHash, signature })) {
      this.#faults.add("SignatureInvalid", `${nameOfEntry(record)} was not signed by its device's key.`, place);
    }
  }
}

function keyOf({ stream, sequence, root, count }: BatchReference): string {
  return `${stream}/${sequence}/${root}/${count}`;
}

function nameOfStatus(status: DeviceStatus): string {
  const names = Object.entries(DeviceStatus).map(([name, value]) => [value, name.toLowerCase()] as const);
  return new Map(names).get(status) ?? "unknown";
}
