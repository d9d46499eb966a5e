// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliverySummary, SensorReport} from "../types/Watches.sol";
import {RecordHash} from "./RecordHash.sol";

/// @title WatchHash
/// @notice EIP-712 struct hashes of what sensors sign. The on-chain twin of `protocol/deals/summary.ts`.
library WatchHash {
    bytes32 private constant SUMMARY_TYPEHASH = keccak256(
        "DeliverySummary(bytes32 delivery,bytes32 sensor,bytes32 field,uint64 sequence,uint64 timestampS,"
        "uint64 readings,uint64 violations,int64 lowestMilli,int64 highestMilli)"
    );

    /// @notice Hash of the `SensorReading` that is reported.
    function hash(SensorReport calldata r) internal pure returns (bytes32) {
        return
            keccak256(abi.encode(RecordHash.SENSOR_READING_TYPEHASH, RecordHash.hash(r.header), r.field, r.valueMilli));
    }

    function hash(DeliverySummary calldata s) internal pure returns (bytes32) {
        // A struct of words only is encoded as EIP-712 encodes its members.
        return keccak256(abi.encode(SUMMARY_TYPEHASH, s));
    }
}
