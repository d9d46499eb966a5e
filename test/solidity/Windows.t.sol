// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Windows} from "../../contracts/libraries/Windows.sol";

contract WindowsTest {
    using Windows for Windows.Set;

    Windows.Set private _set;
    uint48[2][] private _naive;

    /// The count equals a walk over all windows, for any windows added in any order and any range.
    function testFuzz_CountsAsAWalkDoes(
        uint48[16] memory starts,
        uint16[16] memory lengths,
        uint48[6] memory bounds
    ) external {
        for (uint256 i = 0; i < starts.length; ++i) {
            // A small range makes edges meet.
            uint48 startS = starts[i] % 64;
            uint48 endS = startS + 1 + (lengths[i] % 16);
            _set.add(startS, endS);
            _naive.push([startS, endS]);
        }
        for (uint256 i = 0; i + 1 < bounds.length; ++i) {
            _compare(bounds[i] % 96, bounds[i + 1] % 96);
        }
        _compare(0, type(uint48).max);
        _compare(type(uint48).max, type(uint48).max);
    }

    /// The widest values neither overflow nor underflow.
    function testFuzz_HoldsAtTheEndOfTime(uint48 startS, uint48 endS, uint48 fromS, uint48 toS) external {
        if (startS >= endS) return;
        _set.add(startS, endS);
        _naive.push([startS, endS]);
        _compare(fromS, toS);
        _compare(startS, endS);
        _compare(endS, type(uint48).max);
    }

    function _compare(uint48 fromS, uint48 toS) private view {
        uint256 count;
        for (uint256 i = 0; i < _naive.length; ++i) {
            if (fromS < toS && _naive[i][0] < toS && fromS < _naive[i][1]) ++count;
        }
        assert(_set.overlaps(fromS, toS) == count);
    }
}
