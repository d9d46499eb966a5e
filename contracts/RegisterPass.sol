// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ExportSlot, ExportSlots} from "./libraries/ExportSlot.sol";
import {ImportSlot, ImportSlots} from "./libraries/ImportSlot.sol";
import {ReadingCheck} from "./libraries/ReadingCheck.sol";
import {Roster, RosterMeter, Rosters} from "./libraries/Rosters.sol";
import {TakerList, Takers} from "./libraries/Takers.sol";
import {RosterBook} from "./RosterBook.sol";
import {ImportRegister, PackedReading, SupplyInterval} from "./types/Settlement.sol";

/// @title RegisterPass
/// @notice The first of the two passes over an interval: every reading is checked, and what flowed is noted. Shares follow
/// from all of it, so nothing is delivered here. See `EnergySettlement`.
abstract contract RegisterPass is RosterBook {
    using ExportSlots for ExportSlot;
    using ImportSlots for ImportRegister;
    using ImportSlots for ImportSlot;
    using ReadingCheck for ReadingCheck.Checker;
    using Rosters for Roster;
    using Rosters for RosterMeter;
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

    // Of agreements that are not their import meter's last.
    mapping(uint32 agreement => uint64 energyWh) internal _delivered;

    /// @dev Takes every reading of the interval.
    function _takeAll(
        SupplyInterval calldata interval,
        ReadingCheck.Checker memory checker,
        Closing memory closing
    ) internal {
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
}
