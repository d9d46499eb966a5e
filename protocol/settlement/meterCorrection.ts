import { keccakDigest, signingPreimage } from "../eip712/digest.js";
import { type ContractDomain, contractDomainSeparator } from "../eip712/domain.js";
import { StructPacker } from "../eip712/words.js";
import { type Hex, toHex } from "../hex.js";
import { putBits } from "./wordBits.js";

/** Why a meter's registers jumped, as contracts/types/Settlement.sol counts it. */
export const MeterCorrectionReason = { Exchanged: 0, Substituted: 1, RolledBack: 2 } as const;
export type MeterCorrectionReason = (typeof MeterCorrectionReason)[keyof typeof MeterCorrectionReason];

/** What the organisation that answers for a meter signs when its registers jump: where they stood at `From` they go on at `To`. */
export interface MeterCorrection {
  readonly meter: Hex;
  /** Position among the meter's corrections; the first is 1. */
  readonly number: number;
  readonly reason: MeterCorrectionReason;
  /** Time of the import register that was settled last before the jump, Unix seconds; of no meaning if it did not jump. */
  readonly importAtS: bigint;
  /** The same of the export register. */
  readonly exportAtS: bigint;
  readonly importFromWh: bigint;
  readonly importToWh: bigint;
  readonly exportFromWh: bigint;
  readonly exportToWh: bigint;
  /** keccak-256 of the protocol of the exchange or the finding, kept off chain. */
  readonly evidenceHash: Hex;
}

/** Members of `MeterCorrection` as EIP-712 tables list them, for wallets. */
export const METER_CORRECTION_TYPES = {
  MeterCorrection: [
    { name: "meter", type: "bytes32" },
    { name: "number", type: "uint32" },
    { name: "reason", type: "uint8" },
    { name: "importAtS", type: "uint48" },
    { name: "exportAtS", type: "uint48" },
    { name: "importFromWh", type: "uint64" },
    { name: "importToWh", type: "uint64" },
    { name: "exportFromWh", type: "uint64" },
    { name: "exportToWh", type: "uint64" },
    { name: "evidenceHash", type: "bytes32" },
  ],
};

const packer = StructPacker.of(METER_CORRECTION_TYPES, "MeterCorrection");

/** The domain that a correction is signed in. @param settlement Address of `EnergySettlement`. */
export function correctionDomain({ chainId, settlement }: { chainId: bigint; settlement: Hex }): ContractDomain {
  return { name: "Wattproof EnergySettlement", version: "1", chainId, verifyingContract: settlement };
}

/** EIP-712 struct hash of a correction. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function meterCorrectionHash(correction: MeterCorrection): Hex {
  packer.bytes32(0, correction.meter, "meter");
  packer.uint64(1, putBits(BigInt(correction.number), 32, 0, "number"), "number");
  packer.choice(2, correction.reason, MeterCorrectionReason.Exchanged, MeterCorrectionReason.RolledBack, "reason");
  packer.uint64(3, putBits(correction.importAtS, 48, 0, "importAtS"), "importAtS");
  packer.uint64(4, putBits(correction.exportAtS, 48, 0, "exportAtS"), "exportAtS");
  packer.uint64(5, correction.importFromWh, "importFromWh");
  packer.uint64(6, correction.importToWh, "importToWh");
  packer.uint64(7, correction.exportFromWh, "exportFromWh");
  packer.uint64(8, correction.exportToWh, "exportToWh");
  packer.bytes32(9, correction.evidenceHash, "evidenceHash");
  return packer.hashHex();
}

/** EIP-712 digest of a correction, which its organisation or registrar signs. Throws `IntegerOutOfRange` or `InvalidHex`. */
export function meterCorrectionDigest(correction: MeterCorrection, domain: ContractDomain): Hex {
  return toHex(keccakDigest(signingPreimage(contractDomainSeparator(domain), meterCorrectionHash(correction))));
}
