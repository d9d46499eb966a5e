// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Promised} from "../../../contracts/libraries/Promised.sol";

/// Whether promises can be kept, found by keeping them: slot by slot, the one that ends first goes first.
library Schedule {
    /// @param slots Number of slots from `originS` on; all windows lie on their boundaries.
    /// @param slotWh What the connection feeds in during a slot.
    function isPossible(
        Promised.Energy[] memory promises,
        uint48 originS,
        uint48 slotS,
        uint256 slots,
        uint256 slotWh
    ) internal pure returns (bool) {
        uint256[] memory owedWh = new uint256[](promises.length);
        for (uint256 i = 0; i < promises.length; ++i) owedWh[i] = promises[i].energyWh;
        for (uint256 slot = 0; slot < slots; ++slot) {
            uint48 startS = originS + uint48(slot) * slotS;
            uint256 leftWh = slotWh;
            while (leftWh > 0) {
                uint256 next = _mostUrgent(promises, owedWh, startS);
                if (next == promises.length) break;
                uint256 givenWh = owedWh[next] < leftWh ? owedWh[next] : leftWh;
                owedWh[next] -= givenWh;
                leftWh -= givenWh;
            }
        }
        for (uint256 i = 0; i < promises.length; ++i) if (owedWh[i] > 0) return false;
        return true;
    }

    function _mostUrgent(
        Promised.Energy[] memory promises,
        uint256[] memory owedWh,
        uint48 startS
    ) private pure returns (uint256 found) {
        found = promises.length;
        for (uint256 i = 0; i < promises.length; ++i) {
            if (owedWh[i] == 0 || promises[i].startS > startS || promises[i].endS <= startS) continue;
            if (found == promises.length || promises[i].endS < promises[found].endS) found = i;
        }
    }
}
