// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliverySummary, WatchInfo} from "../types/Watches.sol";

/// @title WatchTally
/// @notice What a watch makes of readings and summaries: how they are judged, and what is kept of them. The twin of
/// `protocol/deals/summary.ts`.
library WatchTally {
    /// @notice How a value stands to its condition.
    enum Verdict {
        Ordinary,
        Near,
        Violation
    }

    /// @notice A violation lies strictly outside. Near is what keeps the condition, but lies within the margin of a bound.
    function judge(WatchInfo storage w, int64 valueMilli) internal view returns (Verdict) {
        (int256 value, int256 minimum, int256 maximum) = (valueMilli, w.minMilli, w.maxMilli);
        if (value < minimum || value > maximum) return Verdict.Violation;
        int256 margin = int256(uint256(w.warnMarginMilli));
        bool isNear = margin != 0 && (value - minimum <= margin || maximum - value <= margin);
        return isNear ? Verdict.Near : Verdict.Ordinary;
    }

    /// @notice Whether anything was ever reported or summarised.
    function isHeard(WatchInfo storage w) internal view returns (bool) {
        return w.readings != 0 || w.summaryReadings != 0;
    }

    /// @notice Whether a violation was recorded or summarised.
    function isBroken(WatchInfo storage w) internal view returns (bool) {
        return w.violations != 0 || w.summaryViolations != 0;
    }

    /// @notice Violations that the last summary counts beyond those recorded that it covers.
    function unreported(WatchInfo storage w) internal view returns (uint64) {
        (uint64 counted, uint32 covered) = (w.summaryViolations, w.coveredViolations);
        return counted > covered ? counted - covered : 0;
    }

    /// @notice Counts a reading, and judges it.
    function add(WatchInfo storage w, int64 valueMilli) internal returns (Verdict) {
        extend(w, valueMilli, valueMilli);
        ++w.readings;
        return judge(w, valueMilli);
    }

    /// @notice Widens what is known of the values.
    function extend(WatchInfo storage w, int64 lowestMilli, int64 highestMilli) internal {
        bool isFirst = !isHeard(w);
        if (isFirst || lowestMilli < w.lowestMilli) w.lowestMilli = lowestMilli;
        if (isFirst || highestMilli > w.highestMilli) w.highestMilli = highestMilli;
    }

    /// @notice Moves on to what a device said at `timestampS`; what comes late moves nothing back.
    /// @return fromS What it was silent since, if that was for too long; zero otherwise.
    function hear(WatchInfo storage w, uint48 timestampS, uint32 heartbeatS) internal returns (uint48 fromS) {
        uint48 lastAtS = w.lastAtS;
        if (timestampS <= lastAtS) return 0;
        w.lastAtS = timestampS;
        return isTooLong(lastAtS, timestampS, heartbeatS) ? lastAtS : 0;
    }

    /// @notice Whether a sensor that spoke at `fromS` and then at `toS` was silent for longer than `heartbeatS`, s; never if that
    /// is zero.
    function isTooLong(uint48 fromS, uint48 toS, uint32 heartbeatS) internal pure returns (bool) {
        return heartbeatS != 0 && toS > fromS && toS - fromS > heartbeatS;
    }

    /// @notice Whether it is known that it kept its condition: heard, without a violation, and never silent for too long before
    /// `asOfS`.
    function isKept(WatchInfo storage w, uint48 asOfS, uint32 heartbeatS) internal view returns (bool) {
        return isHeard(w) && !isBroken(w) && w.silences == 0 && !isTooLong(w.lastAtS, asOfS, heartbeatS);
    }

    /// @notice Counts a violation.
    function addViolation(WatchInfo storage w, uint64 sequence) internal {
        ++w.violations;
        if (sequence <= w.summarySequence) ++w.coveredViolations;
        if (sequence > w.lastViolationSequence) w.lastViolationSequence = sequence;
    }

    /// @notice Violations that the summary owns up to: one at least if it tells a value outside the condition.
    function violationsIn(WatchInfo storage w, DeliverySummary calldata s) internal view returns (uint64) {
        bool isOutside = s.lowestMilli < w.minMilli || s.highestMilli > w.maxMilli;
        return isOutside && s.violations == 0 ? 1 : s.violations;
    }

    /// @notice Keeps a summary that all recorded violations are covered by.
    function keep(WatchInfo storage w, DeliverySummary calldata s, uint64 violations) internal {
        extend(w, s.lowestMilli, s.highestMilli);
        (w.coveredViolations, w.summarySequence, w.summaryViolations) = (w.violations, s.sequence, violations);
        (w.summaryReadings, w.summaryLowestMilli, w.summaryHighestMilli) = (s.readings, s.lowestMilli, s.highestMilli);
    }
}
