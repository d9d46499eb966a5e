// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {RecordHash} from "./RecordHash.sol";
import {RecordType, SignedRecord} from "../types/Incidents.sol";

/// @title RecordOpening
/// @notice Struct hash of a record of any type, of which only type, header and the words after it are shown.
/// @dev That the words fit their Solidity types is not checked: the hash decides, and a device signs no hash of words
/// that do not fit. What else a device signs (enrolment, rotation, firmware) has a type hash of its own.
library RecordOpening {
    uint256 private constant MEMBERS = 2;

    /// @notice Whether `record` has as many words after its header as a record of its type: two, whatever the type.
    function isComplete(SignedRecord calldata record) internal pure returns (bool) {
        return record.members.length == MEMBERS;
    }

    /// @notice EIP-712 struct hash of a complete record.
    function structHash(SignedRecord calldata record) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    typeHash(record.recordType),
                    RecordHash.hash(record.header),
                    record.members[0],
                    record.members[1]
                )
            );
    }

    function typeHash(RecordType recordType) private pure returns (bytes32) {
        if (recordType == RecordType.MeterReading) return RecordHash.METER_READING_TYPEHASH;
        if (recordType == RecordType.SensorReading) return RecordHash.SENSOR_READING_TYPEHASH;
        return RecordHash.CHARGE_CYCLE_TYPEHASH;
    }
}
