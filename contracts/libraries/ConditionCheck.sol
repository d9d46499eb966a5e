// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Condition} from "../types/Deals.sol";
import {SensorFields} from "./SensorFields.sol";

/// @title ConditionCheck
/// @notice Whether conditions can be watched: each of a field whose unit is known, with a range, and one per field.
library ConditionCheck {
    /// @notice No such field: its unit is not known.
    error ConditionUnknownField(bytes32 field);
    /// @notice The smallest value is above the largest.
    error ConditionInvalidRange(bytes32 field, int64 minMilli, int64 maxMilli);
    /// @notice Conditions are sorted by field, each field once.
    error ConditionUnsorted(bytes32 field);

    /// @notice Reverts unless all conditions are sound. As many as there are known fields at most, since none comes twice.
    function requireSound(Condition[] calldata conditions) internal pure {
        bytes32 last;
        for (uint256 i = 0; i < conditions.length; ++i) {
            Condition calldata c = conditions[i];
            require(SensorFields.isKnown(c.field), ConditionUnknownField(c.field));
            require(c.field > last, ConditionUnsorted(c.field));
            require(c.minMilli <= c.maxMilli, ConditionInvalidRange(c.field, c.minMilli, c.maxMilli));
            last = c.field;
        }
    }
}
