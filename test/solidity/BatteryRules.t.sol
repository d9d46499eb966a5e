// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BatteryCounters} from "../../contracts/libraries/BatteryCounters.sol";
import {BatteryStatuses} from "../../contracts/libraries/BatteryStatuses.sol";
import {BatteryStatus} from "../../contracts/types/Passports.sol";
import {CycleCounters} from "../../contracts/types/Records.sol";
import {vm} from "./support/Vm.sol";

/// Which counters follow which, and which statuses lead where, for any of them.
contract BatteryRulesTest {
    using BatteryCounters for CycleCounters;
    using BatteryStatuses for BatteryStatus;

    uint256 private constant ALWAYS_MEASURED = 5;
    uint256 private constant COUNTERS = 11;

    function follows(CycleCounters calldata next, CycleCounters calldata last) external pure returns (bool) {
        return next.follows(last);
    }

    /// As the rule says it, word by word: the first five never go down, and the others do not either, nor begin or cease
    /// to be measured.
    function testFuzz_CountersFollow(CycleCounters memory next, CycleCounters memory last) external view {
        assert(this.follows(next, last) == _follow(_words(next), _words(last)));
    }

    /// Two random sets hardly ever differ in just one counter.
    function testFuzz_OneCounterDecides(
        CycleCounters memory last,
        uint256 which,
        uint64 value,
        bool unmeasured
    ) external view {
        uint256[12] memory words = _words(last);
        words[which % COUNTERS] = unmeasured ? type(uint64).max : value;
        CycleCounters memory next = abi.decode(abi.encode(words), (CycleCounters));
        assert(this.follows(next, last) == _follow(words, _words(last)));
    }

    function testFuzz_CountersFollowThemselvesUnderAnySalt(CycleCounters memory c, bytes32 salt) external view {
        CycleCounters memory next = abi.decode(abi.encode(c), (CycleCounters));
        next.salt = salt;
        assert(this.follows(next, c));
    }

    /// No way of changes leads back: not out of waste, and never to what a battery was before.
    function testFuzz_StatusesNeverLeadBack(uint8 first, uint8 second, uint8 third) external pure {
        (BatteryStatus a, BatteryStatus b, BatteryStatus c) = (_status(first), _status(second), _status(third));
        vm.assume(a.changesInPlace(b));
        assert(a != BatteryStatus.Waste && a != b);
        assert(b == BatteryStatus.Waste || b == BatteryStatus.Reused);
        if (b.changesInPlace(c)) assert(c == BatteryStatus.Waste && a != c);
    }

    /// Each status is reached by issue, by succession or in place, and only `Reused` by two of these.
    function testFuzz_EachStatusIsReached(uint8 from, uint8 to) external pure {
        BatteryStatus status = _status(to);
        bool succession = status.beginsSuccessor();
        if (_status(from).changesInPlace(status)) assert(succession == (status == BatteryStatus.Reused));
        assert(succession == (status != BatteryStatus.Original && status != BatteryStatus.Waste));
    }

    function _status(uint8 number) private pure returns (BatteryStatus) {
        return BatteryStatus(number % 5);
    }

    function _words(CycleCounters memory c) private pure returns (uint256[12] memory) {
        return abi.decode(abi.encode(c), (uint256[12]));
    }

    function _follow(uint256[12] memory next, uint256[12] memory last) private pure returns (bool all) {
        all = true;
        for (uint256 i = 0; i < COUNTERS; ++i) {
            if (next[i] < last[i]) all = false;
            bool began = last[i] == type(uint64).max && next[i] != type(uint64).max;
            bool ceased = last[i] != type(uint64).max && next[i] == type(uint64).max;
            if (i >= ALWAYS_MEASURED && (began || ceased)) all = false;
        }
    }
}
