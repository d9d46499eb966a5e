// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {EscrowLedger} from "./EscrowLedger.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {ExportSlot, ExportSlots} from "./libraries/ExportSlot.sol";
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
    using ExportSlots for ExportRegister;
    using ExportSlots for ExportSlot;
    using ImportSlots for ImportRegister;
    using ImportSlots for ImportSlot;
    using Netting for Netting.Book;
    using ReadingCheck for ReadingCheck.Checker;
    using Rosters for Roster;
    using Rosters for RosterMeter;
    using SettledWords for SettledWords.Words;
    using TakerList for Taker;
    using TakerList for Takers;

    /// @dev The interval being settled.
    /// @param given The supplier's register as it will be.
    /// @param isGiven Whether its reading was given, and `isSingle` whether that covers this interval alone.
    struct Closing {
        Roster roster;
        uint256 size;
        bool isCurrent;
        uint256 startS;
        uint256 endS;
        uint256 coveredFromS;
        ExportSlot given;
        bool isGiven;
        bool isSingle;
        uint256 productionWh;
        uint256 demandsWh;
        Takers takers;
    }

    // Of a packed reading's values: a baseline is one or zero, and above the sequence nothing is used.
    uint256 private constant BASELINE_BIT = 1 << 232;
    uint256 private constant UNUSED_BITS = 0xfe0000ffffff << 192;
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
        book.close();
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
        ExportRegister storage register = _exports[exportMeter];
        ExportSlot given = register.load();
        Closing memory closing;
        (closing.roster, closing.size, closing.startS) = _loadNext(interval, given);
        closing.isCurrent = checker.revision == closing.roster.revision();
        closing.endS = interval.endS;
        closing.coveredFromS = given.untilS() == closing.startS ? given.coveredFromS() : closing.startS;
        closing.given = given;
        closing.takers = TakerList.create(interval.readings.length);
        _takeAll(interval, checker, closing);

        uint256 takers = closing.takers.length();
        SettledWords.Words words = SettledWords.create(
            headOf[exportMeter],
            interval.roster,
            closing.endS,
            1 + closing.size + takers
        );
        words.push(0);
        uint256 deliveredWh = _deliverAll(closing, book, words);
        if (closing.isGiven) {
            words.setFirst(SettledWords.meterWord(closing.productionWh, deliveredWh, 0, closing.isSingle));
        }
        register.store(closing.given.close(closing.endS, closing.coveredFromS));
        headOf[exportMeter] = words.seal(exportMeter, interval.roster, closing.endS);
        return closing.isGiven && takers == closing.size;
    }

    /// @dev Takes every reading of the interval.
    function _takeAll(
        SupplyInterval calldata interval,
        ReadingCheck.Checker memory checker,
        Closing memory closing
    ) private {
        PackedReading[] calldata readings = interval.readings;
        uint256 count = readings.length;
        uint256 size = closing.size;
        uint256 place;
        for (uint256 i = 0; i < count;) {
            PackedReading calldata reading;
            bool isExpected;
            assembly ("memory-safe") {
                // Within bounds by the loop's condition.
                reading := add(readings.offset, shl(7, i))
                let values := calldataload(add(reading, 0x20))
                let position := shr(240, values)
                // A meter's baseline comes right before its reading at the end. The first of all is at 2.
                let next := sub(add(shl(1, position), 3), and(shr(232, values), 1))
                isExpected := and(and(gt(next, place), iszero(gt(position, size))), iszero(and(values, UNUSED_BITS)))
                place := next
            }
            require(isExpected, EnergySettlementUnexpectedReading(interval.exportMeter, i));
            _take(reading, checker, closing);
            unchecked {
                ++i;
            }
        }
    }

    function _take(
        PackedReading calldata reading,
        ReadingCheck.Checker memory checker,
        Closing memory closing
    ) private {
        uint256 values = reading.values;
        uint256 position = values >> 240;
        RosterMeter meter = closing.roster.meterAt(position);
        if (values & BASELINE_BIT == 0) {
            checker.requireSigned(closing.isCurrent, meter, closing.endS, reading);
            if (position != 0) _takeImport(meter, closing, position, uint64(values >> 64));
            else _takeExport(meter.id(), closing, uint64(values));
        } else {
            checker.requireSigned(closing.isCurrent, meter, closing.startS, reading);
            if (position != 0) _setImportBaseline(meter, closing, uint64(values >> 64));
            else _setExportBaseline(meter.id(), closing, uint64(values));
        }
    }

    function _takeExport(bytes32 meter, Closing memory closing, uint64 registerWh) private pure {
        ExportSlot given = closing.given;
        uint256 atS = given.settledAtS();
        uint256 ratedW = closing.roster.exportRatedW();
        closing.productionWh = _flowWh(
            meter,
            atS,
            closing.coveredFromS,
            given.settledWh(),
            closing.endS,
            registerWh,
            ratedW
        );
        closing.isGiven = true;
        closing.isSingle = atS == closing.startS && !given.isCorrected();
        closing.given = given.advance(closing.endS, registerWh);
    }

    /// @dev Only where the last settled register lies before what is being settled.
    function _setExportBaseline(bytes32 meter, Closing memory closing, uint64 registerWh) private {
        ExportSlot given = closing.given;
        uint256 atS = given.settledAtS();
        require(atS != 0, EnergySettlementNotOpen(meter));
        require(atS < closing.coveredFromS, EnergySettlementBaselineNotNeeded(meter, uint48(atS)));
        _requireForwards(meter, given.settledWh(), registerWh);
        closing.given = given.advance(closing.startS, registerWh);
        emit BaselineSet(meter, true, uint48(closing.startS), registerWh);
    }

    function _takeImport(RosterMeter member, Closing memory closing, uint256 position, uint64 registerWh) private {
        ImportRegister storage register = _imports[member.id()];
        ImportSlot slot = register.load();
        uint256 flowWh = _importWh(member, slot, closing.endS, registerWh);
        bool isSingle = slot.isSettledAt(closing.startS);
        uint256 demandWh;
        (slot, demandWh) = _demand(slot.advance(closing.endS, registerWh), member, flowWh);
        unchecked {
            // At most a hundred members of less than 2^64 each.
            closing.demandsWh += demandWh;
        }
        closing.takers.push(register, slot, member, TakerList.factsOf(flowWh, demandWh, position, isSingle));
    }

    function _importWh(
        RosterMeter member,
        ImportSlot slot,
        uint256 endS,
        uint64 registerWh
    ) private pure returns (uint256) {
        (uint256 startS, uint256 ratedW) = member.registerTerms();
        return _flowWh(member.id(), slot.settledAtS(), startS, slot.settledWh(), endS, registerWh, ratedW);
    }

    /// @dev What a member may be delivered, at most its flow; in its first interval under an agreement the count begins.
    function _demand(
        ImportSlot slot,
        RosterMeter member,
        uint256 flowWh
    ) private returns (ImportSlot, uint256 demandWh) {
        (uint256 number, uint256 capWh) = member.demandTerms();
        (uint256 lastNumber, uint256 deliveredWh, bool isSuspended) = slot.agreement();
        if (lastNumber != number) {
            // Fits: both come out of the slot.
            if (deliveredWh != 0) _delivered[uint32(lastNumber)] = uint64(deliveredWh);
            return (slot.begin(number), flowWh < capWh ? flowWh : capWh);
        }
        if (isSuspended) return (slot, 0);
        unchecked {
            // Never negative: no more is delivered than the cap leaves.
            uint256 leftWh = capWh - deliveredWh;
            return (slot, flowWh < leftWh ? flowWh : leftWh);
        }
    }

    /// @dev As `_setExportBaseline`. It must not jump over what an earlier agreement of the consumer has still to settle.
    function _setImportBaseline(RosterMeter member, Closing memory closing, uint64 registerWh) private {
        bytes32 meter = member.id();
        ImportRegister storage register = _imports[meter];
        uint48 atS = register.atS;
        (uint256 startS, ) = member.registerTerms();
        require(atS != 0, EnergySettlementNotOpen(meter));
        require(atS < startS, EnergySettlementBaselineNotNeeded(meter, atS));
        _requireForwards(meter, register.registerWh, registerWh);
        bytes32 unsettled = AGREEMENTS.firstUnsettled(meter, atS, uint48(startS));
        require(unsettled == 0, EnergySettlementEarlierAgreementOpen(meter, unsettled));
        (register.atS, register.registerWh, register.corrected) = (uint48(closing.startS), registerWh, false);
        emit BaselineSet(meter, false, uint48(closing.startS), registerWh);
    }

    /// @dev Shares follow from all registers of the interval, so this comes after the last of them.
    function _deliverAll(
        Closing memory closing,
        Netting.Book book,
        SettledWords.Words words
    ) private returns (uint256 deliveredWh) {
        Takers takers = closing.takers;
        uint256 count = takers.length();
        uint256 position = 1;
        unchecked {
            for (uint256 i = 0; i < count; ++i) {
                Taker taker = takers.at(i);
                // Members between, whose registers are missing.
                for (; position < taker.position(); ++position) words.push(0);
                ++position;
                // At most a hundred members of less than 2^64 each.
                deliveredWh += _deliver(taker, closing, book, words);
            }
            for (; position <= closing.size; ++position) words.push(0);
        }
    }

    function _deliver(
        Taker taker,
        Closing memory closing,
        Netting.Book book,
        SettledWords.Words words
    ) private returns (uint256 deliveredWh) {
        (RosterMeter member, ImportSlot slot) = taker.load();
        (uint256 flowWh, uint256 demandWh, bool isSingle) = taker.taken();
        deliveredWh = Split.shareWh(closing.productionWh, demandWh, closing.demandsWh);
        uint256 owed;
        if (deliveredWh != 0) {
            owed = _charge(member, deliveredWh, book);
            slot = slot.deliver(deliveredWh, owed != 0);
        }
        taker.store(slot);

        uint256 word = SettledWords.meterWord(flowWh, deliveredWh, owed, isSingle);
        if (!slot.hasGridSupply() || flowWh == deliveredWh) {
            words.push(word);
            return deliveredWh;
        }
        uint256 gridWord = _deliverGrid(member, flowWh - deliveredWh, closing, book);
        words.push(gridWord == 0 ? word : word | SettledWords.GRID_FOLLOWS);
        if (gridWord != 0) words.push(gridWord);
    }

    /// @return owed What the consumer did not have of the price.
    function _charge(RosterMeter member, uint256 energyWh, Netting.Book book) private returns (uint256 owed) {
        (address consumer, address supplier, uint256 pricePerKWh) = member.paymentTerms();
        uint256 cost = Split.cost(energyWh, pricePerKWh);
        uint256 paid = book.pay(_escrow, consumer, supplier, cost);
        if (paid == cost) return 0;
        owed = cost - paid;
        _claims[member.numberOf()] = owed;
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
        uint256 paid = book.pay(_escrow, grid.consumer, grid.supplier, cost);
        if (paid != cost) _claims[grid.number] = cost - paid;
        return SettledWords.gridWord(energyWh, cost - paid, grid.number);
    }

    function _requireDeadline(SupplyInterval calldata interval) private view {
        uint256 deadlineS = uint256(interval.endS) + CLOSING_DELAY_S;
        require(block.timestamp >= deadlineS, EnergySettlementTooEarly(interval.exportMeter, interval.endS, deadlineS));
    }
}
