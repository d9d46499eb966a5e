import { secp256k1 } from "@noble/curves/secp256k1.js";
import { keccak_256 } from "@noble/hashes/sha3.js";
import {
  type BftConsensus,
  type BlockHeader,
  decodeExtraData,
  encodeExtraData,
  sealDigestOf,
  type ValidatorVote,
} from "../../../../protocol/bft/index.js";
import { fromHex, type Hex, toHex } from "../../../../protocol/hex.js";
import { addressOfKey } from "../../../../protocol/signatures/verify.js";

export const CONSENSUS: readonly BftConsensus[] = ["qbft", "ibft2"];

/** A validator whose key the tests know. */
export interface TestValidator {
  readonly address: Hex;
  /** A committed seal as Besu makes it: `r ‖ s ‖ v`, v 0 or 1. */
  readonly seal: (digest: Hex) => Hex;
}

/** Validators with keys made from a name, in the order of their addresses. */
export function testValidators(count: number, name = "validator"): TestValidator[] {
  const validators = Array.from({ length: count }, (_, index) => {
    const secret = keccak_256(new TextEncoder().encode(`${name} ${index}`));
    return {
      address: addressOfKey(secp256k1.getPublicKey(secret, false)),
      seal: (digest: Hex): Hex => {
        const bytes = secp256k1.sign(fromHex(digest), secret, { prehash: false, format: "recovered" });
        return toHex(Uint8Array.of(...bytes.subarray(1), bytes[0] as number));
      },
    };
  });
  return validators.sort((one, other) => (one.address < other.address ? -1 : 1));
}

export const addressesOf = (validators: readonly TestValidator[]): Hex[] => validators.map(({ address }) => address);

const hash = (byte: string): Hex => `0x${byte.repeat(32)}`;

/** A header such as Besu writes since Prague, whose extra data names `validators` and has no seal yet. */
export function unsealedHeader(
  consensus: BftConsensus,
  validators: readonly Hex[],
  changes: Partial<BlockHeader> & { readonly round?: number; readonly vote?: ValidatorVote | null } = {},
): BlockHeader {
  const { round = 0, vote = null, ...members } = changes;
  const extra = { vanity: hash("00"), validators, vote, round, seals: [] };
  return {
    parentHash: hash("a1"),
    ommersHash: "0x1dcc4de8dec75d7aab85b567b6ccd41ad312451b948a7413f0a142fd40d49347",
    beneficiary: validators[0] ?? `0x${"00".repeat(20)}`,
    stateRoot: hash("a2"),
    transactionsRoot: hash("a3"),
    receiptsRoot: hash("a4"),
    logsBloom: `0x${"00".repeat(256)}`,
    difficulty: 1n,
    number: 1234n,
    gasLimit: 60_000_000n,
    gasUsed: 21_000n,
    timestampS: 1_790_000_000n,
    extraData: encodeExtraData(consensus, extra),
    mixHash: "0x63746963616c2062797a616e74696e65206661756c7420746f6c6572616e6365",
    nonce: "0x0000000000000000",
    baseFeePerGas: 0n,
    withdrawalsRoot: "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421",
    blobGasUsed: 0n,
    excessBlobGas: 0n,
    parentBeaconBlockRoot: hash("00"),
    requestsHash: "0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    ...members,
  };
}

/** The header with other seals. */
export function withSeals(consensus: BftConsensus, header: BlockHeader, seals: readonly Hex[]): BlockHeader {
  const extra = decodeExtraData(consensus, header.extraData);
  return { ...header, extraData: encodeExtraData(consensus, { ...extra, seals }) };
}

/** The header with a seal of each of `sealers`. */
export function sealedBy(consensus: BftConsensus, header: BlockHeader, sealers: readonly TestValidator[]): BlockHeader {
  const digest = sealDigestOf(consensus, header);
  return withSeals(
    consensus,
    header,
    sealers.map(({ seal }) => seal(digest)),
  );
}
