// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RecordHash} from "../libraries/RecordHash.sol";
import {RecordLeaf} from "../libraries/RecordLeaf.sol";
import {ReplacementHash} from "../libraries/ReplacementHash.sol";
import {DeviceReplacement} from "../types/Passports.sol";
import {CycleCounters, MeterReading, RecordHeader} from "../types/Records.sol";

/// @title RecordHashes
/// @notice Test only: shows what the contracts make of a record, so that it can be held against `protocol/`.
contract RecordHashes {
    /// @notice Struct hash of a meter reading.
    function meterReading(MeterReading calldata reading) external pure returns (bytes32) {
        return RecordHash.hash(reading);
    }

    /// @notice Struct hash of a charge cycle whose measurements and counters stay behind their hashes.
    function chargeCycle(
        RecordHeader calldata header,
        bytes32 measurementsHash,
        bytes32 countersHash
    ) external pure returns (bytes32) {
        return RecordHash.hashCycle(header, measurementsHash, countersHash);
    }

    /// @notice Struct hash of a cycle's counters.
    function counters(CycleCounters calldata counters_) external pure returns (bytes32) {
        return RecordHash.hash(counters_);
    }

    /// @notice Struct hash of a device's replacement.
    function deviceReplacement(
        DeviceReplacement calldata replacement,
        bytes32 oldDevice,
        uint64 lastSequence
    ) external pure returns (bytes32) {
        return ReplacementHash.hash(replacement, oldDevice, lastSequence);
    }

    /// @notice Leaf of a struct hash.
    function leaf(bytes32 structHash) external pure returns (bytes32) {
        return RecordLeaf.leaf(structHash);
    }
}
