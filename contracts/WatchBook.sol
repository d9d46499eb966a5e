// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {BitMaps} from "@openzeppelin/contracts/utils/structs/BitMaps.sol";
import {IConditionWatch} from "./interfaces/IConditionWatch.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {WatchTally} from "./libraries/WatchTally.sol";
import {Silence, Watching, WatchInfo} from "./types/Watches.sol";

/// @title WatchBook
/// @notice What is known of the conditions of deliveries, and what follows from it. See `IConditionWatch`.
abstract contract WatchBook is IConditionWatch {
    using BitMaps for BitMaps.BitMap;
    using WatchTally for WatchInfo;

    /// @inheritdoc IConditionWatch
    address public immutable MONITOR;
    /// @inheritdoc IConditionWatch
    IDeviceRegistry public immutable DEVICES;
    /// @inheritdoc IConditionWatch
    IRecordAnchor public immutable ANCHOR;

    mapping(bytes32 delivery => Watching) internal _watchings;
    mapping(bytes32 delivery => WatchInfo[]) internal _watches;
    mapping(bytes32 delivery => Silence[]) internal _silences;
    // Position among the delivery's watches, from 1.
    mapping(bytes32 delivery => mapping(bytes32 sensor => mapping(bytes32 field => uint256))) internal _positions;
    // Sequences of the readings that counted.
    mapping(bytes32 delivery => mapping(bytes32 sensor => BitMaps.BitMap)) internal _reported;

    constructor(IDeviceRegistry devices, IRecordAnchor anchor) {
        MONITOR = msg.sender;
        DEVICES = devices;
        ANCHOR = anchor;
    }

    /// @inheritdoc IConditionWatch
    function watchesOf(bytes32 delivery) external view returns (WatchInfo[] memory) {
        return _watches[delivery];
    }

    /// @inheritdoc IConditionWatch
    function silencesOf(bytes32 delivery) external view returns (Silence[] memory) {
        return _silences[delivery];
    }

    /// @inheritdoc IConditionWatch
    function watchingOf(bytes32 delivery) external view returns (Watching memory) {
        return _watchings[delivery];
    }

    /// @inheritdoc IConditionWatch
    function isSilent(bytes32 delivery, bytes32 field, bytes32 sensor) external view returns (bool) {
        (WatchInfo storage w, ) = _requireWatch(delivery, field, sensor);
        return _isSilent(_watchings[delivery], w);
    }

    /// @inheritdoc IConditionWatch
    function isReported(bytes32 delivery, bytes32 sensor, uint64 sequence) external view returns (bool) {
        return _reported[delivery][sensor].get(sequence);
    }

    /// @inheritdoc IConditionWatch
    function standingOf(bytes32 delivery) external view returns (uint32 violations, uint256 unreported) {
        violations = _watchings[delivery].violations;
        WatchInfo[] storage watches = _watches[delivery];
        uint256 length = watches.length;
        for (uint256 i = 0; i < length; ++i) unreported += watches[i].unreported();
    }

    /// @inheritdoc IConditionWatch
    function isWhole(bytes32 delivery, uint48 steadyUntilS) external view returns (bool) {
        Watching storage g = _watchings[delivery];
        if (g.openedAtS == 0) return false;
        WatchInfo[] storage watches = _watches[delivery];
        uint256 length = watches.length;
        for (uint256 i = 0; i < length; ++i) {
            WatchInfo storage w = watches[i];
            // By its own sensor's silence the buyer would keep its money.
            if (w.isBuyers) continue;
            if (!w.isHeard() || w.silences != 0 || _isSilent(g, w) || !_isSteady(g, w, steadyUntilS)) return false;
        }
        return true;
    }

    /// @inheritdoc IConditionWatch
    function conditionsOf(bytes32 delivery) external view returns (uint16 kept, uint16 broken, uint16 unproven) {
        Watching storage g = _watchings[delivery];
        (uint48 asOfS, uint32 heartbeatS) = (_asOfS(g), g.heartbeatS);
        (uint256 brokenOnes, uint256 keptOnes) = (0, 0);
        WatchInfo[] storage watches = _watches[delivery];
        uint256 length = watches.length;
        for (uint256 i = 0; i < length; ++i) {
            WatchInfo storage w = watches[i];
            uint256 condition = 1 << w.condition;
            if (w.isBroken()) brokenOnes |= condition;
            if (w.isKept(asOfS, heartbeatS)) keptOnes |= condition;
        }
        uint256 count = g.conditionCount;
        for (uint256 i = 0; i < count; ++i) {
            if ((brokenOnes >> i) & 1 == 1) ++broken;
            else if ((keptOnes >> i) & 1 == 1) ++kept;
            else ++unproven;
        }
    }

    function _requireWatch(
        bytes32 delivery,
        bytes32 field,
        bytes32 sensor
    ) internal view returns (WatchInfo storage w, uint16 watch) {
        uint256 position = _positions[delivery][sensor][field];
        require(position != 0, ConditionWatchUnknownWatch(delivery, field, sensor));
        watch = uint16(position - 1);
        w = _watches[delivery][watch];
    }

    function _isSilent(Watching storage g, WatchInfo storage w) private view returns (bool) {
        return WatchTally.isTooLong(w.lastAtS, _asOfS(g), g.heartbeatS);
    }

    /// @dev Now, or when readings ceased to count.
    function _asOfS(Watching storage g) private view returns (uint48 asOfS) {
        asOfS = g.untilS;
        if (block.timestamp < asOfS) asOfS = uint48(block.timestamp);
    }

    /// @dev What changed in the second of the opening may have changed after it.
    function _isSteady(Watching storage g, WatchInfo storage w, uint48 untilS) private view returns (bool) {
        return DEVICES.isSteady(w.sensor, g.openedAtS, untilS);
    }
}
