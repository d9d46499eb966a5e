// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Windows
/// @notice Counts how many time windows overlap a range without visiting them: starts and ends are kept sorted, so the
/// answer is two binary searches, and history costs nothing but their logarithm.
library Windows {
    struct Set {
        uint48[] starts;
        uint48[] ends;
    }

    /// @notice Adds `[startS, endS)`. Costs least when windows are added in order of time.
    function add(Set storage set, uint48 startS, uint48 endS) internal {
        _insert(set.starts, startS);
        _insert(set.ends, endS);
    }

    /// @notice Number of windows that overlap `[fromS, toS)`; zero if that range is empty.
    function overlaps(Set storage set, uint48 fromS, uint48 toS) internal view returns (uint256) {
        if (fromS >= toS) return 0;
        // Every window that ended by `fromS` also started before `toS`, so the difference is never negative.
        return _countBelow(set.starts, toS) - _countBelow(set.ends, fromS + 1);
    }

    function _insert(uint48[] storage sorted, uint48 value) private {
        sorted.push(value);
        for (uint256 i = sorted.length - 1; i > 0 && sorted[i - 1] > value; --i) {
            sorted[i] = sorted[i - 1];
            sorted[i - 1] = value;
        }
    }

    function _countBelow(uint48[] storage sorted, uint48 bound) private view returns (uint256 low) {
        uint256 high = sorted.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (sorted[middle] < bound) low = middle + 1;
            else high = middle;
        }
    }
}
