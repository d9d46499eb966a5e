// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {CycleCounters} from "../types/Records.sol";

/// @title BatteryCounters
/// @notice Whether one set of a battery's counters can follow another: none goes down, and a quantity is measured in both
/// or in neither.
library BatteryCounters {
    /// @dev Stands for a quantity that the battery's device does not measure.
    uint64 internal constant NOT_MEASURED = type(uint64).max;

    function follows(CycleCounters calldata next, CycleCounters memory last) internal pure returns (bool) {
        return
            next.chargeCount >= last.chargeCount &&
            next.dischargeCount >= last.dischargeCount &&
            next.numberOfFullCycles >= last.numberOfFullCycles &&
            next.energyThroughputMicroWh >= last.energyThroughputMicroWh &&
            next.capacityThroughputMicroAh >= last.capacityThroughputMicroAh &&
            follows(next.deepDischargeCount, last.deepDischargeCount) &&
            follows(next.overChargeCount, last.overChargeCount) &&
            follows(next.timeExtremeHighTempMs, last.timeExtremeHighTempMs) &&
            follows(next.timeExtremeLowTempMs, last.timeExtremeLowTempMs) &&
            follows(next.timeExtremeHighTempChargingMs, last.timeExtremeHighTempChargingMs) &&
            follows(next.timeExtremeLowTempChargingMs, last.timeExtremeLowTempChargingMs);
    }

    function follows(uint64 next, uint64 last) private pure returns (bool) {
        return next >= last && (next == NOT_MEASURED) == (last == NOT_MEASURED);
    }
}
