// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Promised} from "../../contracts/libraries/Promised.sol";
import {Schedule} from "./support/Schedule.sol";

contract PromisedTest {
    uint48 private constant SLOT_S = 900;
    uint256 private constant SLOTS = 12;
    /// 8 W feed in 2 Wh in a quarter of an hour.
    uint32 private constant RATED_W = 8;

    /// What is refused could not have been kept, and what is not can be.
    function testFuzz_RefusesWhatCannotBeKept(uint8[3][10] memory wishes) external pure {
        Promised.Energy[] memory kept = new Promised.Energy[](0);
        for (uint256 i = 0; i < wishes.length; ++i) {
            uint48 start = wishes[i][0] % uint48(SLOTS);
            uint48 length = 1 + (wishes[i][1] % uint48(SLOTS - start));
            uint64 energyWh = 1 + (wishes[i][2] % 12);
            Promised.Energy[] memory wished = _with(
                kept,
                Promised.Energy(start * SLOT_S, (start + length) * SLOT_S, energyWh)
            );
            (uint256 promisedWh, uint256 limitWh) = Promised.findExcess(wished, RATED_W);
            bool possible = Schedule.isPossible(wished, 0, SLOT_S, SLOTS, 2);
            assert(possible == (promisedWh == 0));
            if (possible) kept = wished;
            else assert(promisedWh > limitWh);
        }
    }

    function testFuzz_OnePromiseIsBoundByItsWindow(uint32 ratedW, uint24 hoursLong, uint64 energyWh) external pure {
        uint256 limitWh = uint256(ratedW) * hoursLong;
        Promised.Energy[] memory one = new Promised.Energy[](1);
        one[0] = Promised.Energy(7200, 7200 + uint48(hoursLong) * 3600, energyWh);
        (uint256 promisedWh, ) = Promised.findExcess(one, ratedW);
        assert((promisedWh != 0) == (energyWh > limitWh));
    }

    function _with(
        Promised.Energy[] memory all,
        Promised.Energy memory added
    ) private pure returns (Promised.Energy[] memory more) {
        more = new Promised.Energy[](all.length + 1);
        for (uint256 i = 0; i < all.length; ++i) more[i] = all[i];
        more[all.length] = added;
    }
}
