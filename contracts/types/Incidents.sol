// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RecordHeader} from "./Records.sol";

/// @notice What was seen, ITU-T D3.5's cases of a hijacked device.
enum IncidentCategory {
    None,
    Tampering,
    Impersonation,
    ImplausibleData,
    MaliciousTraffic,
    StolenKey,
    Equivocation
}

/// @notice Where an incident is. An open one collects reports; only a `Quarantined` one stops a device.
enum IncidentState {
    None,
    Open,
    Quarantined,
    Cleared,
    Expired
}

/// @notice One incident of a device.
/// @param device The device that it is about.
/// @param number Position among the device's incidents; the first is 1.
/// @param state Where it is.
/// @param category What the first report said, or `Equivocation` once that is proven.
/// @param openedAtS Block time of the first report or proof.
/// @param quarantinedAtS Block time at which the quarantine began; zero before.
/// @param endsAtS When the last report, or the quarantine, lapses; zero for never (proven equivocation).
/// @param organisation Member that answered for the device when the incident opened.
struct Incident {
    bytes32 device;
    uint32 number;
    IncidentState state;
    IncidentCategory category;
    uint48 openedAtS;
    uint48 quarantinedAtS;
    uint48 endsAtS;
    address organisation;
}

/// @notice Which kind of record a header belongs to.
enum RecordType {
    MeterReading,
    SensorReading,
    ChargeCycle
}

/// @notice A record whose members may stay behind their hashes, with its signature.
/// @param members The record's members after its header as EIP-712 words: two numbers of a meter reading, field and value
/// of a sensor reading, two hashes of a charge cycle.
/// @param stream Stream of the batch that holds the record, or zero: then the device's present key must have signed it.
/// @param batchSequence Position of the batch in the stream.
/// @param root Merkle root of the batch.
/// @param proof Sibling hashes from leaf to root.
struct SignedRecord {
    RecordType recordType;
    RecordHeader header;
    bytes32[] members;
    bytes signature;
    bytes32 stream;
    uint64 batchSequence;
    bytes32 root;
    bytes32[] proof;
}
