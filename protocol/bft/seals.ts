import { fromHex, type Hex } from "../hex.js";
import { scriptSecp256k1 } from "../signatures/nativeSecp256k1.js";
import { addressOfKey } from "../signatures/verify.js";
import type { BlockHeader } from "./blockHeader.js";
import { QuorumMissing, SealDuplicated, SealerUnknown, SealMalformed, ValidatorsDiffer } from "./errors.js";
import { type BftConsensus, type BftExtraData, decodeExtraData } from "./extraData.js";
import { sealDigestOf } from "./header.js";
import { quorumOf } from "./quorum.js";
import { requireValidators } from "./validators.js";

/** Where a chain keeps its validators: in its headers, or in a contract that its headers do not speak of (QBFT only). */
export type ValidatorSource = "header" | "contract";

export interface SealedHeader {
  readonly consensus: BftConsensus;
  readonly header: BlockHeader;
  /** Those that were to seal the block, strictly ascending: from what the verifier trusts, never from the header itself. */
  readonly validators: readonly Hex[];
  /** `header` if not given. */
  readonly source?: ValidatorSource;
}

const COMPACT_BYTES = 64;

/**
 * Verifies that a block is final: that a quorum of its validators sealed it (Besu, `BftCommitSealsValidationRule` and
 * `BftValidatorsValidationRule`).
 *
 * A header does not name its chain. Whoever runs two chains with the same validator keys lets a block of one pass for a
 * block of the other: a validator's key must seal for one chain only.
 *
 * As in Besu, s may be high: a seal counts for its signer once, whatever its form.
 * @returns The validators that sealed, in the order of their seals. Any quorum may be among them: who is not, may have
 * sealed too.
 * @throws ValidatorSetInvalid, ExtraDataInvalid, HeaderInvalid, ValidatorsDiffer, SealMalformed, SealerUnknown,
 * SealDuplicated, QuorumMissing
 */
export function verifySeals({ consensus, header, validators, source = "header" }: SealedHeader): Hex[] {
  requireValidators(validators);
  const extra = decodeExtraData(consensus, header.extraData);
  requireNamed(extra, header.number, source === "header" ? validators : []);
  if (extra.seals.length < quorumOf(validators.length)) throw missing(header, extra.seals.length, validators);
  const digest = fromHex(sealDigestOf(consensus, header));
  const known = new Set(validators);
  const signers = new Set<Hex>();
  extra.seals.forEach((seal, index) => {
    const signer = signerOf(digest, seal);
    if (signer === undefined) throw new SealMalformed(header.number, index);
    if (!known.has(signer)) throw new SealerUnknown(header.number, signer);
    // Refused at once, so that no header costs more recoveries than it has validators, and one more.
    if (signers.has(signer)) throw new SealDuplicated(header.number, signer);
    signers.add(signer);
  });
  return [...signers];
}

/** Address of the key that made a committed seal; undefined if it leads to none. @param digest 32 bytes. @param seal `r ‖ s ‖ v`. */
export function signerOf(digest: Uint8Array, seal: Hex): Hex | undefined {
  const bytes = fromHex(seal, COMPACT_BYTES + 1, "seal");
  const recovery = bytes[COMPACT_BYTES] as number;
  if (recovery > 1) return undefined;
  const key = scriptSecp256k1.recover(digest, bytes.subarray(0, COMPACT_BYTES), recovery);
  return key && addressOfKey(key);
}

function requireNamed(extra: BftExtraData, number: bigint, expected: readonly Hex[]): void {
  const named = extra.validators;
  if (named.length !== expected.length) {
    throw new ValidatorsDiffer(number, `it names ${named.length}, not ${expected.length}`);
  }
  named.forEach((validator, index) => {
    if (validator !== expected[index]) {
      throw new ValidatorsDiffer(number, `number ${index + 1} is ${validator}, not ${expected[index]}`);
    }
  });
}

function missing(header: BlockHeader, sealed: number, validators: readonly Hex[]): QuorumMissing {
  return new QuorumMissing(header.number, sealed, quorumOf(validators.length), validators.length);
}
