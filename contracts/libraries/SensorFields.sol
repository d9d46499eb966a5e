// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title SensorFields
/// @notice The sensor fields that a condition may name. Their units stand in `protocol/fields.ts`, the off-chain twin.
library SensorFields {
    /// @notice Whether `field` is the ASCII name of a known field.
    function isKnown(bytes32 field) internal pure returns (bool) {
        return
            field == "temperature" ||
            field == "humidity" ||
            field == "light" ||
            field == "co2" ||
            field == "shock" ||
            field == "tilt" ||
            field == "pressure" ||
            field == "noise" ||
            field == "voltage" ||
            field == "current" ||
            field == "power" ||
            field == "stateOfCharge";
    }
}
