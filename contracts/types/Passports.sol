// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CycleCounters, RecordHeader} from "./Records.sol";

/// @notice Lifecycle status of a battery, EU 2023/1542 Annex XIII.
enum BatteryStatus {
    Original,
    Repurposed,
    Reused,
    Remanufactured,
    Waste
}

/// @notice Bounds that the maker states; beyond them lies what Annex VII calls a harmful event.
/// @param voltageMinMicroV Below it a discharge is deep, µV.
/// @param voltageMaxMicroV Above it a charge is an over-charge, µV.
/// @param temperatureMinMilliC Lowest temperature of normal use, 1/1000 °C; likewise the three after it.
struct OperatingLimits {
    uint64 voltageMinMicroV;
    uint64 voltageMaxMicroV;
    int64 temperatureMinMilliC;
    int64 temperatureMaxMilliC;
    int64 chargingTemperatureMinMilliC;
    int64 chargingTemperatureMaxMilliC;
}

/// @notice Facts fixed at the factory gate.
/// @param batteryPassportIdentifier DIN DKE SPEC 99100 name; the token id is its keccak-256.
/// @param ratedCapacityMicroAh Rated capacity, µAh.
/// @param ratedEnergyMicroWh Rated energy, µWh.
/// @param factoryChargeCount Charges before the battery left the factory.
/// @param factoryDischargeCount Discharges before the battery left the factory.
/// @param limits Bounds of normal use.
struct PassportFacts {
    string batteryPassportIdentifier;
    string model;
    string chemistry;
    uint64 ratedCapacityMicroAh;
    uint64 ratedEnergyMicroWh;
    uint32 factoryChargeCount;
    uint32 factoryDischargeCount;
    OperatingLimits limits;
}

/// @notice A passport with its maker.
/// @param successor Passport that took this one's place; zero while it is in use.
/// @param pack Passport of the pack that the battery is a module of; zero if none.
struct Passport {
    PassportFacts facts;
    address maker;
    BatteryStatus status;
    uint48 issuedAtS;
    uint256 successor;
    uint256 pack;
}

/// @notice How a device came to continue a battery's count.
enum Continuity {
    FirstDevice,
    BothDevicesSigned,
    OrganisationAttested
}

/// @notice Which device measures a battery, and from which of its records on.
/// @param lastSequence The last of its records that counts, once another device took over: below `firstSequence` if none
/// does. Zero for the present device, which is the last in the list.
/// @param attestation Hash of the organisation's statement, if it vouched for the count.
struct DeviceBinding {
    bytes32 device;
    uint64 firstSequence;
    uint64 lastSequence;
    uint48 boundAtS;
    Continuity continuity;
    bytes32 attestation;
}

/// @notice A new device that continues a battery's count after the present one's checkpoint.
/// @param firstSequence The first of the new device's records that belongs to this battery.
/// @param oldSignature By the present device over the `DeviceReplacement` struct; empty if its organisation attests.
/// @param newSignature By the new device over the same struct.
/// @param attestation Hash of the organisation's statement; zero if both devices signed.
struct DeviceReplacement {
    uint256 passport;
    bytes32 newDevice;
    uint64 firstSequence;
    bytes oldSignature;
    bytes newSignature;
    bytes32 attestation;
}

/// @notice The latest record that was proven against the chain; what it measured stays behind its hashes.
/// @param timestampS The device's claim of when the cycle ended, Unix seconds.
/// @param recordHash Struct hash of the `ChargeCycle` record.
/// @param countersHash Salted commitment to the record's counters.
struct Checkpoint {
    bytes32 device;
    uint64 sequence;
    uint64 timestampS;
    bytes32 recordHash;
    bytes32 countersHash;
}

/// @notice Counters that a keeper published, and the record that they stand in.
struct PublishedCounters {
    bytes32 device;
    uint64 sequence;
    CycleCounters counters;
}

/// @notice Proof that a `ChargeCycle` record was signed by its device and anchored; its content stays private.
/// @param measurementsHash EIP-712 hash of the record's `CycleMeasurements`.
/// @param countersHash EIP-712 hash of the record's `CycleCounters`.
/// @param stream Stream of the batch that holds the record.
/// @param batchSequence Position of the batch in the stream.
/// @param root Merkle root of the batch.
/// @param proof Sibling hashes from leaf to root.
struct CycleProof {
    RecordHeader header;
    bytes32 measurementsHash;
    bytes32 countersHash;
    bytes signature;
    bytes32 stream;
    uint64 batchSequence;
    bytes32 root;
    bytes32[] proof;
}
