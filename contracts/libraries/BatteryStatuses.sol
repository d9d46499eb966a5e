// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BatteryStatus} from "../types/Passports.sol";

/// @title BatteryStatuses
/// @notice Which status leads to which, after EU 2023/1542 Art. 77(7): waste becomes a battery again only under a new
/// passport, and so does a battery that was made into another one.
library BatteryStatuses {
    /// @notice Whether a battery of status `from` can become `to` and keep its passport.
    function changesInPlace(BatteryStatus from, BatteryStatus to) internal pure returns (bool) {
        return from != BatteryStatus.Waste && from != to && (to == BatteryStatus.Waste || to == BatteryStatus.Reused);
    }

    /// @notice Whether a successor can begin its life with `status`.
    function beginsSuccessor(BatteryStatus status) internal pure returns (bool) {
        return status != BatteryStatus.Original && status != BatteryStatus.Waste;
    }

    /// @notice The status as Annex XIII names it.
    function nameOf(BatteryStatus status) internal pure returns (string memory) {
        if (status == BatteryStatus.Original) return "Original";
        if (status == BatteryStatus.Repurposed) return "Repurposed";
        if (status == BatteryStatus.Reused) return "Reused";
        return status == BatteryStatus.Remanufactured ? "Remanufactured" : "Waste";
    }
}
