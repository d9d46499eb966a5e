// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Split} from "../../contracts/libraries/Split.sol";

contract SplitTest {
    /// Shares are floors of the exact proportion, never above the demand, and add up to no more than production.
    function testFuzz_SharesNeverExceedDemandNorProduction(
        uint64 productionWh,
        uint64[8] memory demands
    ) external pure {
        uint256 demandsWh;
        for (uint256 i = 0; i < demands.length; ++i) {
            demandsWh += demands[i];
        }
        uint256 sharesWh;
        for (uint256 i = 0; i < demands.length; ++i) {
            uint256 shareWh = Split.shareWh(productionWh, demands[i], demandsWh);
            assert(shareWh <= demands[i]);
            if (productionWh >= demandsWh) assert(shareWh == demands[i]);
            else assert(shareWh == (uint256(productionWh) * demands[i]) / demandsWh);
            sharesWh += shareWh;
        }
        assert(sharesWh <= productionWh);
        // What rounding leaves over is less than one Wh for each consumer.
        if (productionWh < demandsWh) assert(productionWh - sharesWh < demands.length);
        else assert(sharesWh == demandsWh);
    }

    /// More production never gives anybody less.
    function testFuzz_ShareGrowsWithProduction(
        uint64 lessWh,
        uint64 moreWh,
        uint64 demandWh,
        uint64 othersWh
    ) external pure {
        if (lessWh > moreWh) (lessWh, moreWh) = (moreWh, lessWh);
        uint256 demandsWh = uint256(demandWh) + othersWh;
        assert(Split.shareWh(lessWh, demandWh, demandsWh) <= Split.shareWh(moreWh, demandWh, demandsWh));
    }

    /// Nothing overflows at the widest values, and the price is rounded down by less than a unit.
    function testFuzz_CostIsTheFloorOfTheExactPrice(uint64 energyWh, uint96 pricePerKWh) external pure {
        uint256 cost = Split.cost(energyWh, pricePerKWh);
        uint256 exact = uint256(energyWh) * pricePerKWh;
        assert(cost * 1000 <= exact && exact < (cost + 1) * 1000);
    }

    /// Paying piece by piece never costs more than paying at once.
    function testFuzz_PiecesNeverCostMoreThanTheWhole(
        uint32 firstWh,
        uint32 secondWh,
        uint96 pricePerKWh
    ) external pure {
        uint256 whole = Split.cost(uint256(firstWh) + secondWh, pricePerKWh);
        uint256 pieces = Split.cost(firstWh, pricePerKWh) + Split.cost(secondWh, pricePerKWh);
        assert(pieces <= whole && whole - pieces <= 1);
    }
}
