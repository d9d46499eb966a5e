// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {EscrowLedger} from "./EscrowLedger.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {ImportSlot, ImportSlots} from "./libraries/ImportSlot.sol";
import {Netting} from "./libraries/Netting.sol";
import {ReadingCheck} from "./libraries/ReadingCheck.sol";
import {Roster, RosterMeter, Rosters} from "./libraries/Rosters.sol";
import {SettledWords} from "./libraries/SettledWords.sol";
import {Split} from "./libraries/Split.sol";
import {Taker, TakerList, Takers} from "./libraries/Takers.sol";
import {MeterBook} from "./MeterBook.sol";
import {RosterBook} from "./RosterBook.sol";
import {Agreement, GridSupply} from "./types/Agreements.sol";
import {ExportRegister, ImportRegister, PackedReading, SupplyInterval} from "./types/Settlement.sol";

/// @title EnergySettlement
/// @notice See `IEnergySettlement`.
contract EnergySettlement is RosterBook, EscrowLedger, AccessManaged, Multicall {
    using ImportSlots for ImportRegister;
    using ImportSlots for ImportSlot;
    using Netting for Netting.Book;
    using Netting for Netting.Entry;
    using ReadingCheck for ReadingCheck.Checker;
    using Rosters for Roster;
    using Rosters for RosterMeter;
    using SettledWords for SettledWords.Words;
    using TakerList for Taker;
    using TakerList for Takers;

    /// @dev The interval being settled.
    /// @param supplyFlags Of the supplier's word.
    struct Closing {
        Roster roster;
        uint256 size;
        uint256 startS;
        uint256 endS;
        uint256 coveredFromS;
        bool isCurrent;
        uint256 productionWh;
        uint256 supplyFlags;
        uint256 demandsWh;
        Takers takers;
    }

    // Of a packed reading's values: a baseline is one or zero, and above the sequence nothing is used.
    uint256 private constant BASELINE_BIT = 1 << 232;
    uint256 private constant UNUSED_BITS = (0xfe << 232) | (0xffffff << 192);
    // Accounts that one reading can touch: consumer, supplier and grid supplier.
    uint256 private constant ACCOUNTS_PER_READING = 3;

    /// @inheritdoc IEnergySettlement
    uint48 public immutable CLOSING_DELAY_S;

    /// @inheritdoc IEnergySettlement
    mapping(bytes32 exportMeter => bytes32) public headOf;
    mapping(uint32 agreement => uint256 amount) private _claims;
    // Of agreements that are not their import meter's last.
    mapping(uint32 agreement => uint64 energyWh) private _delivered;

    constructor(
        address authority,
        IDeviceRegistry devices,
        IERC20Permit token,
        uint48 closingDelayS
    ) AccessManaged(authority) EscrowLedger(token) MeterBook(devices) {
        CLOSING_DELAY_S = closingDelayS;
    }

    /// @inheritdoc IEnergySettlement
    function settle(SupplyInterval[] calldata intervals) external {
        uint256 readings;
        for (uint256 i = 0; i < intervals.length; ++i) readings += intervals[i].readings.length;
        Netting.Book book = Netting.open(readings * ACCOUNTS_PER_READING);
        ReadingCheck.Checker memory checker = ReadingCheck.create(DEVICES);
        bool mayLeaveOut;
        for (uint256 i = 0; i < intervals.length; ++i) {
            // Memory costs by its square: what an interval needed is given back.
            Memory.Pointer free = Memory.getFreeMemoryPointer();
            bool isComplete = _settle(intervals[i], checker, book);
            Memory.unsafeSetFreeMemoryPointer(free);
            if (isComplete) continue;
            _requireDeadline(intervals[i]);
            if (!mayLeaveOut) _checkCanCall(msg.sender, msg.data);
            mayLeaveOut = true;
        }
        book.close(_escrow);
    }

    /// @inheritdoc IEnergySettlement
    function payClaim(bytes32 agreement) external {
        uint32 number = AGREEMENTS.numberOf(agreement);
        uint256 claim = _claims[number];
        require(claim != 0, EnergySettlementNoClaim(agreement));
        Agreement memory terms = AGREEMENTS.agreementOf(agreement);

        uint256 paid = _pay(terms.consumer, terms.supplier, claim);
        _claims[number] = claim - paid;
        ImportRegister storage register = _imports[terms.importMeter];
        if (paid == claim && register.number == number) register.suspended = false;
        emit ClaimPaid(agreement, paid, claim - paid);
    }

    /// @inheritdoc IEnergySettlement
    function agreementRegistered(Agreement calldata a) external onlyAgreements {
        _lock(a.consumer, a.escrow);
        ImportRegister storage taken = _imports[a.importMeter];
        if (a.exportMeter == 0) {
            taken.hasGridSupply = true;
            return;
        }
        ExportRegister storage given = _exports[a.exportMeter];
        require(a.startS >= given.untilS, EnergySettlementWindowSettled(a.exportMeter, given.untilS));
        require(taken.number == 0 || a.startS >= taken.atS, EnergySettlementWindowSettled(a.importMeter, taken.atS));
        ++given.generation;
    }

    /// @inheritdoc IEnergySettlement
    function unlock(address account, uint128 amount) external onlyAgreements {
        _unlock(account, amount);
    }

    /// @inheritdoc IEnergySettlement
    function deliveredWhOf(bytes32 agreement) external view returns (uint64) {
        uint32 number = AGREEMENTS.numberOf(agreement);
        if (number == 0) return 0;
        ImportRegister storage register = _imports[AGREEMENTS.agreementOf(agreement).importMeter];
        return register.number == number ? register.deliveredWh : _delivered[number];
    }

    /// @inheritdoc IEnergySettlement
    function claimOf(bytes32 agreement) external view returns (uint256) {
        return _claims[AGREEMENTS.numberOf(agreement)];
    }

    /// @return isComplete Whether every register was given.
    function _settle(
        SupplyInterval calldata interval,
        ReadingCheck.Checker memory checker,
        Netting.Book book
    ) private returns (bool isComplete) {
        bytes32 exportMeter = interval.exportMeter;
        ExportRegister memory given = _exports[exportMeter];
        Closing memory closing;
        address code;
        (closing.roster, closing.size, code, closing.startS) = _loadNext(interval, given);
        closing.endS = interval.endS;
        closing.coveredFromS = given.untilS == closing.startS ? given.coveredFromS : closing.startS;
        closing.isCurrent = checker.revision == closing.roster.revision();
        closing.takers = TakerList.create(interval.readings.length);
        _takeAll(interval, checker, closing, given);

        uint256 takers = closing.takers.length();
        SettledWords.Words words = SettledWords.create(
            headOf[exportMeter],
            code,
            closing.endS,
            1 + closing.size + takers
        );
        words.push(0);
        uint256 deliveredWh = _deliverAll(closing, book, words);
        words.setFirst(SettledWords.meterWord(closing.productionWh, deliveredWh, 0, closing.supplyFlags));

        // Fit: times of the past, of a stretch whose boundaries are uint48.
        given.untilS = uint48(closing.endS);
        given.coveredFromS = uint48(closing.coveredFromS);
        _exports[exportMeter] = given;
        (bytes32 head, uint256[] memory list) = words.seal();
        headOf[exportMeter] = head;
        emit IntervalSettled(exportMeter, uint48(closing.endS), code, list);
        return closing.supplyFlags != 0 && takers == closing.size;
    }

    /// @dev Takes every reading of the interval.
    function _takeAll(
        SupplyInterval calldata interval,
        ReadingCheck.Checker memory checker,
        Closing memory closing,
        ExportRegister memory given
    ) private {
        PackedReading[] calldata readings = interval.readings;
        uint256 place;
        for (uint256 i = 0; i < readings.length; ++i) {
            uint256 values = readings[i].values;
            // A meter's baseline comes right before its reading at the end. The first is at 2.
            uint256 next = ((values >> 240) << 1) + (_isBaseline(values) ? 2 : 3);
            require(
                next > place && values >> 240 <= closing.size && values & UNUSED_BITS == 0,
                EnergySettlementUnexpectedReading(interval.exportMeter, i)
            );
            place = next;
            _take(readings[i], values, checker, closing, given);
        }
    }

    function _take(
        PackedReading calldata reading,
        uint256 values,
        ReadingCheck.Checker memory checker,
        Closing memory closing,
        ExportRegister memory given
    ) private {
        uint256 position = values >> 240;
        RosterMeter meter = closing.roster.meterAt(position);
        if (_isBaseline(values)) {
            checker.requireSigned(closing.isCurrent, meter, closing.startS, reading);
            if (position == 0) _setExportBaseline(meter.id(), given, closing, uint64(values));
            else _setImportBaseline(meter, closing, uint64(values >> 64));
        } else {
            checker.requireSigned(closing.isCurrent, meter, closing.endS, reading);
            if (position == 0) _takeExport(meter.id(), given, closing, uint64(values));
            else _takeImport(meter, closing, position, uint64(values >> 64));
        }
    }

    function _isBaseline(uint256 values) private pure returns (bool) {
        return values & BASELINE_BIT != 0;
    }

    function _takeExport(
        bytes32 meter,
        ExportRegister memory given,
        Closing memory closing,
        uint64 registerWh
    ) private pure {
        (uint256 atS, uint256 endS) = (given.atS, closing.endS);
        _requireBaseline(meter, atS, closing.coveredFromS);
        uint256 ratedW = closing.roster.exportRatedW();
        closing.productionWh = _flowWh(meter, atS, given.registerWh, endS, registerWh, ratedW);
        bool isSingle = atS == closing.startS && !given.corrected;
        closing.supplyFlags = isSingle ? SettledWords.GIVEN | SettledWords.SINGLE : SettledWords.GIVEN;
        (given.atS, given.registerWh, given.corrected) = (uint48(endS), registerWh, false);
    }

    /// @dev Only where the last settled register lies before what is being settled.
    function _setExportBaseline(
        bytes32 meter,
        ExportRegister memory given,
        Closing memory closing,
        uint64 registerWh
    ) private {
        require(given.atS != 0, EnergySettlementNotOpen(meter));
        require(given.atS < closing.coveredFromS, EnergySettlementBaselineNotNeeded(meter, given.atS));
        _requireAdvance(meter, given.atS, given.registerWh, closing.startS, registerWh);
        (given.atS, given.registerWh, given.corrected) = (uint48(closing.startS), registerWh, false);
        emit BaselineSet(meter, true, uint48(closing.startS), registerWh);
    }

    function _takeImport(RosterMeter member, Closing memory closing, uint256 position, uint64 registerWh) private {
        bytes32 meter = member.id();
        ImportRegister storage register = _imports[meter];
        ImportSlot slot = register.load();
        uint256 atS = slot.atS();
        _requireBaseline(meter, atS, member.startS());
        uint256 flowWh = _flowWh(meter, atS, slot.registerWh(), closing.endS, registerWh, member.importRatedW());
        slot = slot.advance(closing.endS, registerWh);
        if (slot.number() != member.number()) slot = _begin(slot, member.number());
        uint256 demandWh = _demandWh(slot, flowWh, member.capWh());
        unchecked {
            // At most a hundred members of less than 2^64 each.
            closing.demandsWh += demandWh;
        }
        uint256 facts = TakerList.factsOf(flowWh, demandWh, position, atS == closing.startS);
        closing.takers.push(register, slot, member, facts);
    }

    function _demandWh(ImportSlot slot, uint256 flowWh, uint256 capWh) private pure returns (uint256 demandWh) {
        if (slot.isSuspended()) return 0;
        unchecked {
            // Never negative: no more is delivered than the cap leaves.
            demandWh = capWh - slot.deliveredWh();
        }
        if (flowWh < demandWh) return flowWh;
    }

    /// @dev The meter's first interval under another agreement.
    function _begin(ImportSlot slot, uint32 number) private returns (ImportSlot) {
        if (slot.deliveredWh() != 0) _delivered[slot.number()] = slot.deliveredWh();
        return slot.begin(number);
    }

    /// @dev As `_setExportBaseline`. It must not jump over what an earlier agreement of the consumer has still to settle.
    function _setImportBaseline(RosterMeter member, Closing memory closing, uint64 registerWh) private {
        bytes32 meter = member.id();
        ImportRegister storage register = _imports[meter];
        uint48 atS = register.atS;
        require(atS != 0, EnergySettlementNotOpen(meter));
        require(atS < member.startS(), EnergySettlementBaselineNotNeeded(meter, atS));
        _requireAdvance(meter, atS, register.registerWh, closing.startS, registerWh);
        bytes32 unsettled = AGREEMENTS.firstUnsettled(meter, atS, member.startS());
        require(unsettled == 0, EnergySettlementEarlierAgreementOpen(meter, unsettled));
        (register.atS, register.registerWh) = (uint48(closing.startS), registerWh);
        emit BaselineSet(meter, false, uint48(closing.startS), registerWh);
    }

    /// @dev Shares follow from all registers of the interval, so this comes after the last of them.
    function _deliverAll(
        Closing memory closing,
        Netting.Book book,
        SettledWords.Words words
    ) private returns (uint256 deliveredWh) {
        uint256 position;
        uint256 count = closing.takers.length();
        for (uint256 i = 0; i < count; ++i) {
            Taker taker = closing.takers.at(i);
            // Members between, whose registers are missing.
            while (++position < taker.position()) words.push(0);
            deliveredWh += _deliver(taker, closing, book, words);
        }
        while (++position <= closing.size) words.push(0);
    }

    function _deliver(
        Taker taker,
        Closing memory closing,
        Netting.Book book,
        SettledWords.Words words
    ) private returns (uint256 deliveredWh) {
        deliveredWh = Split.shareWh(closing.productionWh, taker.demandWh(), closing.demandsWh);
        ImportSlot slot = taker.slot();
        uint256 owed;
        if (deliveredWh != 0) {
            owed = _pay(taker.member(), deliveredWh, book);
            slot = slot.deliver(deliveredWh, owed != 0);
        }
        taker.store(slot);

        uint256 flowWh = taker.flowWh();
        uint256 gridWord;
        if (slot.hasGridSupply() && flowWh != deliveredWh) {
            gridWord = _deliverGrid(taker.member(), flowWh - deliveredWh, closing, book);
        }
        uint256 flags = taker.isSingle() ? SettledWords.GIVEN | SettledWords.SINGLE : SettledWords.GIVEN;
        if (gridWord != 0) flags |= SettledWords.GRID_FOLLOWS;
        words.push(SettledWords.meterWord(flowWh, deliveredWh, owed, flags));
        if (gridWord != 0) words.push(gridWord);
    }

    /// @return owed What the consumer did not have of the price.
    function _pay(RosterMeter member, uint256 energyWh, Netting.Book book) private returns (uint256 owed) {
        uint256 cost = Split.cost(energyWh, member.pricePerKWh());
        uint256 paid = book.entryOf(_escrow, member.consumer()).debit(cost);
        book.entryOf(_escrow, member.supplier()).credit(paid);
        if (paid == cost) return 0;
        owed = cost - paid;
        _claims[member.number()] = owed;
    }

    /// @dev What the neighbour did not deliver.
    /// @return word Zero if no grid supplier delivers it.
    function _deliverGrid(
        RosterMeter member,
        uint256 energyWh,
        Closing memory closing,
        Netting.Book book
    ) private returns (uint256 word) {
        GridSupply memory grid = AGREEMENTS.gridSupplyAt(member.id(), uint48(closing.startS), uint48(closing.endS));
        if (grid.number == 0 || _claims[grid.number] != 0) return 0;
        uint256 cost = Split.cost(energyWh, grid.pricePerKWh);
        uint256 paid = book.entryOf(_escrow, member.consumer()).debit(cost);
        book.entryOf(_escrow, grid.supplier).credit(paid);
        if (paid != cost) _claims[grid.number] = cost - paid;
        return SettledWords.gridWord(energyWh, cost - paid, grid.number);
    }

    function _requireDeadline(SupplyInterval calldata interval) private view {
        uint256 deadlineS = uint256(interval.endS) + CLOSING_DELAY_S;
        require(block.timestamp >= deadlineS, EnergySettlementTooEarly(interval.exportMeter, interval.endS, deadlineS));
    }
}
