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
import {RegisterPass} from "./RegisterPass.sol";
import {Agreement, GridSupply} from "./types/Agreements.sol";
import {ExportRegister, ImportRegister, SupplyInterval} from "./types/Settlement.sol";

/// @title EnergySettlement
/// @notice See `IEnergySettlement`.
contract EnergySettlement is RegisterPass, EscrowLedger, AccessManaged, Multicall {
    using ExportSlots for ExportRegister;
    using ExportSlots for ExportSlot;
    using ImportSlots for ImportSlot;
    using Netting for Netting.Book;
    using Rosters for Roster;
    using Rosters for RosterMeter;
    using SettledWords for SettledWords.Words;
    using TakerList for Taker;
    using TakerList for Takers;

    // Accounts that one reading can touch: two that pay and two that are paid. Who pays the grid supplier need not be who pays
    // the neighbour, since a meter may change hands while its agreements run.
    uint256 private constant ACCOUNTS_PER_READING = 4;

    /// @inheritdoc IEnergySettlement
    uint48 public immutable CLOSING_DELAY_S;

    /// @inheritdoc IEnergySettlement
    mapping(bytes32 exportMeter => bytes32) public headOf;
    mapping(uint32 agreement => uint256 amount) private _claims;

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
        ImportRegister storage taken = _imports[a.importMeter];
        if (a.exportMeter == 0) {
            taken.hasGridSupply = true;
        } else {
            ExportRegister storage given = _exports[a.exportMeter];
            require(a.startS >= given.untilS, EnergySettlementWindowSettled(a.exportMeter, given.untilS));
            require(
                taken.number == 0 || a.startS >= taken.atS,
                EnergySettlementWindowSettled(a.importMeter, taken.atS)
            );
            ++given.generation;
        }
        _lock(a.consumer, a.escrow);
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
                Taker taker = takers.get(i);
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
