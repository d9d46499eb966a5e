// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CycleCounters} from "../../../contracts/types/Records.sol";

/// Counters of three kinds that fall about as often as they rise.
library TestCounters {
    /// Small amounts, so that some lie below the published or the factory's.
    function from(uint64 amount) internal pure returns (CycleCounters memory c) {
        c.chargeCount = amount % 20;
        c.energyThroughputMicroWh = amount % 7;
        c.overChargeCount = amount % 5;
        c.salt = bytes32(uint256(amount));
    }

    function isLower(CycleCounters memory next, CycleCounters memory last) internal pure returns (bool) {
        return
            next.chargeCount < last.chargeCount ||
            next.energyThroughputMicroWh < last.energyThroughputMicroWh ||
            next.overChargeCount < last.overChargeCount;
    }
}
