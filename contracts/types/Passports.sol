// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RecordHeader} from "./Records.sol";

/// @notice Lifecycle status of a battery, EU 2023/1542 Annex XIII.
enum BatteryStatus {
    Original,
    Repurposed,
    Reused,
    Remanufactured,
    Waste
}

/// @notice Facts fixed at the factory gate.
/// @param batteryPassportIdentifier DIN DKE SPEC 99100 name; the token id is its keccak-256.
/// @param ratedCapacityMicroAh Rated capacity, µAh.
/// @param ratedEnergyMicroWh Rated energy, µWh.
/// @param factoryChargeCount Charges before the battery left the factory.
/// @param factoryDischargeCount Discharges before the battery left the factory.
struct PassportFacts {
    string batteryPassportIdentifier;
    string model;
    string chemistry;
    uint64 ratedCapacityMicroAh;
    uint64 ratedEnergyMicroWh;
    uint32 factoryChargeCount;
    uint32 factoryDischargeCount;
}

/// @notice A passport with its maker.
struct Passport {
    PassportFacts facts;
    address maker;
    BatteryStatus status;
    uint48 issuedAtS;
}

/// @notice Which device measures a battery, and from which of its records on.
struct DeviceBinding {
    bytes32 device;
    uint64 firstSequence;
    uint48 boundAtS;
}

/// @notice The latest record that was proven against the chain; counters stay behind `bodyHash`.
/// @param timestampS The device's claim of when the cycle ended, Unix seconds.
/// @param recordHash Struct hash of the `ChargeCycle` record.
/// @param bodyHash Salted commitment to the record's counters.
struct Checkpoint {
    bytes32 device;
    uint64 sequence;
    uint64 timestampS;
    bytes32 recordHash;
    bytes32 bodyHash;
}

/// @notice Proof that a `ChargeCycle` record was signed by its device and anchored; the body stays private.
/// @param bodyHash EIP-712 hash of the record's `CycleBody`.
/// @param stream Stream of the batch that holds the record.
/// @param batchSequence Position of the batch in the stream.
/// @param root Merkle root of the batch.
/// @param proof Sibling hashes from leaf to root.
struct CycleProof {
    RecordHeader header;
    bytes32 bodyHash;
    bytes signature;
    bytes32 stream;
    uint64 batchSequence;
    bytes32 root;
    bytes32[] proof;
}
