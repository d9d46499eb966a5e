// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Stretch} from "../types/Agreements.sol";

/// @title Windows
/// @notice Counts how many time windows overlap a range, and how long they stay the same, without visiting them: starts
/// and ends are kept sorted, so answers are binary searches, and history costs nothing but their logarithm.
/// @dev No window is empty. What changes a set moves every later boundary by one place, so callers bound how many may lie
/// ahead.
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

    /// @notice Takes out `[startS, endS)`, which was added before.
    function remove(Set storage set, uint48 startS, uint48 endS) internal {
        _remove(set.starts, startS);
        _remove(set.ends, endS);
    }

    /// @notice Lets a window that was added to end at `endS` end at `toS`, which is earlier.
    function moveEnd(Set storage set, uint48 endS, uint48 toS) internal {
        uint48[] storage ends = set.ends;
        uint256 to = _countUpTo(ends, toS);
        for (uint256 i = _countUpTo(ends, endS - 1); i > to; --i) {
            ends[i] = ends[i - 1];
        }
        ends[to] = toS;
    }

    /// @notice Number of windows that overlap `[fromS, toS)`; zero if that range is empty.
    function overlaps(Set storage set, uint48 fromS, uint48 toS) internal view returns (uint256) {
        if (fromS >= toS) return 0;
        // Every window that ended by `fromS` also started before `toS`, so the difference is never negative.
        return _countUpTo(set.starts, toS - 1) - _countUpTo(set.ends, fromS);
    }

    /// @notice Number of windows that end after `atS`.
    function endingAfter(Set storage set, uint48 atS) internal view returns (uint256) {
        return set.ends.length - _countUpTo(set.ends, atS);
    }

    /// @notice From when to when windows run of what ends after `atS`, from `atS` at the earliest; `fromS` is the largest
    /// `uint48` if none does.
    function spanAfter(Set storage set, uint48 atS) internal view returns (uint48 fromS, uint48 toS) {
        uint256 started = _countUpTo(set.starts, atS);
        fromS = started > _countUpTo(set.ends, atS) ? atS : _at(set.starts, started);
        uint256 length = set.ends.length;
        if (length != 0) toS = set.ends[length - 1];
    }

    /// @notice The longest stretch around the second `atS` through which the same windows run; it ends at the largest
    /// `uint48` if no window begins or ends after it.
    function stretch(Set storage set, uint48 atS) internal view returns (Stretch memory s) {
        uint256 started = _countUpTo(set.starts, atS);
        uint256 ended = _countUpTo(set.ends, atS);
        // Fits: callers bound how many windows overlap.
        s.count = uint32(started - ended);
        uint48 startedS = started == 0 ? 0 : set.starts[started - 1];
        uint48 endedS = ended == 0 ? 0 : set.ends[ended - 1];
        s.fromS = startedS > endedS ? startedS : endedS;
        uint48 startS = _at(set.starts, started);
        uint48 endS = _at(set.ends, ended);
        s.untilS = startS < endS ? startS : endS;
        s.idleFromS = s.fromS;
        if (s.fromS == 0) return s;

        ended = _countUpTo(set.ends, s.fromS - 1);
        if (_countUpTo(set.starts, s.fromS - 1) == ended) s.idleFromS = ended == 0 ? 0 : set.ends[ended - 1];
    }

    function _insert(uint48[] storage sorted, uint48 value) private {
        uint256 index = _countUpTo(sorted, value);
        sorted.push(value);
        for (uint256 i = sorted.length - 1; i > index; --i) {
            sorted[i] = sorted[i - 1];
        }
        sorted[index] = value;
    }

    /// @dev No value is zero but a start; the last of those equal to `value` goes.
    function _remove(uint48[] storage sorted, uint48 value) private {
        uint256 last = sorted.length - 1;
        for (uint256 i = _countUpTo(sorted, value) - 1; i < last; ++i) {
            sorted[i] = sorted[i + 1];
        }
        sorted.pop();
    }

    function _at(uint48[] storage sorted, uint256 index) private view returns (uint48) {
        return index < sorted.length ? sorted[index] : type(uint48).max;
    }

    function _countUpTo(uint48[] storage sorted, uint48 bound) private view returns (uint256 low) {
        uint256 high = sorted.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (sorted[middle] <= bound) low = middle + 1;
            else high = middle;
        }
    }
}
