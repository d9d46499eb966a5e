// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {Memory} from "@openzeppelin/contracts/utils/Memory.sol";
import {Multicall} from "@openzeppelin/contracts/utils/Multicall.sol";
import {EscrowLedger} from "./EscrowLedger.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {Netting} from "./libraries/Netting.sol";
import {ReadingCheck} from "./libraries/ReadingCheck.sol";
import {Roster, RosterMeter, Rosters} from "./libraries/Rosters.sol";
import {SettledWords} from "./libraries/SettledWords.sol";
import {Split} from "./libraries/Split.sol";
import {MeterBook} from "./MeterBook.sol";
import {RosterBook} from "./RosterBook.sol";
import {Agreement, GridSupply} from "./types/Agreements.sol";
import {ExportRegister, ImportRegister, PackedReading, SupplyInterval} from "./types/Settlement.sol";

/// @title EnergySettlement
/// @notice See `IEnergySettlement`.
contract EnergySettlement is RosterBook, EscrowLedger, AccessManaged, Multicall {
    using Netting for Netting.Book;
    using Netting for Netting.Entry;
    using ReadingCheck for ReadingCheck.Checker;
    using Rosters for Roster;
    using Rosters for RosterMeter;
    using SettledWords for SettledWords.Words;

    /// @dev What a member of the roster has taken in the interval being settled.
    struct Demand {
        RosterMeter member;
        uint256 position;
        uint64 flowWh;
        uint64 demandWh;
        bool isSingle;
        ImportRegister register;
    }

    /// @dev The interval being settled.
    struct Closing {
        Roster roster;
        uint256 size;
        uint48 startS;
        uint48 endS;
        uint48 coveredFromS;
        uint64 productionWh;
        uint256 supplyFlags;
        uint256 demandsWh;
        uint256 takers;
        Demand[] demands;
    }

    // Of a packed reading's values: a baseline is one or zero, and above the sequence nothing is used.
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
        closing.demands = new Demand[](interval.readings.length);
        _takeAll(interval, checker, closing, given);

        SettledWords.Words words = SettledWords.create(
            headOf[exportMeter],
            code,
            closing.endS,
            1 + closing.size + closing.takers
        );
        words.push(0);
        uint256 deliveredWh = _deliverAll(closing, book, words);
        words.setFirst(SettledWords.meterWord(closing.productionWh, deliveredWh, 0, closing.supplyFlags));

        given.untilS = closing.endS;
        given.coveredFromS = closing.coveredFromS;
        _exports[exportMeter] = given;
        (bytes32 head, uint256[] memory list) = words.seal();
        headOf[exportMeter] = head;
        emit IntervalSettled(exportMeter, closing.endS, code, list);
        return closing.supplyFlags != 0 && closing.takers == closing.size;
    }

    /// @dev Takes every reading of the interval.
    function _takeAll(
        SupplyInterval calldata interval,
        ReadingCheck.Checker memory checker,
        Closing memory closing,
        ExportRegister memory given
    ) private {
        bool isCurrent = checker.revision == closing.roster.revision();
        uint256 place;
        for (uint256 i = 0; i < interval.readings.length; ++i) {
            uint256 values = interval.readings[i].values;
            // A meter's baseline comes right before its reading at the end.
            uint256 next = ((values >> 240) << 1) | (_isBaseline(values) ? 0 : 1);
            require(
                (next > place || i == 0) && values >> 240 <= closing.size && values & UNUSED_BITS == 0,
                EnergySettlementUnexpectedReading(interval.exportMeter, i)
            );
            place = next;
            _take(interval.readings[i], checker, isCurrent, closing, given);
        }
    }

    function _take(
        PackedReading calldata reading,
        ReadingCheck.Checker memory checker,
        bool isCurrent,
        Closing memory closing,
        ExportRegister memory given
    ) private {
        uint256 values = reading.values;
        uint256 position = values >> 240;
        bool isBaseline = _isBaseline(values);
        RosterMeter meter = closing.roster.meterAt(position);
        checker.requireSigned(isCurrent, meter, isBaseline ? closing.startS : closing.endS, reading);

        if (position != 0) {
            if (isBaseline) _setImportBaseline(meter, closing, uint64(values >> 64));
            else _takeImport(meter, closing, position, uint64(values >> 64));
        } else {
            if (isBaseline) _setExportBaseline(meter.id(), given, closing, uint64(values));
            else _takeExport(meter.id(), given, closing, uint64(values));
        }
    }

    function _isBaseline(uint256 values) private pure returns (bool) {
        return (values >> 232) & 1 == 1;
    }

    function _takeExport(
        bytes32 meter,
        ExportRegister memory given,
        Closing memory closing,
        uint64 registerWh
    ) private pure {
        (uint48 atS, uint48 endS) = (given.atS, closing.endS);
        require(atS >= closing.coveredFromS, EnergySettlementNoBaseline(meter, closing.coveredFromS));
        uint256 ratedW = closing.roster.exportRatedW();
        closing.productionWh = _flowWh(meter, atS, given.registerWh, endS, registerWh, ratedW);
        closing.supplyFlags =
            SettledWords.GIVEN | (atS == closing.startS && !given.corrected ? SettledWords.SINGLE : 0);
        (given.atS, given.registerWh, given.corrected) = (endS, registerWh, false);
    }

    /// @dev Only where the last settled register lies before what is being settled.
    function _setExportBaseline(
        bytes32 meter,
        ExportRegister memory given,
        Closing memory closing,
        uint64 registerWh
    ) private {
        require(given.atS < closing.coveredFromS, EnergySettlementBaselineNotNeeded(meter, given.atS));
        _requireAdvance(meter, given.atS, given.registerWh, closing.startS, registerWh);
        (given.atS, given.registerWh, given.corrected) = (closing.startS, registerWh, false);
        emit BaselineSet(meter, true, closing.startS, registerWh);
    }

    function _takeImport(RosterMeter member, Closing memory closing, uint256 position, uint64 registerWh) private {
        bytes32 meter = member.id();
        ImportRegister memory register = _imports[meter];
        uint48 agreementStartS = member.startS();
        require(register.atS >= agreementStartS, EnergySettlementNoBaseline(meter, agreementStartS));
        uint64 flowWh = _flowWh(
            meter,
            register.atS,
            register.registerWh,
            closing.endS,
            registerWh,
            member.importRatedW()
        );
        Demand memory demand = closing.demands[closing.takers++];
        demand.isSingle = register.atS == closing.startS;
        (register.atS, register.registerWh) = (closing.endS, registerWh);
        if (register.number != member.number()) _begin(register, member.number());
        demand.member = member;
        demand.position = position;
        demand.flowWh = flowWh;
        demand.register = register;
        if (register.suspended) return;
        uint64 leftWh = member.capWh() - register.deliveredWh;
        demand.demandWh = flowWh < leftWh ? flowWh : leftWh;
        closing.demandsWh += demand.demandWh;
    }

    /// @dev The meter's first interval under another agreement.
    function _begin(ImportRegister memory register, uint32 number) private {
        if (register.deliveredWh != 0) _delivered[register.number] = register.deliveredWh;
        (register.number, register.deliveredWh, register.suspended) = (number, 0, false);
    }

    /// @dev As `_setExportBaseline`. It must not jump over what an earlier agreement of the consumer has still to settle.
    function _setImportBaseline(RosterMeter member, Closing memory closing, uint64 registerWh) private {
        bytes32 meter = member.id();
        ImportRegister storage register = _imports[meter];
        uint48 atS = register.atS;
        require(atS < member.startS(), EnergySettlementBaselineNotNeeded(meter, atS));
        _requireAdvance(meter, atS, register.registerWh, closing.startS, registerWh);
        bytes32 unsettled = AGREEMENTS.firstUnsettled(meter, atS, member.startS());
        require(unsettled == 0, EnergySettlementEarlierAgreementOpen(meter, unsettled));
        (register.atS, register.registerWh) = (closing.startS, registerWh);
        emit BaselineSet(meter, false, closing.startS, registerWh);
    }

    /// @dev Shares follow from all registers of the interval, so this comes after the last of them.
    function _deliverAll(
        Closing memory closing,
        Netting.Book book,
        SettledWords.Words words
    ) private returns (uint256 deliveredWh) {
        uint256 position = 1;
        for (uint256 i = 0; i < closing.takers; ++i) {
            Demand memory demand = closing.demands[i];
            for (; position < demand.position; ++position) words.push(0);
            ++position;
            deliveredWh += _deliver(demand, closing, book, words);
        }
        for (; position <= closing.size; ++position) words.push(0);
    }

    function _deliver(
        Demand memory demand,
        Closing memory closing,
        Netting.Book book,
        SettledWords.Words words
    ) private returns (uint64 deliveredWh) {
        RosterMeter member = demand.member;
        ImportRegister memory register = demand.register;
        deliveredWh = Split.shareWh(closing.productionWh, demand.demandWh, closing.demandsWh);
        uint256 owed;
        if (deliveredWh != 0) {
            register.deliveredWh += deliveredWh;
            uint256 cost = Split.cost(deliveredWh, member.pricePerKWh());
            uint256 paid = book.entryOf(_escrow, member.consumer()).debit(cost);
            book.entryOf(_escrow, member.supplier()).credit(paid);
            owed = cost - paid;
            if (owed != 0) {
                _claims[member.number()] = owed;
                register.suspended = true;
            }
        }
        _imports[member.id()] = register;

        uint256 flags = SettledWords.GIVEN | (demand.isSingle ? SettledWords.SINGLE : 0);
        uint256 gridWord;
        if (register.hasGridSupply && demand.flowWh != deliveredWh) {
            gridWord = _deliverGrid(demand, demand.flowWh - deliveredWh, closing, book);
        }
        if (gridWord == 0) {
            words.push(SettledWords.meterWord(demand.flowWh, deliveredWh, owed, flags));
        } else {
            words.push(SettledWords.meterWord(demand.flowWh, deliveredWh, owed, flags | SettledWords.GRID_FOLLOWS));
            words.push(gridWord);
        }
    }

    /// @dev What the neighbour did not deliver.
    /// @return word Zero if no grid supplier delivers it.
    function _deliverGrid(
        Demand memory demand,
        uint64 energyWh,
        Closing memory closing,
        Netting.Book book
    ) private returns (uint256 word) {
        GridSupply memory grid = AGREEMENTS.gridSupplyAt(demand.member.id(), closing.startS, closing.endS);
        if (grid.number == 0 || _claims[grid.number] != 0) return 0;
        uint256 cost = Split.cost(energyWh, grid.pricePerKWh);
        uint256 paid = book.entryOf(_escrow, demand.member.consumer()).debit(cost);
        book.entryOf(_escrow, grid.supplier).credit(paid);
        if (paid != cost) _claims[grid.number] = cost - paid;
        return SettledWords.gridWord(energyWh, cost - paid, grid.number);
    }

    function _requireDeadline(SupplyInterval calldata interval) private view {
        uint256 deadlineS = uint256(interval.endS) + CLOSING_DELAY_S;
        require(block.timestamp >= deadlineS, EnergySettlementTooEarly(interval.exportMeter, interval.endS, deadlineS));
    }
}
