// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {Hashes} from "@openzeppelin/contracts/utils/cryptography/Hashes.sol";
import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {WatchBook} from "./WatchBook.sol";
import {IConditionWatch} from "./interfaces/IConditionWatch.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {WatchHash} from "./libraries/WatchHash.sol";
import {WatchTally} from "./libraries/WatchTally.sol";
import {Condition} from "./types/Deals.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";
import {RecordHeader} from "./types/Records.sol";
import {DeliverySummary, SensorReport, Silence, Watch, Watching, WatchInfo, WatchTerms} from "./types/Watches.sol";

/// @title ConditionWatch
/// @notice See `IConditionWatch`.
contract ConditionWatch is WatchBook, Multicall {
    using BitMaps for BitMaps.BitMap;
    using WatchHash for DeliverySummary;
    using WatchHash for SensorReport;
    using WatchTally for WatchInfo;

    modifier onlyMonitor() {
        require(msg.sender == MONITOR, ConditionWatchNotMonitor(msg.sender));
        _;
    }

    constructor(IDeviceRegistry devices, IRecordAnchor anchor) WatchBook(devices, anchor) {}

    /// @inheritdoc IConditionWatch
    function bind(
        bytes32 delivery,
        WatchTerms calldata terms,
        Condition[] calldata conditions,
        Watch[] calldata watches
    ) external onlyMonitor returns (bool isProvable) {
        Watching storage g = _watchings[delivery];
        (g.startS, g.untilS, g.heartbeatS) = (terms.startS, terms.endS, terms.heartbeatS);
        (g.conditionCount, g.isOpen, g.openedAtS) = (uint8(conditions.length), true, uint48(block.timestamp));
        (uint256 watched, uint256 provable) = (0, 0);
        for (uint256 i = 0; i < watches.length; ++i) {
            WatchInfo storage w = _bind(delivery, terms, conditions, watches[i]);
            uint256 condition = 1 << w.condition;
            watched |= condition;
            if (!w.isBuyers) provable |= condition;
        }
        for (uint256 i = 0; i < conditions.length; ++i) {
            require((watched >> i) & 1 == 1, ConditionWatchUnwatchedCondition(conditions[i].field));
        }
        return watched != 0 && provable == watched && terms.heartbeatS != 0;
    }

    /// @inheritdoc IConditionWatch
    function stop(bytes32 delivery) external onlyMonitor {
        _stop(_watchings[delivery]);
    }

    /// @inheritdoc IConditionWatch
    function close(bytes32 delivery) external onlyMonitor {
        Watching storage g = _watchings[delivery];
        _stop(g);
        g.isOpen = false;
    }

    /// @inheritdoc IConditionWatch
    function report(bytes32 delivery, SensorReport[] calldata reports) external returns (uint256 counted) {
        Watching storage g = _requireOpen(delivery);
        require(reports.length != 0, ConditionWatchEmptyReport(delivery));
        for (uint256 i = 0; i < reports.length; ++i) {
            if (_report(delivery, g, reports[i])) ++counted;
        }
        if (counted != 0) emit ReadingsReported(delivery, counted);
    }

    /// @inheritdoc IConditionWatch
    function fillSilence(bytes32 delivery, uint256 silence, SensorReport calldata r) external {
        Watching storage g = _requireOpen(delivery);
        Silence[] storage silences = _silences[delivery];
        require(
            silence < silences.length && silences[silence].toS != 0,
            ConditionWatchUnknownSilence(delivery, silence)
        );
        Silence storage s = silences[silence];
        (uint16 watch, uint48 fromS, uint48 toS, uint48 atS) = (s.watch, s.fromS, s.toS, uint48(r.header.timestampS));
        WatchInfo storage w = _watches[delivery][watch];
        require(
            r.header.device == w.sensor && r.field == w.field && atS > fromS && atS < toS,
            ConditionWatchOutsideSilence(delivery, silence, fromS, toS)
        );
        // A known reading fills as well, so it is judged by its signature in any case.
        bytes32 structHash = _requireReading(delivery, g, r);
        if (!_reported[delivery][w.sensor].get(r.header.sequence)) _count(delivery, g, w, r, structHash);

        bool isLeftBefore = WatchTally.isTooLong(fromS, atS, g.heartbeatS);
        bool isLeftAfter = WatchTally.isTooLong(atS, toS, g.heartbeatS);
        emit SilenceFilled(delivery, silence, atS);
        if (isLeftBefore) s.toS = atS;
        else if (isLeftAfter) s.fromS = atS;
        else {
            delete silences[silence];
            --w.silences;
        }
        if (isLeftBefore && isLeftAfter) _addSilence(delivery, w, watch, atS, toS);
    }

    /// @inheritdoc IConditionWatch
    function summarise(DeliverySummary calldata s, bytes calldata signature) external {
        (bytes32 delivery, bytes32 sensor, bytes32 field) = (s.delivery, s.sensor, s.field);
        Watching storage g = _requireOpen(delivery);
        (WatchInfo storage w, uint16 watch) = _requireWatch(delivery, field, sensor);
        _requireInWindow(delivery, g, s.timestampS);
        uint64 violations = w.violationsIn(s);
        _requireNext(w, s, violations);
        DEVICES.requireSigned(sensor, s.hash(), signature);

        w.keep(s, violations);
        emit SummaryRecorded(delivery, sensor, field, s, signature);
        _hear(delivery, g, w, watch, uint48(s.timestampS));
    }

    function _bind(
        bytes32 delivery,
        WatchTerms calldata terms,
        Condition[] calldata conditions,
        Watch calldata watch
    ) private returns (WatchInfo storage w) {
        (bytes32 field, bytes32 sensor) = (watch.field, watch.sensor);
        uint256 condition = 0;
        while (condition < conditions.length && conditions[condition].field != field) ++condition;
        require(condition < conditions.length, ConditionWatchNoSuchCondition(field));
        require(_positions[delivery][sensor][field] == 0, ConditionWatchDuplicateWatch(field, sensor));
        Device memory device = DEVICES.deviceOf(sensor);
        require(
            device.kind == DeviceKind.Sensor && device.status == DeviceStatus.Active,
            ConditionWatchNotSensor(sensor)
        );
        address organisation = device.organisation;
        require(
            organisation == terms.buyer || organisation == terms.seller || organisation == terms.custodian,
            ConditionWatchForeignSensor(sensor, organisation)
        );

        w = _watches[delivery].push();
        (w.field, w.sensor) = (field, sensor);
        (w.minMilli, w.maxMilli) = (conditions[condition].minMilli, conditions[condition].maxMilli);
        (w.warnMarginMilli, w.condition) = (watch.warnMarginMilli, uint8(condition));
        w.isBuyers = organisation == terms.buyer;
        w.lastAtS = terms.startS;
        _positions[delivery][sensor][field] = _watches[delivery].length;
    }

    /// @dev Counts a reading that is not known.
    function _report(bytes32 delivery, Watching storage g, SensorReport calldata r) private returns (bool) {
        (WatchInfo storage w, uint16 watch) = _requireWatch(delivery, r.field, r.header.device);
        if (_reported[delivery][r.header.device].get(r.header.sequence)) return false;
        _count(delivery, g, w, r, _requireReading(delivery, g, r));
        _hear(delivery, g, w, watch, uint48(r.header.timestampS));
        return true;
    }

    function _count(
        bytes32 delivery,
        Watching storage g,
        WatchInfo storage w,
        SensorReport calldata r,
        bytes32 structHash
    ) private {
        RecordHeader calldata header = r.header;
        _reported[delivery][header.device].set(header.sequence);
        WatchTally.Verdict verdict = w.add(r.valueMilli);
        if (verdict == WatchTally.Verdict.Violation) _keep(delivery, g, w, r, structHash);
        else if (verdict == WatchTally.Verdict.Near) {
            emit NearBound(delivery, header.device, r.field, header.sequence, header.timestampS, r.valueMilli);
        }
    }

    function _keep(
        bytes32 delivery,
        Watching storage g,
        WatchInfo storage w,
        SensorReport calldata r,
        bytes32 structHash
    ) private {
        w.addViolation(r.header.sequence);
        g.head = Hashes.efficientKeccak256(g.head, structHash);
        uint32 number = ++g.violations;
        emit ViolationRecorded(
            delivery,
            r.header.device,
            r.field,
            number,
            r.header,
            r.valueMilli,
            r.signature,
            r.stream,
            r.batchSequence,
            r.root
        );
    }

    function _hear(bytes32 delivery, Watching storage g, WatchInfo storage w, uint16 watch, uint48 timestampS) private {
        uint48 fromS = w.hear(timestampS, g.heartbeatS);
        if (fromS != 0) _addSilence(delivery, w, watch, fromS, timestampS);
    }

    function _addSilence(bytes32 delivery, WatchInfo storage w, uint16 watch, uint48 fromS, uint48 toS) private {
        Silence[] storage silences = _silences[delivery];
        emit SilenceEnded(delivery, w.sensor, w.field, silences.length, fromS, toS);
        silences.push(Silence(watch, fromS, toS));
        ++w.silences;
    }

    function _stop(Watching storage g) private {
        if (block.timestamp < g.untilS) g.untilS = uint48(block.timestamp);
    }

    function _requireOpen(bytes32 delivery) private view returns (Watching storage g) {
        g = _watchings[delivery];
        require(g.isOpen, ConditionWatchNotOpen(delivery));
    }

    /// @dev The reading is of a time that counts, and the sensor's.
    function _requireReading(
        bytes32 delivery,
        Watching storage g,
        SensorReport calldata r
    ) private view returns (bytes32 structHash) {
        _requireInWindow(delivery, g, r.header.timestampS);
        structHash = r.hash();
        _requireSigned(r, structHash);
    }

    function _requireInWindow(bytes32 delivery, Watching storage g, uint64 timestampS) private view {
        (uint48 fromS, uint48 untilS) = (g.startS, g.untilS);
        require(
            timestampS >= fromS && timestampS <= untilS,
            ConditionWatchOutsideWindow(delivery, timestampS, fromS, untilS)
        );
        require(timestampS <= block.timestamp, ConditionWatchInFuture(delivery, timestampS));
    }

    /// @dev The sensor's key signed the reading while it spoke for an active sensor: now, or when it was anchored.
    function _requireSigned(SensorReport calldata r, bytes32 structHash) private view {
        bytes32 sensor = r.header.device;
        if (r.stream == 0) {
            DEVICES.requireSigned(sensor, structHash, r.signature);
        } else {
            uint64 anchoredAtS = ANCHOR.verify(r.stream, r.batchSequence, r.root, structHash, r.proof);
            require(anchoredAtS != 0, ConditionWatchInvalidProof(sensor, r.header.sequence));
            DEVICES.requireSignedAt(sensor, structHash, r.signature, uint48(anchoredAtS));
        }
    }

    /// @dev The summary is sound by itself, and follows on the one before it and on the violations that were recorded.
    function _requireNext(WatchInfo storage w, DeliverySummary calldata s, uint64 violations) private view {
        (bytes32 delivery, bytes32 sensor, bytes32 field) = (s.delivery, s.sensor, s.field);
        require(
            s.readings != 0 && s.violations <= s.readings && s.lowestMilli <= s.highestMilli,
            ConditionWatchInvalidSummary(delivery, sensor, field)
        );
        uint64 known = w.summarySequence;
        require(s.sequence > known, ConditionWatchSummaryNotNewer(delivery, sensor, known, s.sequence));
        uint64 last = w.lastViolationSequence;
        require(s.sequence >= last, ConditionWatchSummaryOutrun(delivery, sensor, last, s.sequence));
        if (known == 0) return;
        require(
            s.readings >= w.summaryReadings && violations >= w.summaryViolations,
            ConditionWatchCountFell(delivery, sensor, field)
        );
        require(
            s.lowestMilli <= w.summaryLowestMilli && s.highestMilli >= w.summaryHighestMilli,
            ConditionWatchExtremeFell(delivery, sensor, field)
        );
    }
}
