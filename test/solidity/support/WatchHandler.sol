// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryMonitor} from "../../../contracts/DeliveryMonitor.sol";
import {IConditionWatch} from "../../../contracts/interfaces/IConditionWatch.sol";
import {DeliverySummary, SensorReport, Silence} from "../../../contracts/types/Watches.sol";
import {DeliveryBooks} from "./DeliveryBooks.sol";
import {TestDeals} from "./TestDeals.sol";
import {WatchBooks} from "./WatchBooks.sol";

/// Has sensors say whatever they may say, sooner or later and in any order, and holds each answer against the books.
abstract contract WatchHandler is DeliveryBooks {
    uint64 private constant SEQUENCES = 64;

    /// What a sensor says in a reading. Most flaws are none.
    struct Said {
        uint8 watch;
        uint8 sequence;
        int8 value;
        uint32 afterS;
        uint8 flaw;
    }

    /// What it says in a summary.
    struct Told {
        uint8 watch;
        uint8 sequence;
        uint8 violations;
        uint8 low;
        uint8 high;
        uint32 afterS;
        uint8 flaw;
    }

    DeliveryMonitor public immutable monitor;
    IConditionWatch public immutable watch;
    bytes32[] public ids;
    /// The first step that went otherwise than the books say; zero if none did.
    bytes32 public broken;
    /// How often each step went through, and how often it was refused.
    mapping(bytes32 step => uint256) public done;
    mapping(bytes32 step => uint256) public refused;

    constructor(DeliveryMonitor monitor_, TestDeals deals) WatchBooks(deals) {
        (monitor, watch) = (monitor_, monitor_.WATCH());
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    function report(uint256 which, Said memory first, Said memory second, bool isLong) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        SensorReport[] memory reports = new SensorReport[](isLong ? 2 : 1);
        reports[0] = _reading(id, first);
        if (isLong) reports[1] = _reading(id, second);
        (bool expected, uint256 fresh) = expectedOf(id, reports);
        try watch.report(id, reports) returns (uint256 counted) {
            _judge("report", expected && counted == fresh, true);
            for (uint256 i = 0; i < reports.length; ++i) _noteReport(id, reports[i]);
        } catch {
            _judge("report", expected, false);
        }
    }

    function fill(uint256 which, uint256 silence, Said memory said) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Silence[] memory silences = watch.silencesOf(id);
        silence %= silences.length + 1;
        SensorReport memory r = _reading(id, said);
        bool expected;
        if (silence < silences.length && silences[silence].toS != 0) {
            Silence memory s = silences[silence];
            if (said.flaw % 8 != 1) _moveInto(id, s, r, said.afterS);
            expected = _isWithin(id, s, r) && _watchings[id].isOpen && _isSound(id, r);
        }
        try watch.fillSilence(id, silence, r) {
            _judge("fill", expected, true);
            _noteFilling(id, r);
        } catch {
            _judge("fill", expected, false);
        }
    }

    function summarise(uint256 which, Told calldata told) external {
        if (ids.length == 0) return;
        DeliverySummary memory s = _summary(ids[which % ids.length], told);
        bool isForged = told.flaw % 16 == 3;
        bool expected = isNext(s.delivery, s, isForged);
        try watch.summarise(s, isForged ? bytes("forged") : bytes("")) {
            _judge("summarise", expected, true);
            _noteSummary(s);
        } catch {
            _judge("summarise", expected, false);
        }
    }

    /// Fills all silences of a delivery by what is known, and was anchored: nobody can have made one of what a sensor said.
    function fillKnown(uint256 which) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        if (!_watchings[id].isOpen) return;
        // A silence that is split goes on at the end.
        for (uint256 i = 0; i < watch.silencesOf(id).length; ++i) {
            uint256 position = watch.silencesOf(id)[i].watch;
            Counted[] memory readings = _watchings[id].watches[position].readings;
            for (uint256 j = 0; j < readings.length; ++j) _fillBy(id, i, readings[j]);
        }
    }

    /// Suspends a sensor or lets it speak again, gives it another key, or hands it to another organisation and back.
    function change(bool isBuyers, uint8 kind) external {
        bytes32 sensor = isBuyers ? _deals.BUYERS_SENSOR() : _deals.SELLERS_SENSOR();
        bool isActive = _deals.isActiveAt(sensor, uint48(block.timestamp));
        if (kind % 16 == 0) _deals.change(sensor, false, false);
        else if (kind % 4 == 1 && !isActive) _deals.change(sensor, true, false);
        else if (kind % 16 == 2) _deals.change(sensor, isActive, kind % 32 == 2);
    }

    function _judge(bytes32 step, bool expected, bool succeeded) internal {
        if (succeeded) ++done[step];
        else ++refused[step];
        if (expected != succeeded && broken == 0) broken = step;
    }

    function _fillBy(bytes32 id, uint256 silence, Counted memory known) private {
        Silence memory s = watch.silencesOf(id)[silence];
        if (known.atS <= s.fromS || known.atS >= s.toS) return;
        SensorReport memory r;
        WatchBook storage w = _watchings[id].watches[s.watch];
        (r.header.device, r.field, r.header.sequence) = (w.sensor, w.field, known.sequence);
        (r.header.timestampS, r.stream, r.root) = (known.atS, "stream", bytes32(uint256(1)));
        try watch.fillSilence(id, silence, r) {
            _judge("fill known", true, true);
            _noteFilling(id, r);
        } catch {
            _judge("fill known", true, false);
        }
    }

    function _reading(bytes32 id, Said memory said) private view returns (SensorReport memory r) {
        (r.header.device, r.field) = _watchFor(id, said.watch, said.flaw);
        (r.header.sequence, r.valueMilli) = (1 + (said.sequence % SEQUENCES), said.value / 11);
        r.header.timestampS = _timeFor(id, said.afterS, said.flaw);
        if (said.flaw % 16 == 3) r.signature = "forged";
        if (said.flaw % 4 != 0) return r;
        // Anchored, some time ago; or a proof that leads nowhere.
        r.stream = "stream";
        if (said.flaw != 0) r.root = bytes32(block.timestamp - (said.afterS % 2 days));
    }

    function _summary(bytes32 id, Told calldata told) private view returns (DeliverySummary memory s) {
        s.delivery = id;
        (s.sensor, s.field) = _watchFor(id, told.watch, told.flaw);
        s.sequence = told.sequence % (SEQUENCES + 1);
        s.timestampS = _timeFor(id, told.afterS, told.flaw);
        (s.readings, s.violations) = (told.flaw % 16 == 5 ? told.violations % 2 : 1000, told.violations % 3);
        (s.lowestMilli, s.highestMilli) = (5 - int64(uint64(told.low % 16)), int64(uint64(told.high % 16)) - 5);
        uint256 position = _positionOf(id, s.sensor, s.field);
        if (position == 0 || told.flaw % 8 == 6) return s;
        DeliverySummary storage last = _watchings[id].watches[position - 1].summary;
        if (last.sequence == 0) return s;
        // Most summaries follow on the last.
        s.violations += last.violations;
        if (last.lowestMilli < s.lowestMilli) s.lowestMilli = last.lowestMilli;
        if (last.highestMilli > s.highestMilli) s.highestMilli = last.highestMilli;
    }

    function _watchFor(bytes32 id, uint8 position, uint8 flaw) private view returns (bytes32 sensor, bytes32 field) {
        WatchBook[] storage watches = _watchings[id].watches;
        if (watches.length != 0 && flaw % 8 != 1) {
            WatchBook storage w = watches[position % watches.length];
            return (w.sensor, w.field);
        }
        sensor = position % 2 == 0 ? _deals.SELLERS_SENSOR() : _deals.BUYERS_SENSOR();
        field = position % 4 < 2 ? TEMPERATURE : HUMIDITY;
    }

    /// Most times count: they are of the window, and have come.
    function _timeFor(bytes32 id, uint32 afterS, uint8 flaw) private view returns (uint64) {
        WatchingBook storage g = _watchings[id];
        if (flaw % 8 == 2) return g.startS - 1 hours + (afterS % 4 days);
        uint48 latestS = block.timestamp < g.untilS ? uint48(block.timestamp) : g.untilS;
        return latestS <= g.startS ? g.startS : g.startS + (afterS % (latestS - g.startS + 1));
    }

    function _moveInto(bytes32 id, Silence memory s, SensorReport memory r, uint32 afterS) private view {
        WatchBook storage w = _watchings[id].watches[s.watch];
        (r.header.device, r.field) = (w.sensor, w.field);
        r.header.timestampS = s.fromS + (afterS % (s.toS - s.fromS + 1));
    }

    function _isWithin(bytes32 id, Silence memory s, SensorReport memory r) private view returns (bool) {
        WatchBook storage w = _watchings[id].watches[s.watch];
        if (r.header.device != w.sensor || r.field != w.field) return false;
        return r.header.timestampS > s.fromS && r.header.timestampS < s.toS;
    }
}
