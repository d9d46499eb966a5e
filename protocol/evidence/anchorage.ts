import { domainSeparator } from "../eip712/domain.js";
import type { Hex } from "../hex.js";
import { leafOf } from "../merkle/leaf.js";
import { verifyProof } from "../merkle/proof.js";
import { DeviceStatus } from "../records/enrolment.js";
import type { MakeVerifier, VerifyStruct } from "../signatures/verify.js";
import { BatchSet } from "./batches.js";
import type { BatchReference, ProvenRecord } from "./bundle.js";
import { type HashedEntry, isGap, nameOfEntry, placeOfEntry } from "./entries.js";
import type { FaultList } from "./faults.js";
import { heldAt } from "./heldAt.js";
import type { AnchoredBatch, DeviceRoots, Roots } from "./roots.js";

/** What the chain says of an entry. */
export interface Anchored {
  /** Block time of its batch, Unix seconds; undefined if it is not anchored. */
  readonly anchoredAtS: bigint | undefined;
  /** True if its device was active then and signed it. */
  readonly isSigned: boolean;
}

export interface AnchorageInput {
  readonly batches: readonly BatchReference[];
  readonly roots: Roots;
  readonly verifierOf: MakeVerifier;
  readonly faults: FaultList;
}

/** Checks what the chain says of each entry: its batch is anchored and holds it, its device was active and signed it. */
export class Anchorage {
  readonly #faults: FaultList;
  readonly #domain: Hex;
  readonly #verifierOf: MakeVerifier;
  readonly #verifiers = new Map<Hex, VerifyStruct>();
  readonly #batches: readonly BatchReference[];
  readonly #anchored: readonly (AnchoredBatch | undefined)[];
  readonly #devices: Map<Hex, DeviceRoots>;
  readonly #isReferenced: Uint8Array;

  constructor({ batches, roots, verifierOf, faults }: AnchorageInput) {
    this.#faults = faults;
    // The roots' chain and directory, not the bundle's: the domain is part of what must be trusted.
    this.#domain = domainSeparator(roots);
    this.#verifierOf = verifierOf;
    this.#batches = batches;
    const anchored = new BatchSet<AnchoredBatch>();
    for (const batch of roots.batches) anchored.add(batch);
    this.#anchored = batches.map((batch) => anchored.find(batch));
    this.#devices = new Map(roots.devices.map((device) => [device.device, device]));
    this.#isReferenced = new Uint8Array(batches.length);
    this.#checkNamedOnce();
  }

  /** Checks one entry. */
  check({ entry, hash }: HashedEntry): Anchored {
    const place = placeOfEntry(entry);
    const batch = this.#batches[entry.batch];
    if (batch === undefined) {
      const message = `${nameOfEntry(entry)} refers to batch ${entry.batch} of ${this.#batches.length}.`;
      this.#faults.add("BatchUnknown", message, place);
      return { anchoredAtS: undefined, isSigned: false };
    }
    const anchored = this.#anchored[entry.batch];
    if (anchored === undefined && this.#isReferenced[entry.batch] === 0) {
      const message = `Batch ${batch.sequence} of stream ${batch.stream} with root ${batch.root} and ${batch.count} leaves was not anchored.`;
      this.#faults.add("RootNotAnchored", message, place);
    }
    this.#isReferenced[entry.batch] = 1;
    const isSigned = anchored !== undefined && !isGap(entry) && this.#checkSigner(entry, hash, anchored.anchoredAtS);
    if (!verifyProof({ root: batch.root, leaf: leafOf(hash), proof: entry.proof })) {
      this.#faults.add("ProofInvalid", `${nameOfEntry(entry)} is not proven to be in batch ${batch.sequence}.`, place);
    }
    return { anchoredAtS: anchored?.anchoredAtS, isSigned };
  }

  /** Reports batches that no entry refers to. Call once after the last entry. */
  checkUnreferenced(): void {
    this.#batches.forEach((batch, index) => {
      if (this.#isReferenced[index] === 1) return;
      this.#faults.add("BatchUnreferenced", `No record is in batch ${batch.sequence} of stream ${batch.stream}.`);
    });
  }

  #checkNamedOnce(): void {
    const named = new BatchSet();
    for (const batch of this.#batches) {
      if (named.find(batch) === undefined) named.add(batch);
      else this.#faults.add("BatchDuplicated", `Batch ${batch.sequence} of ${batch.stream} is named twice.`);
    }
  }

  #checkSigner(record: ProvenRecord, structHash: Hex, anchoredAtS: bigint): boolean {
    const place = placeOfEntry(record);
    const device = this.#devices.get(record.header.device);
    const status = heldAt(device?.statuses ?? [], anchoredAtS)?.status ?? DeviceStatus.Unknown;
    if (status !== DeviceStatus.Active) {
      const message = `${nameOfEntry(record)} was anchored at ${anchoredAtS}, when its device was ${nameOfStatus(status)}.`;
      this.#faults.add("DeviceNotActive", message, place);
    }
    const signer = heldAt(device?.signers ?? [], anchoredAtS)?.signer;
    const isSigned = signer !== undefined && this.#verifier(signer)(structHash, record.signature);
    if (!isSigned) {
      this.#faults.add("SignatureInvalid", `${nameOfEntry(record)} was not signed by its device's key.`, place);
    }
    return isSigned && status === DeviceStatus.Active;
  }

  #verifier(signer: Hex): VerifyStruct {
    const known = this.#verifiers.get(signer);
    if (known !== undefined) return known;
    const made = this.#verifierOf(signer, this.#domain);
    this.#verifiers.set(signer, made);
    return made;
  }
}

function nameOfStatus(status: DeviceStatus): string {
  const names = Object.entries(DeviceStatus).map(([name, value]) => [value, name.toLowerCase()] as const);
  return new Map(names).get(status) ?? "unknown";
}
