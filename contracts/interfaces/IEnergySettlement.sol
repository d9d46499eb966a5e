// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Direction, MeterRegisters} from "../libraries/MeterRegisters.sol";
import {SignedMeterReading} from "../types/Records.sol";

/// @title IEnergySettlement
/// @notice Settles supply agreements from meter-signed registers. Verifies every signature on chain, splits a supplier's
/// production over its consumers, and pays inside an escrow ledger.
/// @dev Must always hold: Wh and money are conserved; nothing settles twice; a payment never exceeds escrow.
/// Rules, so that anyone can recompute them:
/// 1. A meter's flow in an interval is its register at the interval's end less the last one settled. A register that
///    covers several intervals (a reading in between never came) counts whole in the interval that it closes. What
///    flowed before the agreement began never counts: a register older than that needs a baseline first, which is the
///    meter's reading at the start of the interval.
/// 2. A consumer's demand is its import, at most what the agreement's cap leaves, and zero while the agreement has an open
///    claim. If production covers all demands, each consumer gets its demand; otherwise
///    `production × demand ÷ sum of demands`, rounded down.
/// 3. A payment is `deliveredWh × pricePerKWh ÷ 1000`, rounded down, limited to the consumer's escrow. What is missing is
///    the supplier's claim; from the next interval on the agreement delivers nothing until the claim is paid.
/// 4. Intervals of a supplier close in order, without leaving out one that serves an agreement. Anyone closes an interval
///    for which every register is given. With registers missing only the holder of the settling role does, once
///    `CLOSING_DELAY_S` has passed since the interval's end; a missing register counts as zero there and the interval is
///    never reopened.
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
    /// @notice The opening record is of the future, or of no time at all.
    error EnergySettlementInFuture(bytes32 meter, uint64 timestampS);
    /// @notice The interval ends off the boundary of its period or in the future, or serves no agreement.
    error EnergySettlementInvalidInterval(bytes32 exportMeter, uint48 endS);
    /// @notice The interval is closed.
    error EnergySettlementIntervalSettled(bytes32 exportMeter, uint48 endS);
    /// @notice An earlier interval of the supplier is open.
    error EnergySettlementOutOfOrder(bytes32 exportMeter, uint48 endS, uint48 settledUntilS);
    /// @notice An earlier agreement of the consumer is not settled to its end.
    error EnergySettlementEarlierAgreementOpen(bytes32 importMeter, bytes32 exportMeter);
    /// @notice The register's last settled value is older than the agreement; the interval needs the meter's
    /// reading at its start first. `startS` is from when on flows count.
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

    /// @notice Closes intervals. Reverts as a whole if one cannot close, and with `AccessManagedUnauthorized` if registers
    /// are missing and the caller may not leave any out.
    function settle(SupplyInterval[] calldata intervals) external;

    /// @notice Pays as much of an agreement's claim as its consumer's escrow holds. Anyone may call.
    function payClaim(bytes32 agreement) external;

    /// @notice Last settled registers of a meter.
    function registersOf(bytes32 meter) external view returns (MeterRegisters.Registers memory);

    /// @notice End of the last closed interval of a supplier's meter.
    function settledUntil(bytes32 exportMeter) external view returns (uint48);

    /// @notice Energy that an agreement has delivered, Wh.
    function deliveredWhOf(bytes32 agreement) external view returns (uint64);

    /// @notice What an agreement's consumer owes beyond its escrow, token units.
    function claimOf(bytes32 agreement) external view returns (uint256);

    /// @notice Wait after an interval's end before it may close with registers missing, s.
    function CLOSING_DELAY_S() external view returns (uint48);
}
