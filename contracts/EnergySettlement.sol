// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {EscrowLedger} from "./EscrowLedger.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IEnergySettlement} from "./interfaces/IEnergySettlement.sol";
import {ISupplyAgreements} from "./interfaces/ISupplyAgreements.sol";
import {RecordHash} from "./libraries/RecordHash.sol";
import {Split} from "./libraries/Split.sol";
import {Agreement} from "./types/Agreements.sol";
import {DeviceKind} from "./types/Devices.sol";
import {MeterReading, SignedMeterReading} from "./types/Records.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title EnergySettlement
/// @notice See `IEnergySettlement`.
contract EnergySettlement is IEnergySettlement, EscrowLedger, AccessManaged {
    /// @notice How far settlement of a supplier's meter has come.
    /// @param untilS End of the last closed interval.
    /// @param coveredFromS Start of the run of intervals that ends there, with no time in between that served nobody.
    struct Progress {
        uint48 untilS;
        uint48 coveredFromS;
    }

    /// @dev One consumer's part of the interval being settled.
    struct Demand {
        bytes32 id;
        address consumer;
        uint96 pricePerKWh;
        uint64 importWh;
        uint64 demandWh;
    }

    /// @dev The interval being settled.
    struct Closing {
        uint48 startS;
        uint48 coveredFromS;
        address supplier;
        uint256 rosterSize;
        uint256 given;
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

    mapping(bytes32 meter => Registers) private _registers;
    mapping(bytes32 exportMeter => Progress) private _progress;
    mapping(bytes32 agreement => uint64 energyWh) private _deliveredWh;
    mapping(bytes32 agreement => uint256 amount) private _claims;

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
            _registers[meter] = Registers(atS, atS, r.importWh, r.exportWh);
            emit MeterOpened(meter, atS, r.importWh, r.exportWh);
        }
    }

    /// @inheritdoc IEnergySettlement
    function settle(SupplyInterval[] calldata intervals) external {
        bool mayLeaveOut;
        for (uint256 i = 0; i < intervals.length; ++i) {
            bool complete = _settle(intervals[i]);
            if (!complete && !mayLeaveOut) {
                _checkCanCall(msg.sender, msg.data);
                mayLeaveOut = true;
            }
        }
    }

    /// @inheritdoc IEnergySettlement
    function payClaim(bytes32 agreement) external {
        uint256 claim = _claims[agreement];
        require(claim != 0, EnergySettlementNoClaim(agreement));
        Agreement memory a = AGREEMENTS.agreementOf(agreement);

        uint256 paid = _pay(a.consumer, a.supplier, claim);
        _claims[agreement] = claim - paid;
        emit ClaimPaid(agreement, paid, claim - paid);
    }

    /// @inheritdoc IEnergySettlement
    function registersOf(bytes32 meter) external view returns (Registers memory) {
        return _registers[meter];
    }

    /// @inheritdoc IEnergySettlement
    function settledUntil(bytes32 exportMeter) external view returns (uint48) {
        return _progress[exportMeter].untilS;
    }

    /// @inheritdoc IEnergySettlement
    function deliveredWhOf(bytes32 agreement) external view returns (uint64) {
        return _deliveredWh[agreement];
    }

    /// @inheritdoc IEnergySettlement
    function claimOf(bytes32 agreement) external view returns (uint256) {
        return _claims[agreement];
    }

    /// @dev Closes one interval. Registers are taken first, then shares follow from all of them.
    /// @return complete Whether every register of the interval was given.
    function _settle(SupplyInterval calldata interval) private returns (bool complete) {
        Closing memory c = _begin(interval);
        for (uint256 i = 0; i < interval.readings.length; ++i) {
            _take(interval, interval.readings[i], c);
        }
        // The roster and the supplier itself.
        complete = c.given == c.rosterSize + 1;
        if (!complete) _requireDeadline(interval);

        uint64 deliveredWh;
        for (uint256 i = 0; i < c.consumers; ++i) {
            deliveredWh += _deliver(c.demands[i], interval.endS, c);
        }
        _progress[interval.exportMeter] = Progress(interval.endS, c.coveredFromS);
        emit IntervalSettled(interval.exportMeter, interval.endS, c.productionWh, deliveredWh);
    }

    /// @dev The interval must be the next one that serves anybody.
    function _begin(SupplyInterval calldata interval) private view returns (Closing memory c) {
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
        c.rosterSize = AGREEMENTS.exportOverlaps(exportMeter, startS, endS);
        require(c.rosterSize != 0, EnergySettlementInvalidInterval(exportMeter, endS));
        c.startS = startS;
        c.coveredFromS = progress.untilS == startS ? progress.coveredFromS : startS;
        c.supplier = DEVICES.ownerOf(exportMeter);
        c.demands = new Demand[](interval.readings.length);
    }

    /// @dev Takes one reading: of the supplier or of a consumer, at the interval's end or as a baseline at its start.
    function _take(SupplyInterval calldata interval, SignedMeterReading calldata signed, Closing memory c) private {
        MeterReading calldata r = signed.reading;
        bytes32 meter = r.header.device;
        bool atEnd = r.header.timestampS == interval.endS;
        require(
            atEnd || r.header.timestampS == c.startS,
            EnergySettlementUnexpectedReading(meter, r.header.timestampS)
        );
        DEVICES.requireSigned(meter, RecordHash.hash(r), signed.signature);
        if (atEnd) ++c.given;

        if (meter == interval.exportMeter) {
            if (atEnd) c.productionWh = _takeExport(r, c.coveredFromS);
            else _setExportBaseline(r, c.coveredFromS);
            return;
        }
        (bytes32 id, Agreement memory a) = AGREEMENTS.agreementAt(meter, interval.endS);
        require(
            id != 0 && a.exportMeter == interval.exportMeter,
            EnergySettlementUnexpectedReading(meter, r.header.timestampS)
        );
        if (!atEnd) return _setImportBaseline(r, a.startS);
        uint64 importWh = _takeImport(r, a.startS);
        uint64 demandWh = _demandWh(id, importWh, a.capWh);
        c.demands[c.consumers++] = Demand(id, a.consumer, a.pricePerKWh, importWh, demandWh);
        c.demandsWh += demandWh;
    }

    function _requireDeadline(SupplyInterval calldata interval) private view {
        uint256 deadlineS = uint256(interval.endS) + CLOSING_DELAY_S;
        require(block.timestamp >= deadlineS, EnergySettlementTooEarly(interval.exportMeter, interval.endS, deadlineS));
    }

    function _takeExport(MeterReading calldata r, uint48 coveredFromS) private returns (uint64 flowWh) {
        bytes32 meter = r.header.device;
        Registers storage registers = _registers[meter];
        require(registers.exportAtS >= coveredFromS, EnergySettlementNoBaseline(meter, coveredFromS));
        flowWh = _flow(r, Direction.Export, registers.exportAtS, registers.exportWh, r.exportWh);
        // Fits: interval ends are block times in the past.
        registers.exportAtS = uint48(r.header.timestampS);
        registers.exportWh = r.exportWh;
        emit RegisterSettled(meter, Direction.Export, registers.exportAtS, r.exportWh, flowWh);
    }

    function _takeImport(MeterReading calldata r, uint48 agreementStartS) private returns (uint64 flowWh) {
        bytes32 meter = r.header.device;
        Registers storage registers = _registers[meter];
        require(registers.importAtS >= agreementStartS, EnergySettlementNoBaseline(meter, agreementStartS));
        flowWh = _flow(r, Direction.Import, registers.importAtS, registers.importWh, r.importWh);
        // Fits: interval ends are block times in the past.
        registers.importAtS = uint48(r.header.timestampS);
        registers.importWh = r.importWh;
        emit RegisterSettled(meter, Direction.Import, registers.importAtS, r.importWh, flowWh);
    }

    /// @dev Only where the last settled register lies before the run of intervals being settled.
    function _setExportBaseline(MeterReading calldata r, uint48 coveredFromS) private {
        bytes32 meter = r.header.device;
        Registers storage registers = _registers[meter];
        require(registers.exportAtS < coveredFromS, EnergySettlementUnexpectedReading(meter, r.header.timestampS));
        _flow(r, Direction.Export, registers.exportAtS, registers.exportWh, r.exportWh);
        registers.exportAtS = uint48(r.header.timestampS);
        registers.exportWh = r.exportWh;
        emit BaselineSet(meter, Direction.Export, registers.exportAtS, r.exportWh);
    }

    /// @dev Only where the last settled register lies before the agreement, and nothing open lies in between.
    function _setImportBaseline(MeterReading calldata r, uint48 agreementStartS) private {
        bytes32 meter = r.header.device;
        Registers storage registers = _registers[meter];
        uint48 settledS = registers.importAtS;
        require(settledS < agreementStartS, EnergySettlementUnexpectedReading(meter, r.header.timestampS));
        Agreement[] memory earlier = AGREEMENTS.importAgreementsBetween(meter, settledS, agreementStartS);
        for (uint256 i = 0; i < earlier.length; ++i) {
            require(
                _progress[earlier[i].exportMeter].untilS >= earlier[i].endS,
                EnergySettlementEarlierAgreementOpen(meter, earlier[i].exportMeter)
            );
        }
        _flow(r, Direction.Import, settledS, registers.importWh, r.importWh);
        registers.importAtS = uint48(r.header.timestampS);
        registers.importWh = r.importWh;
        emit BaselineSet(meter, Direction.Import, registers.importAtS, r.importWh);
    }

    /// @dev What flowed since the last settled register.
    function _flow(
        MeterReading calldata r,
        Direction direction,
        uint48 settledAtS,
        uint64 settledWh,
        uint64 registerWh
    ) private pure returns (uint64) {
        bytes32 meter = r.header.device;
        require(settledAtS != 0, EnergySettlementNotOpen(meter));
        require(
            r.header.timestampS > settledAtS,
            EnergySettlementRegisterSettled(meter, direction, settledAtS, r.header.timestampS)
        );
        require(registerWh >= settledWh, EnergySettlementRegisterBackwards(meter, direction, settledWh, registerWh));
        return registerWh - settledWh;
    }

    /// @dev What a consumer may take: nothing while a claim is open, never more than the cap leaves.
    function _demandWh(bytes32 id, uint64 importWh, uint64 capWh) private view returns (uint64) {
        if (_claims[id] != 0) return 0;
        uint64 leftWh = capWh - _deliveredWh[id];
        return importWh < leftWh ? importWh : leftWh;
    }

    function _deliver(Demand memory d, uint48 endS, Closing memory c) private returns (uint64 deliveredWh) {
        deliveredWh = Split.shareWh(c.productionWh, d.demandWh, c.demandsWh);
        uint256 cost = Split.cost(deliveredWh, d.pricePerKWh);
        uint256 paid = _pay(d.consumer, c.supplier, cost);
        uint256 owed = cost - paid;
        _deliveredWh[d.id] += deliveredWh;
        if (owed != 0) _claims[d.id] += owed;
        emit Delivered(d.id, endS, d.importWh, deliveredWh, paid, owed);
    }
}
