// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {WatchTally} from "../libraries/WatchTally.sol";
import {DeliverySummary, WatchInfo} from "../types/Watches.sol";

/// @title WatchTallies
/// @notice Test only: shows what `WatchTally` makes of readings and summaries, so that it can be held against `protocol/`.
contract WatchTallies {
    using WatchTally for WatchInfo;

    WatchInfo private _watch;

    /// @notice How a value stands to a condition.
    function judge(
        int64 minMilli,
        int64 maxMilli,
        uint64 warnMarginMilli,
        int64 valueMilli
    ) external returns (WatchTally.Verdict) {
        _bind(minMilli, maxMilli);
        _watch.warnMarginMilli = warnMarginMilli;
        return _watch.judge(valueMilli);
    }

    /// @notice What a new watch knows after values with the sequences 1 and on, which `reported` tells to be reported before the
    /// summary (1), after it (2) or never (0), and how many violations are unreported then.
    function tally(
        int64 minMilli,
        int64 maxMilli,
        int64[] calldata values,
        uint8[] calldata reported,
        DeliverySummary calldata summary
    ) external returns (WatchInfo memory known, uint64 unreported) {
        _bind(minMilli, maxMilli);
        _report(values, reported, 1);
        _watch.keep(summary, _watch.violationsIn(summary));
        _report(values, reported, 2);
        return (_watch, _watch.unreported());
    }

    function _bind(int64 minMilli, int64 maxMilli) private {
        delete _watch;
        (_watch.minMilli, _watch.maxMilli) = (minMilli, maxMilli);
    }

    function _report(int64[] calldata values, uint8[] calldata reported, uint8 when) private {
        for (uint256 i = 0; i < values.length; ++i) {
            if (reported[i] != when) continue;
            if (_watch.add(values[i]) == WatchTally.Verdict.Violation) _watch.addViolation(uint64(i + 1));
        }
    }
}
