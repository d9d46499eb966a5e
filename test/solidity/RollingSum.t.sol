// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {RollingSum} from "../../contracts/libraries/RollingSum.sol";
import {vm} from "./support/Vm.sol";

contract RollingSumTest {
    using RollingSum for Checkpoints.Trace208;

    Checkpoints.Trace208 private _totals;

    /// However amounts are spread over time, the sum is that of the amounts that are young enough, one by one.
    function testFuzz_IsTheSumOfWhatIsYoungEnough(
        uint32[12] memory gapsS,
        uint128[12] memory amounts,
        uint32 windowS
    ) external {
        uint256[12] memory atS;
        uint256 nowS = 1;
        for (uint256 i = 0; i < gapsS.length; ++i) {
            // Half of them within a second or a few of each other.
            nowS += gapsS[i] % 2 == 0 ? gapsS[i] % 3 : gapsS[i] % (uint256(windowS) + 1);
            vm.warp(nowS);
            _totals.add(amounts[i]);
            atS[i] = nowS;
            uint256 expected = 0;
            for (uint256 j = 0; j <= i; ++j) {
                if (atS[j] + windowS > nowS) expected += amounts[j];
            }
            assert(_totals.within(windowS) == expected);
        }
    }

    function test_CountsUntilTheWindowHasPassed() external {
        vm.warp(1000);
        _totals.add(7);
        vm.warp(1099);
        assert(_totals.within(100) == 7);
        vm.warp(1100);
        assert(_totals.within(100) == 0);
    }

    function test_IsZeroBeforeAnything() external view {
        assert(_totals.within(100) == 0);
    }
}
