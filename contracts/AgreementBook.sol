// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {ISupplyAgreements} from "./interfaces/ISupplyAgreements.sol";
import {DeviceSigner} from "./libraries/DeviceSigner.sol";
import {Rosters} from "./libraries/Rosters.sol";
import {Windows} from "./libraries/Windows.sol";
import {Agreement, GridSupply, Stretch} from "./types/Agreements.sol";
import {DeviceStatus} from "./types/Devices.sol";

/// @title AgreementBook
/// @notice What `SupplyAgreements` keeps of agreements, and what it says of them: by id and number, by meter and time.
abstract contract AgreementBook is ISupplyAgreements {
    using SafeCast for uint256;
    using Rosters for Rosters.Draft;
    using Windows for Windows.Set;

    /// @inheritdoc ISupplyAgreements
    uint256 public constant MAX_ROSTER = 100;
    /// @inheritdoc ISupplyAgreements
    uint256 public constant MAX_AHEAD = 2000;
    /// @inheritdoc ISupplyAgreements
    uint48 public constant MAX_SPAN_S = 3653 days;

    /// @inheritdoc ISupplyAgreements
    IDeviceRegistry public immutable DEVICES;
    /// @inheritdoc ISupplyAgreements
    IEnergySettlement public immutable SETTLEMENT;

    mapping(uint32 number => Agreement) internal _agreements;
    bytes32[] private _ids;
    mapping(bytes32 id => uint32 number) private _numbers;
    mapping(bytes32 importMeter => uint32[] numbers) private _ofImportMeter;
    mapping(bytes32 importMeter => uint32[] numbers) private _gridOf;
    mapping(bytes32 exportMeter => uint32[] numbers) private _ofExportMeter;
    mapping(bytes32 exportMeter => Windows.Set) private _exportWindows;
    mapping(bytes32 exportMeter => uint32 periodS) private _periods;

    constructor(IDeviceRegistry devices, IEnergySettlement settlement) {
        DEVICES = devices;
        SETTLEMENT = settlement;
    }

    /// @inheritdoc ISupplyAgreements
    function writeRoster(
        bytes32 exportMeter,
        uint48 atS,
        uint32[] calldata numbers
    ) external returns (address code, uint48 fromS, uint48 untilS) {
        Stretch memory stretch = _exportWindows[exportMeter].stretch(atS);
        (fromS, untilS) = (stretch.fromS, stretch.untilS);
        require(
            numbers.length != 0 && numbers.length == stretch.count,
            SupplyAgreementsInvalidRoster(exportMeter, atS)
        );
        Rosters.Draft memory draft = Rosters.draft(numbers.length);
        for (uint256 i = 0; i < numbers.length; ++i) {
            Agreement memory a = _agreements[numbers[i]];
            // As many as run through the stretch, and each of them another: these are all.
            require(
                a.exportMeter == exportMeter &&
                    a.startS <= fromS &&
                    a.endS >= untilS &&
                    (i == 0 || numbers[i] > numbers[i - 1]),
                SupplyAgreementsInvalidRoster(exportMeter, atS)
            );
            draft.put(i + 1, a, numbers[i], _keyOf(a.importMeter));
        }
        draft.periodS = _agreements[numbers[0]].settlementPeriodS;
        draft.revision = DEVICES.revision();
        draft.generation = SETTLEMENT.exportOf(exportMeter).generation;
        code = draft.write(exportMeter, _keyOf(exportMeter), stretch);
    }

    /// @inheritdoc ISupplyAgreements
    function agreementOf(bytes32 id) external view returns (Agreement memory) {
        return _agreements[_requireNumber(id)];
    }

    /// @inheritdoc ISupplyAgreements
    function numberOf(bytes32 id) external view returns (uint32) {
        return _numbers[id];
    }

    /// @inheritdoc ISupplyAgreements
    function idByNumber(uint32 number) external view returns (bytes32) {
        return number == 0 || number > _ids.length ? bytes32(0) : _ids[number - 1];
    }

    /// @inheritdoc ISupplyAgreements
    function agreementsOfImportMeter(bytes32 importMeter) external view returns (bytes32[] memory) {
        return _idsOf(_ofImportMeter[importMeter]);
    }

    /// @inheritdoc ISupplyAgreements
    function gridAgreementsOf(bytes32 importMeter) external view returns (bytes32[] memory) {
        return _idsOf(_gridOf[importMeter]);
    }

    /// @inheritdoc ISupplyAgreements
    function agreementsOfExportMeter(bytes32 exportMeter) external view returns (bytes32[] memory) {
        return _idsOf(_ofExportMeter[exportMeter]);
    }

    /// @inheritdoc ISupplyAgreements
    function agreementAt(
        bytes32 importMeter,
        uint48 endS
    ) external view returns (bytes32 id, Agreement memory agreement) {
        if (endS == 0) return (id, agreement);
        uint32 number = _numberAt(_ofImportMeter[importMeter], endS - 1, endS);
        if (number != 0) return (_ids[number - 1], _agreements[number]);
    }

    /// @inheritdoc ISupplyAgreements
    function gridSupplyAt(bytes32 importMeter, uint48 startS, uint48 endS) external view returns (GridSupply memory) {
        uint32 number = _numberAt(_gridOf[importMeter], startS, endS);
        Agreement storage a = _agreements[number];
        return GridSupply(number, a.pricePerKWh, a.consumer, a.supplier);
    }

    /// @inheritdoc ISupplyAgreements
    function stretchAt(bytes32 exportMeter, uint48 atS) external view returns (Stretch memory) {
        return _exportWindows[exportMeter].stretch(atS);
    }

    /// @inheritdoc ISupplyAgreements
    function exportOverlaps(bytes32 exportMeter, uint48 fromS, uint48 toS) external view returns (uint256) {
        return _exportWindows[exportMeter].overlaps(fromS, toS);
    }

    /// @inheritdoc ISupplyAgreements
    function firstUnsettled(bytes32 importMeter, uint48 fromS, uint48 toS) external view returns (bytes32 exportMeter) {
        uint32[] storage numbers = _ofImportMeter[importMeter];
        for (uint256 i = _firstEndingAfter(numbers, fromS); i < numbers.length; ++i) {
            Agreement storage a = _agreements[numbers[i]];
            if (a.startS >= toS) return 0;
            if (SETTLEMENT.settledUntil(a.exportMeter) < a.endS) return a.exportMeter;
        }
    }

    /// @inheritdoc ISupplyAgreements
    function periodOf(bytes32 exportMeter) external view returns (uint32) {
        return _periods[exportMeter];
    }

    /// @dev Refuses one that overlaps another, or for which there is no place.
    function _add(bytes32 id, Agreement calldata a) internal returns (uint32 number) {
        bool isGrid = a.exportMeter == 0;
        if (!isGrid) _requirePlace(a);
        _ids.push(id);
        number = _ids.length.toUint32();
        _insertByWindow(_supplies(a.importMeter, isGrid), a, number);
        _numbers[id] = number;
        _agreements[number] = a;
        if (isGrid) return number;
        _ofExportMeter[a.exportMeter].push(number);
        _exportWindows[a.exportMeter].add(a.startS, a.endS);
        _periods[a.exportMeter] = a.settlementPeriodS;
    }

    /// @dev Lets an agreement end earlier; at its start, it is taken out of all that is ordered by time.
    function _shorten(uint32 number, uint48 endS) internal {
        Agreement memory a = _agreements[number];
        bool isGrid = a.exportMeter == 0;
        bool cancelled = endS == a.startS;
        if (cancelled) _removeByWindow(_supplies(a.importMeter, isGrid), a.startS);
        _agreements[number].endS = endS;
        if (isGrid) return;
        Windows.Set storage windows = _exportWindows[a.exportMeter];
        if (cancelled) windows.remove(a.startS, a.endS);
        else windows.moveEnd(a.endS, endS);
    }

    function _isRegistered(bytes32 id) internal view returns (bool) {
        return _numbers[id] != 0;
    }

    function _requireNumber(bytes32 id) internal view returns (uint32 number) {
        number = _numbers[id];
        require(number != 0, SupplyAgreementsUnknown(id));
    }

    /// @dev Keeps an import meter's agreements ordered by window and refuses one that overlaps another.
    function _insertByWindow(uint32[] storage numbers, Agreement calldata a, uint32 number) private {
        uint256 ahead = numbers.length - _firstEndingAfter(numbers, uint48(block.timestamp));
        require(ahead < MAX_AHEAD, SupplyAgreementsTooManyAhead(a.importMeter));
        uint256 index = _firstEndingAfter(numbers, a.startS);
        if (index < numbers.length && _agreements[numbers[index]].startS < a.endS) {
            revert SupplyAgreementsOverlap(a.importMeter, _ids[numbers[index] - 1]);
        }
        numbers.push(number);
        for (uint256 i = numbers.length - 1; i > index; --i) {
            numbers[i] = numbers[i - 1];
        }
        numbers[index] = number;
    }

    /// @dev Takes the agreement out whose window begins at `startS`.
    function _removeByWindow(uint32[] storage numbers, uint48 startS) private {
        uint256 last = numbers.length - 1;
        for (uint256 i = _firstEndingAfter(numbers, startS); i < last; ++i) {
            numbers[i] = numbers[i + 1];
        }
        numbers.pop();
    }

    /// @dev The key of a device that counts now; none of any other, whose readings the registry then refuses itself.
    function _keyOf(bytes32 device) private view returns (DeviceSigner.Key memory key) {
        if (DEVICES.deviceOf(device).status == DeviceStatus.Active) key = DeviceSigner.unpack(DEVICES.signerOf(device));
    }

    function _supplies(bytes32 importMeter, bool grid) private view returns (uint32[] storage) {
        return grid ? _gridOf[importMeter] : _ofImportMeter[importMeter];
    }

    /// @dev The agreement whose window holds all of `[startS, endS)`; zero if there is none.
    function _numberAt(uint32[] storage numbers, uint48 startS, uint48 endS) private view returns (uint32 number) {
        uint256 index = _firstEndingAfter(numbers, startS);
        if (index == numbers.length) return 0;
        number = numbers[index];
        Agreement storage a = _agreements[number];
        if (startS < a.startS || a.endS < endS) return 0;
    }

    /// @dev Windows of an import meter are not empty and do not overlap, so their ends are sorted as their starts are.
    function _firstEndingAfter(uint32[] storage numbers, uint48 timestampS) private view returns (uint256 low) {
        uint256 high = numbers.length;
        while (low < high) {
            uint256 middle = (low + high) / 2;
            if (_agreements[numbers[middle]].endS <= timestampS) low = middle + 1;
            else high = middle;
        }
    }

    function _idsOf(uint32[] storage numbers) private view returns (bytes32[] memory ids) {
        ids = new bytes32[](numbers.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            ids[i] = _ids[numbers[i] - 1];
        }
    }

    /// @dev The period stands until all that was agreed by it is settled.
    function _requirePlace(Agreement calldata a) private view {
        Windows.Set storage windows = _exportWindows[a.exportMeter];
        uint32 period = _periods[a.exportMeter];
        uint48 settledS = SETTLEMENT.settledUntil(a.exportMeter);
        require(
            period == a.settlementPeriodS || windows.endingAfter(settledS) == 0,
            SupplyAgreementsPeriodMismatch(a.exportMeter, period, a.settlementPeriodS)
        );
        (uint48 fromS, uint48 untilS) = windows.spanAfter(settledS);
        if (a.startS < fromS) fromS = a.startS;
        if (a.endS > untilS) untilS = a.endS;
        require(untilS - fromS <= MAX_SPAN_S, SupplyAgreementsSpanTooLong(a.exportMeter, fromS, untilS));
        require(windows.overlaps(a.startS, a.endS) < MAX_ROSTER, SupplyAgreementsRosterFull(a.exportMeter));
        require(windows.endingAfter(uint48(block.timestamp)) < MAX_AHEAD, SupplyAgreementsTooManyAhead(a.exportMeter));
    }
}
