// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliverySummary, SensorReport} from "../../../contracts/types/Watches.sol";
import {SensorChange, TestDeals} from "./TestDeals.sol";

/// What must be true of deliveries' watches, by brute force: whatever a sensor said is kept, and all is counted anew each time.
abstract contract WatchBooks {
    bytes32 internal constant HUMIDITY = "humidity";
    bytes32 internal constant TEMPERATURE = "temperature";
    int64 internal constant MIN_MILLI = -10;
    int64 internal constant MAX_MILLI = 10;

    bytes32 private constant HEADER_TYPEHASH = keccak256(
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)"
    );
    bytes32 private constant READING_TYPEHASH = keccak256(
        "SensorReading(RecordHeader header,bytes32 field,int64 valueMilli)"
        "RecordHeader(bytes32 device,uint64 sequence,uint64 timestampS,uint8 timeSource,uint8 signedBy,bytes32 link)"
    );

    /// A reading that counted.
    struct Counted {
        uint64 sequence;
        uint48 atS;
        bool isViolation;
    }

    struct WatchBook {
        bytes32 sensor;
        bytes32 field;
        // What bounds silences, in any order: the start, what came as the latest word so far, and what was shown to fill.
        uint48[] wordsS;
        Counted[] readings;
        // The last one, as it was accepted.
        DeliverySummary summary;
    }

    struct WatchingBook {
        uint48 openedAtS;
        uint48 startS;
        uint48 untilS;
        uint32 heartbeatS;
        bool isOpen;
        uint32 violations;
        bytes32 head;
        WatchBook[] watches;
    }

    TestDeals internal immutable _deals;
    mapping(bytes32 delivery => WatchingBook) internal _watchings;

    constructor(TestDeals deals) {
        _deals = deals;
    }

    function watchingBookOf(bytes32 delivery) external view returns (WatchingBook memory) {
        return _watchings[delivery];
    }

    /// Whether all readings of a report are known or count, one after another, and how many are new.
    function expectedOf(
        bytes32 delivery,
        SensorReport[] memory reports
    ) public view returns (bool fits, uint256 counted) {
        if (!_watchings[delivery].isOpen) return (false, 0);
        for (uint256 i = 0; i < reports.length; ++i) {
            SensorReport memory r = reports[i];
            if (_positionOf(delivery, r.header.device, r.field) == 0) return (false, 0);
            bool isKnown = isCounted(delivery, r.header.device, r.header.sequence);
            for (uint256 j = 0; j < i; ++j) {
                if (reports[j].header.device != r.header.device) continue;
                if (reports[j].header.sequence == r.header.sequence) isKnown = true;
            }
            if (isKnown) continue;
            if (!_isSound(delivery, r)) return (false, 0);
            ++counted;
        }
        return (reports.length != 0, counted);
    }

    /// Whether a summary is sound, and follows on what is known.
    function isNext(bytes32 delivery, DeliverySummary memory s, bool isForged) public view returns (bool) {
        WatchingBook storage g = _watchings[delivery];
        uint256 position = _positionOf(delivery, s.sensor, s.field);
        if (!g.isOpen || isForged || position == 0 || !_isInWindow(g, s.timestampS)) return false;
        if (!_deals.isActiveAt(s.sensor, uint48(block.timestamp))) return false;
        if (s.readings == 0 || s.violations > s.readings || s.lowestMilli > s.highestMilli) return false;
        WatchBook storage w = g.watches[position - 1];
        for (uint256 i = 0; i < w.readings.length; ++i) {
            if (w.readings[i].isViolation && w.readings[i].sequence > s.sequence) return false;
        }
        DeliverySummary storage last = w.summary;
        if (s.sequence <= last.sequence) return false;
        if (last.sequence == 0) return true;
        if (s.readings < last.readings || _owned(s) < last.violations) return false;
        return s.lowestMilli <= last.lowestMilli && s.highestMilli >= last.highestMilli;
    }

    /// Violations recorded of a watch up to a sequence, counted one by one.
    function recordedOf(bytes32 delivery, uint256 watch, uint64 sequence) public view returns (uint256 count) {
        Counted[] storage readings = _watchings[delivery].watches[watch].readings;
        for (uint256 i = 0; i < readings.length; ++i) {
            if (readings[i].isViolation && readings[i].sequence <= sequence) ++count;
        }
    }

    /// Violations that the last summaries count beyond those that were recorded of their sequences.
    function unreportedOf(bytes32 delivery) public view returns (uint256 count) {
        WatchBook[] storage watches = _watchings[delivery].watches;
        for (uint256 i = 0; i < watches.length; ++i) {
            uint256 covered = recordedOf(delivery, i, watches[i].summary.sequence);
            if (watches[i].summary.violations > covered) count += watches[i].summary.violations - covered;
        }
    }

    /// When a watch spoke next after one of its words, if that was more than the heartbeat later; zero otherwise.
    function silentUntil(bytes32 delivery, uint256 watch, uint48 fromS) public view returns (uint48 toS) {
        WatchingBook storage g = _watchings[delivery];
        uint48[] storage wordsS = g.watches[watch].wordsS;
        bool isWord;
        for (uint256 i = 0; i < wordsS.length; ++i) {
            if (wordsS[i] == fromS) isWord = true;
            if (wordsS[i] > fromS && (toS == 0 || wordsS[i] < toS)) toS = wordsS[i];
        }
        if (!isWord || toS == 0 || g.heartbeatS == 0 || toS - fromS <= g.heartbeatS) return 0;
    }

    /// Words of a watch that a silence follows. No word is there twice.
    function silencesOf(bytes32 delivery, uint256 watch) public view returns (uint256 count) {
        uint48[] storage wordsS = _watchings[delivery].watches[watch].wordsS;
        for (uint256 i = 0; i < wordsS.length; ++i) if (silentUntil(delivery, watch, wordsS[i]) != 0) ++count;
    }

    function lastWordOf(bytes32 delivery, uint256 watch) public view returns (uint48 lastS) {
        uint48[] storage wordsS = _watchings[delivery].watches[watch].wordsS;
        for (uint256 i = 0; i < wordsS.length; ++i) if (wordsS[i] > lastS) lastS = wordsS[i];
    }

    /// Whether nothing is missing of what a watch was to say: it spoke, and was never silent for too long until now.
    function isUnbroken(bytes32 delivery, uint256 watch) public view returns (bool) {
        WatchingBook storage g = _watchings[delivery];
        WatchBook storage w = g.watches[watch];
        if (w.readings.length == 0 && w.summary.sequence == 0) return false;
        return silencesOf(delivery, watch) == 0 && !isSilentNow(delivery, watch);
    }

    function isSilentNow(bytes32 delivery, uint256 watch) public view returns (bool) {
        WatchingBook storage g = _watchings[delivery];
        uint48 asOfS = block.timestamp < g.untilS ? uint48(block.timestamp) : g.untilS;
        return g.heartbeatS != 0 && asOfS > uint256(lastWordOf(delivery, watch)) + g.heartbeatS;
    }

    /// Nothing is missing of what the seller's sensors were to say, and nothing was done to them.
    function isWholeByBooks(bytes32 delivery, uint48 steadyUntilS) public view returns (bool) {
        WatchBook[] storage watches = _watchings[delivery].watches;
        for (uint256 i = 0; i < watches.length; ++i) {
            if (watches[i].sensor == _deals.BUYERS_SENSOR()) continue;
            if (!isUnbroken(delivery, i) || !_isUntouched(delivery, watches[i].sensor, steadyUntilS)) return false;
        }
        return true;
    }

    /// What is known of a condition: 0 nothing that proves it, 1 kept, 2 broken.
    function conditionOf(bytes32 delivery, bytes32 field) public view returns (uint256 known) {
        WatchBook[] storage watches = _watchings[delivery].watches;
        for (uint256 i = 0; i < watches.length; ++i) {
            if (watches[i].field != field) continue;
            if (recordedOf(delivery, i, type(uint64).max) != 0 || watches[i].summary.violations != 0) return 2;
            if (isUnbroken(delivery, i)) known = 1;
        }
    }

    /// Whether a reading of this sequence counted, of whatever field.
    function isCounted(bytes32 delivery, bytes32 sensor, uint64 sequence) public view returns (bool) {
        WatchBook[] storage watches = _watchings[delivery].watches;
        for (uint256 i = 0; i < watches.length; ++i) {
            if (watches[i].sensor != sensor) continue;
            for (uint256 j = 0; j < watches[i].readings.length; ++j) {
                if (watches[i].readings[j].sequence == sequence) return true;
            }
        }
        return false;
    }

    /// Counts what is not known of an accepted report.
    function _noteReport(bytes32 delivery, SensorReport memory r) internal {
        if (isCounted(delivery, r.header.device, r.header.sequence)) return;
        uint256 watch = _positionOf(delivery, r.header.device, r.field) - 1;
        _noteReading(delivery, watch, r);
        _noteLatest(delivery, watch, uint48(r.header.timestampS));
    }

    /// Adds a word within a silence.
    function _noteFilling(bytes32 delivery, SensorReport memory r) internal {
        uint256 watch = _positionOf(delivery, r.header.device, r.field) - 1;
        if (!isCounted(delivery, r.header.device, r.header.sequence)) _noteReading(delivery, watch, r);
        _watchings[delivery].watches[watch].wordsS.push(uint48(r.header.timestampS));
    }

    function _noteSummary(DeliverySummary memory s) internal {
        uint256 watch = _positionOf(s.delivery, s.sensor, s.field) - 1;
        s.violations = _owned(s);
        _watchings[s.delivery].watches[watch].summary = s;
        _noteLatest(s.delivery, watch, uint48(s.timestampS));
    }

    function _positionOf(bytes32 delivery, bytes32 sensor, bytes32 field) internal view returns (uint256) {
        WatchBook[] storage watches = _watchings[delivery].watches;
        for (uint256 i = 0; i < watches.length; ++i) {
            if (watches[i].sensor == sensor && watches[i].field == field) return i + 1;
        }
        return 0;
    }

    /// The reading is of a time that counts, and the sensor's.
    function _isSound(bytes32 delivery, SensorReport memory r) internal view returns (bool) {
        if (!_isInWindow(_watchings[delivery], r.header.timestampS) || r.signature.length != 0) return false;
        uint48 atS = r.stream == 0 ? uint48(block.timestamp) : uint48(uint256(r.root));
        return atS != 0 && _deals.isActiveAt(r.header.device, atS);
    }

    function _noteReading(bytes32 delivery, uint256 watch, SensorReport memory r) private {
        WatchingBook storage g = _watchings[delivery];
        bool isViolation = r.valueMilli < MIN_MILLI || r.valueMilli > MAX_MILLI;
        g.watches[watch].readings.push(Counted(r.header.sequence, uint48(r.header.timestampS), isViolation));
        if (!isViolation) return;
        bytes32 header = keccak256(abi.encode(HEADER_TYPEHASH, r.header));
        g.head = keccak256(abi.encode(g.head, keccak256(abi.encode(READING_TYPEHASH, header, r.field, r.valueMilli))));
        ++g.violations;
    }

    function _noteLatest(bytes32 delivery, uint256 watch, uint48 atS) private {
        if (atS > lastWordOf(delivery, watch)) _watchings[delivery].watches[watch].wordsS.push(atS);
    }

    function _isInWindow(WatchingBook storage g, uint64 atS) private view returns (bool) {
        return atS >= g.startS && atS <= g.untilS && atS <= block.timestamp;
    }

    /// Active from before the opening, and as it was until then; of one organisation until now.
    function _isUntouched(bytes32 delivery, bytes32 sensor, uint48 untilS) private view returns (bool isActive) {
        uint48 openedAtS = _watchings[delivery].openedAtS;
        SensorChange[] memory changes = _deals.changesOf(sensor);
        isActive = true;
        for (uint256 i = 0; i < changes.length; ++i) {
            if (changes[i].atS < openedAtS) isActive = changes[i].isActive;
            else if (changes[i].isTransfer || changes[i].atS <= untilS) return false;
        }
    }

    /// Violations that a summary owns up to: one at least if a value is outside.
    function _owned(DeliverySummary memory s) private pure returns (uint64) {
        bool isOutside = s.lowestMilli < MIN_MILLI || s.highestMilli > MAX_MILLI;
        return s.violations == 0 && isOutside ? 1 : s.violations;
    }
}
