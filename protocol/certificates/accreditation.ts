import type { Hex } from "../hex.js";

/** Members of `DeviceAccreditation` as EIP-712 tables list them: what an issuing body signs of a device. */
export const ACCREDITATION_TYPES = {
  DeviceAccreditation: [
    { name: "device", type: "bytes32" },
    { name: "number", type: "uint16" },
    { name: "issuingBody", type: "address" },
    { name: "energySource", type: "string" },
    { name: "energyCarrier", type: "string" },
    { name: "site", type: "bytes32" },
    { name: "ratedPowerW", type: "uint48" },
    { name: "storageEfficiencyPpm", type: "uint32" },
    { name: "validFromS", type: "uint48" },
    { name: "validUntilS", type: "uint48" },
  ],
};

/** What an issuing body signs of a device before its production is certified. */
export interface DeviceAccreditation {
  readonly device: Hex;
  /** Position among the device's accreditations, from 1. */
  readonly number: number;
  readonly issuingBody: Hex;
  /** EnergyTag's `energy_source`, 1 to 31 bytes. */
  readonly energySource: string;
  /** EnergyTag's `energy_carrier`, 1 to 31 bytes. */
  readonly energyCarrier: string;
  /** Salted hash or short code of where the device is. */
  readonly site: Hex;
  readonly ratedPowerW: bigint;
  /** What a storage device gives back of what it took in, millionths; zero for one that produces. */
  readonly storageEfficiencyPpm: number;
  /** Unix seconds. */
  readonly validFromS: bigint;
  /** Unix seconds; the first second that is not covered. */
  readonly validUntilS: bigint;
}

/** EIP-712 domain of accreditations: they belong to the contract that certifies under them. */
export interface CertificateDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: bigint;
  /** Address of `EnergyCertificate`. */
  readonly verifyingContract: Hex;
}

/** The domain that issuing bodies sign in. @param certificates Address of `EnergyCertificate`. */
export function certificateDomain(place: { chainId: bigint; certificates: Hex }): CertificateDomain {
  const { chainId, certificates } = place;
  return { name: "Wattproof EnergyCertificate", version: "1", chainId, verifyingContract: certificates };
}
