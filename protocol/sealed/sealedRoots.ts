import type { BlockHeader } from "../bft/blockHeader.js";
import { decodeHeader } from "../bft/decodeHeader.js";
import { blockHashOf } from "../bft/header.js";
import { verifySeals } from "../bft/seals.js";
import { requireConsistent } from "../evidence/contradictions.js";
import type { EvidenceScan } from "../evidence/file/scanEvidence.js";
import { ROOTS_SCHEMA, type Roots } from "../evidence/roots.js";
import { fromHex, type Hex } from "../hex.js";
import { SealedForeign, SealedUnreadable } from "./errors.js";
import { ProvenState } from "./provenState.js";
import { readStoredRoots } from "./rootsReading.js";
import type { SealedDocument } from "./sealedJson.js";
import { readProven } from "./storage/reading.js";
import { Witness } from "./trie/witness.js";
import { type ValidatorHistory, validatorsAt } from "./validatorHistory.js";

export interface SealedEvidence {
  readonly sealed: SealedDocument;
  /** What the evidence speaks of: from its file, which is as little trusted as `sealed`. */
  readonly scan: EvidenceScan;
  /** Who sealed the chain's blocks, from whoever verifies. */
  readonly validators: ValidatorHistory;
  /** Address of the `Directory`, from whoever verifies. */
  readonly directory: Hex;
}

/** Roots that a quorum of validators stands for. */
export interface SealedRoots {
  readonly roots: Roots;
  /** The validators whose seals the block has. */
  readonly signers: readonly Hex[];
}

/**
 * All that a verifier of battery evidence must trust, proven from nothing but the history of validators and the Directory's
 * address: the block is sealed by a quorum, and each word of contract storage is proven in its state, absence too. Gives all
 * of it or an error.
 * @throws SealedForeign, HeaderInvalid, ExtraDataInvalid, ValidatorsDiffer, SealMalformed, SealerUnknown, SealDuplicated,
 * QuorumMissing, ProofNodeMissing, ProofNodeInvalid, ProofNodeUnused, SealedUnreadable, SealedDirectoryEmpty,
 * SealedStateUnreadable, RootsContradictory
 */
export function sealedRoots({ sealed, scan, validators, directory }: SealedEvidence): SealedRoots {
  const { chainId, genesisHash, consensus, source = "header" } = validators;
  const trusted = { chainId, genesisHash, directory };
  requireSameChain(sealed.chain, trusted);
  requireSameChain(sealed.chain, scan.chain);
  const header = decodeHeader(fromHex(sealed.header, undefined, "header"));
  const sealers = validatorsAt(validators, header.number);
  const signers = verifySeals({ consensus, header, validators: sealers, source });
  const witness = witnessOf(sealed);
  const state = new ProvenState(header.stateRoot, witness);
  const { batteryPassportIdentifier } = scan.passport;
  const stored = readProven(readStoredRoots({ directory, batteryPassportIdentifier, batches: scan.batches }), state);
  witness.requireUsed();
  const roots: Roots = {
    schema: ROOTS_SCHEMA,
    ...trusted,
    block: blockOf(header, blockHashOf(consensus, header)),
    ...stored,
  };
  requireConsistent(roots);
  return { roots, signers };
}

function requireSameChain(sealed: SealedDocument["chain"], other: SealedDocument["chain"]): void {
  if (sealed.chainId !== other.chainId) throw new SealedForeign("chain", `${sealed.chainId}`, `${other.chainId}`);
  if (sealed.genesisHash !== other.genesisHash) {
    throw new SealedForeign("the chain that begins with", sealed.genesisHash, other.genesisHash);
  }
  if (sealed.directory !== other.directory) {
    throw new SealedForeign("the Directory", sealed.directory, other.directory);
  }
}

function witnessOf({ nodes }: SealedDocument): Witness {
  const witness = new Witness();
  nodes.forEach((node, index) => {
    const isNew = witness.add(fromHex(node, undefined, "node"));
    if (!isNew) throw new SealedUnreadable(`nodes[${index}] is there twice`);
  });
  return witness;
}

function blockOf({ number, timestampS }: BlockHeader, hash: Hex): Roots["block"] {
  return { number, hash, timestampS };
}
