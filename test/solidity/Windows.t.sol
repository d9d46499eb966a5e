// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Windows} from "../../contracts/libraries/Windows.sol";
import {Stretch} from "../../contracts/types/Agreements.sol";

contract WindowsTest {
    using Windows for Windows.Set;

    /// Beyond every bound that the small fuzzed windows reach.
    uint48 private constant LATEST_S = 96;

    Windows.Set private _set;
    uint48[2][] private _naive;

    /// Counts and stretches equal a walk over all windows, for any windows added in any order and any range.
    function testFuzz_CountsAsAWalkDoes(
        uint48[16] memory starts,
        uint16[16] memory lengths,
        uint48[6] memory bounds
    ) external {
        for (uint256 i = 0; i < starts.length; ++i) {
            _add(starts[i], lengths[i]);
        }
        for (uint256 i = 0; i + 1 < bounds.length; ++i) {
            _compare(bounds[i] % LATEST_S, bounds[i + 1] % LATEST_S);
            _compareStretch(bounds[i] % LATEST_S);
        }
        _compare(0, type(uint48).max);
        _compare(type(uint48).max, type(uint48).max);
    }

    /// The same after windows in between were taken out and ended earlier, and others added.
    function testFuzz_ForgetsWhatIsTakenOut(
        uint48[16] memory starts,
        uint16[16] memory lengths,
        uint8[24] memory steps,
        uint48[6] memory bounds
    ) external {
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 step = steps[i] % 4;
            if (step < 2 || _naive.length == 0) _add(starts[i % 16] >> step, lengths[i % 16] >> step);
            else if (step == 2) _takeOut(steps[i] / 4);
            else _endEarly(steps[i] / 4, lengths[i % 16]);
        }
        for (uint48 atS = 0; atS < LATEST_S; ++atS) {
            _compareStretch(atS);
        }
        for (uint256 i = 0; i + 1 < bounds.length; ++i) {
            _compare(bounds[i] % LATEST_S, bounds[i + 1] % LATEST_S);
        }
        assert(_set.starts.length == _naive.length && _set.ends.length == _naive.length);
        for (uint256 i = 1; i < _naive.length; ++i) {
            assert(_set.starts[i - 1] <= _set.starts[i] && _set.ends[i - 1] <= _set.ends[i]);
        }
    }

    /// The widest values neither overflow nor underflow.
    function testFuzz_HoldsAtTheEndOfTime(uint48 startS, uint48 endS, uint48 fromS, uint48 toS) external {
        if (startS >= endS) return;
        _set.add(startS, endS);
        _naive.push([startS, endS]);
        _compare(fromS, toS);
        _compare(startS, endS);
        _compare(endS, type(uint48).max);
        _compareStretch(fromS);
        _compareStretch(startS);
        _compareStretch(endS);
        _compareStretch(type(uint48).max);
    }

    /// Without any window all of time is one stretch.
    function testFuzz_IsOneStretchWithoutWindows(uint48 atS) external {
        _compareStretch(atS);
        _add(3, 3);
        _takeOut(0);
        _compareStretch(atS);
    }

    /// A small range makes edges meet.
    function _add(uint48 startS, uint16 length) private {
        startS %= 64;
        uint48 endS = startS + 1 + (length % 16);
        _set.add(startS, endS);
        _naive.push([startS, endS]);
    }

    function _takeOut(uint256 index) private {
        index %= _naive.length;
        _set.remove(_naive[index][0], _naive[index][1]);
        _naive[index] = _naive[_naive.length - 1];
        _naive.pop();
    }

    function _endEarly(uint256 index, uint48 by) private {
        index %= _naive.length;
        (uint48 startS, uint48 endS) = (_naive[index][0], _naive[index][1]);
        if (endS - startS < 2) return;
        uint48 toS = startS + 1 + (by % (endS - startS - 1));
        _set.moveEnd(endS, toS);
        _naive[index][1] = toS;
    }

    function _compare(uint48 fromS, uint48 toS) private view {
        uint256 count;
        uint256 ending;
        for (uint256 i = 0; i < _naive.length; ++i) {
            if (fromS < toS && _naive[i][0] < toS && fromS < _naive[i][1]) ++count;
            if (_naive[i][1] > fromS) ++ending;
        }
        assert(_set.overlaps(fromS, toS) == count);
        assert(_set.endingAfter(fromS) == ending);
    }

    function _compareSpan(uint48 atS) private view {
        (uint48 wantedFromS, uint48 wantedToS) = (type(uint48).max, 0);
        for (uint256 i = 0; i < _naive.length; ++i) {
            (uint48 startS, uint48 endS) = (_naive[i][0], _naive[i][1]);
            if (endS > wantedToS) wantedToS = endS;
            if (endS <= atS) continue;
            if (startS < atS) startS = atS;
            if (startS < wantedFromS) wantedFromS = startS;
        }
        (uint48 fromS, uint48 toS) = _set.spanAfter(atS);
        assert(fromS == wantedFromS && toS == wantedToS);
    }

    function _compareStretch(uint48 atS) private view {
        _compareSpan(atS);
        Stretch memory s = _set.stretch(atS);
        (uint48 fromS, uint48 untilS, uint256 count) = _walk(atS);
        assert(s.fromS == fromS && s.untilS == untilS && s.count == count);
        uint48 idleFromS = fromS;
        if (fromS != 0) {
            (uint48 beforeS, , uint256 served) = _walk(fromS - 1);
            if (served == 0) idleFromS = beforeS;
        }
        assert(s.idleFromS == idleFromS);
    }

    /// The nearest edges around a second, and how many windows hold it.
    function _walk(uint48 atS) private view returns (uint48 fromS, uint48 untilS, uint256 count) {
        untilS = type(uint48).max;
        for (uint256 i = 0; i < _naive.length; ++i) {
            if (_naive[i][0] <= atS && atS < _naive[i][1]) ++count;
            for (uint256 edge = 0; edge < 2; ++edge) {
                uint48 edgeS = _naive[i][edge];
                if (edgeS <= atS && edgeS > fromS) fromS = edgeS;
                if (edgeS > atS && edgeS < untilS) untilS = edgeS;
            }
        }
    }
}
