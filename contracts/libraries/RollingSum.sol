// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";

/// @title RollingSum
/// @notice What was added within the last seconds, whichever second it is asked at: running totals by block time, so the
/// answer is one binary search, and no window is longer or shorter than it should be.
library RollingSum {
    using Checkpoints for Checkpoints.Trace208;

    /// @notice Adds `amount` at the block's time.
    function add(Checkpoints.Trace208 storage totals, uint128 amount) internal {
        totals.push(uint48(block.timestamp), totals.latest() + amount);
    }

    /// @notice Sum of what was added later than `windowS` before the block's time.
    function within(Checkpoints.Trace208 storage totals, uint48 windowS) internal view returns (uint256) {
        uint48 untilS = uint48(Math.saturatingSub(block.timestamp, windowS));
        return totals.latest() - totals.upperLookupRecent(untilS);
    }
}
