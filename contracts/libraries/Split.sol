// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Split
/// @notice Divides a supplier's production over its consumers, and prices what each gets.
library Split {
    uint256 private constant WH_PER_KWH = 1000;

    /// @notice The whole demand if production covers all demands, otherwise a share in proportion, rounded down.
    /// @param productionWh What the supplier fed in; below 2^64, as every energy here.
    /// @param demandWh What this consumer may take.
    /// @param demandsWh Sum over all consumers, at least `demandWh`.
    function shareWh(uint256 productionWh, uint256 demandWh, uint256 demandsWh) internal pure returns (uint256) {
        if (productionWh >= demandsWh) return demandWh;
        unchecked {
            // Energies are below 2^64, and there is a demand where there is less production than that.
            return (productionWh * demandWh) / demandsWh;
        }
    }

    /// @notice Price of `energyWh` in token units, rounded down.
    function cost(uint256 energyWh, uint256 pricePerKWh) internal pure returns (uint256) {
        unchecked {
            // Both are below 2^64.
            return (energyWh * pricePerKWh) / WH_PER_KWH;
        }
    }
}
