// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SignedMeterReading} from "../types/Records.sol";

/// @title IEnergySettlement
/// @notice Settles supply agreements from meter-signed registers. Verifies every signature on chain, splits a supplier's
/// production over its consumers, and pays inside an escrow ledger.
/// @dev Must always hold: Wh and money are conserved; nothing settles twice; a payment never exceeds escrow.
/// Rules, so that anyone can recompute them:
/// 1. A meter's flow in an interval is its register at the interval's end less the last one settled. A register that
///    covers several intervals (a reading in between never came) counts whole in the interval that it closes. What
///    flowed before the agreement began never counts: the register then needs a baseline, the reading at its start.
/// 2. If production covers the consumers' imports, each gets its import; otherwise `production × import ÷ imports`,
///    rounded down. The cap limits what an agreement delivers over its window.
/// 3. A payment is `deliveredWh × pricePerKWh ÷ 1000`, rounded down, limited to the consumer's escrow. What is missing is
///    the supplier's claim and suspends the agreement from the next interval until it is paid.
/// Intervals of a supplier close in order, without leaving one out. Anyone settles an interval for which every register is in; with registers missing only the settler does, once
/// `CLOSING_DELAY_S` has passed since the interval's end. A missing register counts as zero and is never reopened.
interface IEnergySettlement {
    /// @notice One supplier's interval with the registers that close it.
    /// @param exportMeter The supplier's meter.
    /// @param endS End of the interval, a multiple of the supplier's settlement period.
    /// @param readings Readings at `endS` of the export meter and of its agreements' import meters, in any order. A meter
    /// without a baseline in the agreement's window has its reading at the interval's start before that.
    struct SupplyInterval {
        bytes32 exportMeter;
        uint48 endS;
        SignedMeterReading[] readings;
    }

    /// @notice A meter's last settled registers; each direction settles on its own.
    struct Registers {
        // slot 0
        uint48 importAtS;
        uint48 exportAtS;
        uint64 importWh;
        uint64 exportWh;
    }

    /// @notice Which of a meter's registers.
    enum Direction {
        Import,
        Export
    }

    /// @notice A meter's opening record is its baseline.
    event MeterOpened(bytes32 indexed meter, uint48 timestampS, uint64 importWh, uint64 exportWh);
    /// @notice A meter's register was taken into settlement.
    event RegisterSettled(
        bytes32 indexed meter,
        Direction indexed direction,
        uint48 indexed timestampS,
        uint64 registerWh,
        uint64 flowWh
    );
    /// @notice A register got a new baseline at `timestampS`; nothing that flowed before it is settled.
    event BaselineSet(bytes32 indexed meter, Direction indexed direction, uint48 timestampS, uint64 registerWh);
    /// @notice An agreement's share of an interval.
    event Delivered(
        bytes32 indexed agreement,
        uint48 indexed endS,
        uint64 importWh,
        uint64 deliveredWh,
        uint256 paid,
        uint256 owed
    );
    /// @notice A supplier's interval is closed for good.
    event IntervalSettled(bytes32 indexed exportMeter, uint48 indexed endS, uint64 productionWh, uint64 deliveredWh);
    /// @notice A consumer paid `amount` of a supplier's claim.
    event ClaimPaid(bytes32 indexed agreement, uint256 amount, uint256 open);

    /// @notice The meter has a baseline already.
    error EnergySettlementAlreadyOpen(bytes32 meter);
    /// @notice The meter has no baseline.
    error EnergySettlementNotOpen(bytes32 meter);
    /// @notice Only the first record of a meter is its opening record.
    error EnergySettlementNotOpeningRecord(bytes32 meter, uint64 sequence);
    /// @notice The device is not a meter.
    error EnergySettlementNotAMeter(bytes32 device);
    /// @notice The record is of the future.
    error EnergySettlementInFuture(bytes32 meter, uint64 timestampS);
    /// @notice The interval ends off the boundary of its period or in the future, or serves no agreement.
    error EnergySettlementInvalidInterval(bytes32 exportMeter, uint48 endS);
    /// @notice The interval is closed.
    error EnergySettlementIntervalSettled(bytes32 exportMeter, uint48 endS);
    /// @notice An earlier interval of the supplier is open.
    error EnergySettlementOutOfOrder(bytes32 exportMeter, uint48 endS, uint48 settledUntilS);
    /// @notice An earlier agreement of the consumer is not settled to its end.
    error EnergySettlementEarlierAgreementOpen(bytes32 importMeter, bytes32 exportMeter);
    /// @notice The register's last settled value is older than the agreement; its reading at `startS` is needed.
    error EnergySettlementNoBaseline(bytes32 meter, uint48 startS);
    /// @notice An incomplete interval waits until `deadlineS`.
    error EnergySettlementTooEarly(bytes32 exportMeter, uint48 endS, uint256 deadlineS);
    /// @notice The reading is not of this interval's end, or not of one of its meters, or a baseline that is not needed.
    error EnergySettlementUnexpectedReading(bytes32 meter, uint64 timestampS);
    /// @notice A register at or before the last settled one.
    error EnergySettlementRegisterSettled(bytes32 meter, Direction direction, uint48 settledS, uint64 givenS);
    /// @notice A cumulative register never goes backwards.
    error EnergySettlementRegisterBackwards(bytes32 meter, Direction direction, uint64 settledWh, uint64 givenWh);
    /// @notice The agreement has no open claim.
    error EnergySettlementNoClaim(bytes32 agreement);

    /// @notice Takes meters' opening records as their baselines. Anyone may call.
    function open(SignedMeterReading[] calldata openings) external;

    /// @notice Closes intervals. Reverts as a whole if one cannot close.
    function settle(SupplyInterval[] calldata intervals) external;

    /// @notice Pays as much of an agreement's claim as its consumer's escrow holds. Anyone may call.
    function payClaim(bytes32 agreement) external;

    /// @notice Last settled registers of a meter.
    function registersOf(bytes32 meter) external view returns (Registers memory);

    /// @notice End of the last closed interval of a supplier's meter.
    function settledUntil(bytes32 exportMeter) external view returns (uint48);

    /// @notice Energy that an agreement has delivered, Wh.
    function deliveredWhOf(bytes32 agreement) external view returns (uint64);

    /// @notice What an agreement's consumer owes beyond its escrow, token units.
    function claimOf(bytes32 agreement) external view returns (uint256);

    /// @notice Wait after an interval's end before it may close with registers missing, s.
    function CLOSING_DELAY_S() external view returns (uint48);
}
