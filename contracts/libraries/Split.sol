// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Split
/// @notice Divides a supplier's production over its consumers, and prices what each gets.
library Split {
    uint256 private constant WH_PER_KWH = 1000;

    /// @notice The whole demand if production covers all demands, otherwise a share in proportion, rounded down.
    /// @param productionWh What the supplier fed in.
    /// @param demandWh What this consumer may take.
    /// @param demandsWh Sum over all consumers, at least `demandWh`.
    function shareWh(uint256 productionWh, uint256 demandWh, uint256 demandsWh) internal pure returns (uint64) {
        // Fits: a share is never above `demandWh`, which is a uint64.
        return uint64(productionWh >= demandsWh ? demandWh : (productionWh * demandWh) / demandsWh);
    }

    /// @notice Price of `energyWh` in token units, rounded down.
    function cost(uint256 energyWh, uint256 pricePerKWh) internal pure returns (uint256) {
        return (energyWh * pricePerKWh) / WH_PER_KWH;
    }
}
