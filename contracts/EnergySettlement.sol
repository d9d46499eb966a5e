// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EscrowLedger} from "./EscrowLedger.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {ISupplyAgreements} from "./interfaces/ISupplyAgreements.sol";
import {Direction, MeterRegisters} from "./libraries/MeterRegisters.sol";
import {RecordHash} from "./libraries/RecordHash.sol";
import {Split} from "./libraries/Split.sol";
import {Agreement, Supply} from "./types/Agreements.sol";
import {DeviceKind} from "./types/Devices.sol";
import {MeterReading, SignedMeterReading} from "./types/Records.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title EnergySettlement
/// @notice See `IEnergySettlement`.
contract EnergySettlement is IEnergySettlement, EscrowLedger, AccessManaged {
    using MeterRegisters for MeterRegisters.Registers;

    /// @notice How far settlement of a supplier's meter has come.
    /// @param untilS End of the last closed interval.
    /// @param coveredFromS Start of the run of intervals that ends there, with no time in between that served nobody.
    struct Progress {
        uint48 untilS;
        uint48 coveredFromS;
    }

    /// @notice What an agreement has come to.
    /// @param claim What its consumer owes beyond its escrow, token units.
    struct Account {
        // slot 0
        uint64 deliveredWh;
        uint192 claim;
    }

    /// @dev One consumer's part of the interval being settled.
    struct Demand {
        Supply supply;
        uint64 importWh;
        uint64 demandWh;
    }

    /// @dev The interval being settled.
    struct Closing {
        uint48 startS;
        uint48 coveredFromS;
        bool complete;
        uint64 productionWh;
        uint256 demandsWh;
        uint256 consumers;
        Demand[] demands;
    }

    /// @inheritdoc IEnergySettlement
    uint48 public immutable CLOSING_DELAY_S;
    /// @notice Whose meters sign the registers.
    IDeviceRegistry public immutable DEVICES;
    /// @notice The contracts that are settled.
    ISupplyAgreements public immutable AGREEMENTS;

    mapping(bytes32 meter => MeterRegisters.Registers) private _registers;
    mapping(bytes32 exportMeter => Progress) private _progress;
    mapping(bytes32 agreement => Account) private _accounts;

    constructor(
        address authority,
        IDeviceRegistry devices,
        ISupplyAgreements agreements,
        IERC20Permit token,
        uint48 closingDelayS
    ) AccessManaged(authority) EscrowLedger(token) {
        DEVICES = devices;
        AGREEMENTS = agreements;
        CLOSING_DELAY_S = closingDelayS;
    }

    /// @inheritdoc IEnergySettlement
    function open(SignedMeterReading[] calldata openings) external {
        for (uint256 i = 0; i < openings.length; ++i) {
            MeterReading calldata r = openings[i].reading;
            bytes32 meter = r.header.device;
            require(DEVICES.deviceOf(meter).kind == DeviceKind.Meter, EnergySettlementNotAMeter(meter));
            require(_registers[meter].importAtS == 0, EnergySettlementAlreadyOpen(meter));
            require(r.header.sequence == 1, EnergySettlementNotOpeningRecord(meter, r.header.sequence));
            require(
                r.header.timestampS != 0 && r.header.timestampS <= block.timestamp,
                EnergySettlementInFuture(meter, r.header.timestampS)
            );
            DEVICES.requireSigned(meter, RecordHash.hash(r), openings[i].signature);

            // Fits: not of the future, and block times are uint48.
            uint48 atS = uint48(r.header.timestampS);
            _registers[meter] = MeterRegisters.Registers(atS, atS, r.importWh, r.exportWh);
            emit MeterOpened(meter, atS, r.importWh, r.exportWh);
        }
    }

    /// @inheritdoc IEnergySettlement
    function settle(SupplyInterval[] calldata intervals) external {
        bool mayLeaveOut;
        for (uint256 i = 0; i < intervals.length; ++i) {
            Closing memory closing = _begin(intervals[i]);
            // A wrong reading is named before one that is missing.
            _takeAll(intervals[i], closing);
            if (!closing.complete) {
                _requireDeadline(intervals[i]);
                if (!mayLeaveOut) _checkCanCall(msg.sender, msg.data);
                mayLeaveOut = true;
            }
            _deliverAll(intervals[i], closing);
        }
    }

    /// @inheritdoc IEnergySettlement
    function payClaim(bytes32 agreement) external {
        uint256 claim = _accounts[agreement].claim;
        require(claim != 0, EnergySettlementNoClaim(agreement));
        Agreement memory terms = AGREEMENTS.agreementOf(agreement);

        uint256 paid = _pay(terms.consumer, terms.supplier, claim);
        // Fits: what is left of a claim is no more than the claim was.
        _accounts[agreement].claim = uint192(claim - paid);
        emit ClaimPaid(agreement, paid, claim - paid);
    }

    /// @inheritdoc IEnergySettlement
    function registersOf(bytes32 meter) external view returns (MeterRegisters.Registers memory) {
        return _registers[meter];
    }

    /// @inheritdoc IEnergySettlement
    function settledUntil(bytes32 exportMeter) external view returns (uint48) {
        return _progress[exportMeter].untilS;
    }

    /// @inheritdoc IEnergySettlement
    function deliveredWhOf(bytes32 agreement) external view returns (uint64) {
        return _accounts[agreement].deliveredWh;
    }

    /// @inheritdoc IEnergySettlement
    function claimOf(bytes32 agreement) external view returns (uint256) {
        return _accounts[agreement].claim;
    }

    /// @dev The interval must be the next one that serves anybody.
    function _begin(SupplyInterval calldata interval) private view returns (Closing memory closing) {
        bytes32 exportMeter = interval.exportMeter;
        uint48 endS = interval.endS;
        uint48 period = AGREEMENTS.periodOf(exportMeter);
        require(
            period != 0 && endS % period == 0 && endS >= period && endS <= block.timestamp,
            EnergySettlementInvalidInterval(exportMeter, endS)
        );
        Progress memory progress = _progress[exportMeter];
        require(endS > progress.untilS, EnergySettlementIntervalSettled(exportMeter, endS));
        uint48 startS = endS - period;
        require(
            AGREEMENTS.exportOverlaps(exportMeter, progress.untilS, startS) == 0,
            EnergySettlementOutOfOrder(exportMeter, endS, progress.untilS)
        );
        uint256 rosterSize = AGREEMENTS.exportOverlaps(exportMeter, startS, endS);
        require(rosterSize != 0, EnergySettlementInvalidInterval(exportMeter, endS));

        closing.startS = startS;
        closing.coveredFromS = progress.untilS == startS ? progress.coveredFromS : startS;
        // The roster and the supplier itself. A reading given twice counts twice here, and is refused when it is taken.
        closing.complete = _countAt(interval.readings, endS) == rosterSize + 1;
        closing.demands = new Demand[](interval.readings.length);
    }

    function _countAt(SignedMeterReading[] calldata readings, uint48 timestampS) private pure returns (uint256 count) {
        for (uint256 i = 0; i < readings.length; ++i) {
            if (readings[i].reading.header.timestampS == timestampS) ++count;
        }
    }

    function _requireDeadline(SupplyInterval calldata interval) private view {
        uint256 deadlineS = uint256(interval.endS) + CLOSING_DELAY_S;
        require(block.timestamp >= deadlineS, EnergySettlementTooEarly(interval.exportMeter, interval.endS, deadlineS));
    }

    function _takeAll(SupplyInterval calldata interval, Closing memory closing) private {
        for (uint256 i = 0; i < interval.readings.length; ++i) {
            _take(interval, interval.readings[i], closing);
        }
    }

    /// @dev Shares follow from all registers of the interval, so this comes after the last of them.
    function _deliverAll(SupplyInterval calldata interval, Closing memory closing) private {
        uint64 deliveredWh;
        for (uint256 i = 0; i < closing.consumers; ++i) {
            deliveredWh += _deliver(closing.demands[i], interval.endS, closing);
        }
        _progress[interval.exportMeter] = Progress(interval.endS, closing.coveredFromS);
        emit IntervalSettled(interval.exportMeter, interval.endS, closing.productionWh, deliveredWh);
    }

    /// @dev Takes one reading: of the supplier or of a consumer, at the interval's end or as a baseline at its start.
    function _take(
        SupplyInterval calldata interval,
        SignedMeterReading calldata signed,
        Closing memory closing
    ) private {
        MeterReading calldata r = signed.reading;
        bytes32 meter = r.header.device;
        uint64 timestampS = r.header.timestampS;
        bool atEnd = timestampS == interval.endS;
        require(atEnd || timestampS == closing.startS, EnergySettlementUnexpectedReading(meter, timestampS));
        DEVICES.requireSigned(meter, RecordHash.hash(r), signed.signature);

        if (meter == interval.exportMeter) {
            if (atEnd) closing.productionWh = _settleRegister(r, Direction.Export, closing.coveredFromS);
            else _setBaseline(r, Direction.Export, closing.coveredFromS);
            return;
        }
        Supply memory supply = AGREEMENTS.supplyAt(meter, interval.endS);
        require(
            supply.id != 0 && supply.exportMeter == interval.exportMeter,
            EnergySettlementUnexpectedReading(meter, timestampS)
        );
        if (!atEnd) {
            _requireEarlierSettled(meter, supply.startS);
            return _setBaseline(r, Direction.Import, supply.startS);
        }
        uint64 importWh = _settleRegister(r, Direction.Import, supply.startS);
        uint64 demandWh = _demandWh(supply, importWh);
        closing.demands[closing.consumers++] = Demand(supply, importWh, demandWh);
        closing.demandsWh += demandWh;
    }

    /// @dev Takes a register whose last settled value lies within what is being settled.
    function _settleRegister(
        MeterReading calldata r,
        Direction direction,
        uint48 coveredFromS
    ) private returns (uint64 flowWh) {
        (uint48 settledAtS, uint64 settledWh) = _registers[r.header.device].read(direction);
        require(settledAtS >= coveredFromS, EnergySettlementNoBaseline(r.header.device, coveredFromS));
        uint64 registerWh = _advance(r, direction, settledAtS, settledWh);
        flowWh = registerWh - settledWh;
        emit RegisterSettled(r.header.device, direction, uint48(r.header.timestampS), registerWh, flowWh);
    }

    /// @dev Only where the last settled value lies before what is being settled.
    function _setBaseline(MeterReading calldata r, Direction direction, uint48 coveredFromS) private {
        (uint48 settledAtS, uint64 settledWh) = _registers[r.header.device].read(direction);
        require(settledAtS < coveredFromS, EnergySettlementUnexpectedReading(r.header.device, r.header.timestampS));
        uint64 registerWh = _advance(r, direction, settledAtS, settledWh);
        emit BaselineSet(r.header.device, direction, uint48(r.header.timestampS), registerWh);
    }

    /// @dev A baseline must not jump over what an earlier agreement of the consumer has still to settle.
    function _requireEarlierSettled(bytes32 importMeter, uint48 agreementStartS) private view {
        (uint48 settledAtS, ) = _registers[importMeter].read(Direction.Import);
        Agreement[] memory earlier = AGREEMENTS.importAgreementsBetween(importMeter, settledAtS, agreementStartS);
        for (uint256 i = 0; i < earlier.length; ++i) {
            require(
                _progress[earlier[i].exportMeter].untilS >= earlier[i].endS,
                EnergySettlementEarlierAgreementOpen(importMeter, earlier[i].exportMeter)
            );
        }
    }

    /// @dev Moves a register forward to the reading's.
    function _advance(
        MeterReading calldata r,
        Direction direction,
        uint48 settledAtS,
        uint64 settledWh
    ) private returns (uint64 registerWh) {
        bytes32 meter = r.header.device;
        uint64 timestampS = r.header.timestampS;
        registerWh = direction == Direction.Import ? r.importWh : r.exportWh;
        require(settledAtS != 0, EnergySettlementNotOpen(meter));
        require(timestampS > settledAtS, EnergySettlementRegisterSettled(meter, direction, settledAtS, timestampS));
        require(registerWh >= settledWh, EnergySettlementRegisterBackwards(meter, direction, settledWh, registerWh));

        // Fits: interval ends are block times in the past.
        _registers[meter].write(direction, uint48(timestampS), registerWh);
    }

    /// @dev What a consumer may take: nothing while a claim is open, never more than the cap leaves.
    function _demandWh(Supply memory supply, uint64 importWh) private view returns (uint64) {
        Account memory account = _accounts[supply.id];
        if (account.claim != 0) return 0;
        uint64 leftWh = supply.capWh - account.deliveredWh;
        return importWh < leftWh ? importWh : leftWh;
    }

    function _deliver(Demand memory demand, uint48 endS, Closing memory closing) private returns (uint64 deliveredWh) {
        Supply memory supply = demand.supply;
        deliveredWh = Split.shareWh(closing.productionWh, demand.demandWh, closing.demandsWh);
        uint256 cost = Split.cost(deliveredWh, supply.pricePerKWh);
        uint256 paid = _pay(supply.consumer, supply.supplier, cost);
        uint256 owed = cost - paid;
        if (deliveredWh != 0) {
            Account storage account = _accounts[supply.id];
            account.deliveredWh += deliveredWh;
            // Fits: only an agreement without a claim delivers, and a cost is below 2^64 Wh × 2^96 ÷ 1000.
            if (owed != 0) account.claim = uint192(owed);
        }
        emit Delivered(supply.id, endS, demand.importWh, deliveredWh, paid, owed);
    }
}
