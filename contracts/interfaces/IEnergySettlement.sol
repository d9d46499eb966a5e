// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Agreement} from "../types/Agreements.sol";
import {SignedMeterReading} from "../types/Records.sol";
import {
    CompiledRoster,
    ExportRegister,
    ImportRegister,
    MeterCorrection,
    Registers,
    SupplyInterval
} from "../types/Settlement.sol";
import {IDeviceRegistry} from "./IDeviceRegistry.sol";
import {IEscrowLedger} from "./IEscrowLedger.sol";
import {ISupplyAgreements} from "./ISupplyAgreements.sol";

/// @title IEnergySettlement
/// @notice Settles supply agreements from meter-signed registers. Verifies every signature on chain, splits a supplier's
/// production over its consumers, and pays inside an escrow ledger.
/// @dev Must always hold: Wh and money are conserved; nothing settles twice; a payment never exceeds escrow.
/// Rules, so that anyone can recompute them:
/// 1. A meter's flow in an interval is its register at the interval's end less the last one settled. A register that
///    covers several intervals (a reading in between never came) counts whole in the interval that it closes, and no
///    certificate is issued for it. What flowed before the agreement began never counts: a register older than that needs a
///    baseline first, which is the meter's reading at the start of the interval. A flow beyond
///    `rated power × time since the last settled register` is refused.
/// 2. A consumer's demand is its import, at most what the agreement's cap leaves, and zero while the agreement has an open
///    claim. If production covers all demands, each consumer gets its demand; otherwise
///    `production × demand ÷ sum of demands`, rounded down.
/// 3. A payment is `deliveredWh × pricePerKWh ÷ 1000`, rounded down, limited to the escrow that the consumer had before the
///    call, less what it paid in the call before. What the call pays to an account it has from the next call on. What is
///    missing is the supplier's claim; from the next interval on the agreement delivers nothing until the claim is paid.
/// 4. What a consumer took beyond its share is its grid supplier's, if an agreement with one holds the whole interval and
///    has no open claim, and is paid by rule 3 after the neighbour.
/// 5. Intervals of a supplier close in order, without leaving out one that serves an agreement. Anyone closes an interval
///    for which every register is given. With registers missing only the holder of the settling role does, once
///    `CLOSING_DELAY_S` has passed since the interval's end; a missing register counts as zero there and the interval is
///    never reopened.
///
/// What was settled is provable from storage: `headOf` a meter is the hash over all that `IntervalSettled` said of it,
/// `head' = keccak256(head ‖ (roster << 96 | endS) ‖ words)`, beginning with zero. `words[0]` is the supplier's, then comes
/// one for each of the roster's members in order. A word is, from its most significant bit: flow (64, Wh), delivered (64, Wh),
/// owed (96, token units), zero (24), flags (8): 1 the register was given, 2 it covers this interval alone and nothing was
/// corrected since the last, 4 a grid supplier's word follows. That one is: delivered (64), owed (96), zero (64), number of
/// the agreement (32). Where neither flag 1 is set, the word is zero.
interface IEnergySettlement is IEscrowLedger {
    /// @notice A meter's opening record is its baseline.
    event MeterOpened(bytes32 indexed meter, uint48 timestampS, uint64 importWh, uint64 exportWh);
    /// @notice A register got a new baseline at `timestampS`; nothing that flowed before it is settled.
    event BaselineSet(bytes32 indexed meter, bool isExport, uint48 timestampS, uint64 registerWh);
    /// @notice A meter's registers jumped; `signer` answers for it.
    event MeterCorrected(bytes32 indexed meter, address indexed signer, MeterCorrection correction);
    /// @notice A supplier's roster stands for `[fromS, untilS)` until its agreements change.
    event RosterCompiled(
        bytes32 indexed exportMeter,
        uint48 indexed fromS,
        uint48 untilS,
        address roster,
        uint32[] numbers
    );
    /// @notice A supplier's interval is closed for good.
    event IntervalSettled(bytes32 indexed exportMeter, uint48 indexed endS, address indexed roster, uint256[] words);
    /// @notice A consumer paid `amount` of a supplier's claim.
    event ClaimPaid(bytes32 indexed agreement, uint256 amount, uint256 open);

    /// @notice Only the contract of the agreements may call.
    error EnergySettlementNotAgreements(address caller);
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
    /// @notice A window would reach back before `settledUntilS`, to which the meter is settled.
    error EnergySettlementWindowSettled(bytes32 meter, uint48 settledUntilS);
    /// @notice The correction is not the meter's next, or changes nothing.
    error EnergySettlementInvalidCorrection(bytes32 meter, uint32 number);
    /// @notice The correction is of another register than the last settled, whose times these are.
    error EnergySettlementCorrectionNotDue(bytes32 meter, uint48 importAtS, uint48 exportAtS);
    /// @notice The correction is not signed by the organisation that answers for the meter, or its registrar.
    error EnergySettlementNotRegistrar(bytes32 meter, address signer);
    /// @notice The roster is none, is of another meter or stretch, or the agreements changed since it was compiled.
    error EnergySettlementNoRoster(bytes32 exportMeter, address roster, uint48 endS);
    /// @notice The interval ends off the boundary of its period or in the future.
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
    /// @notice The reading's position is beyond the roster or not above the one before, or bits are set that nothing uses.
    /// `index` is its place in the interval.
    error EnergySettlementUnexpectedReading(bytes32 exportMeter, uint256 index);
    /// @notice The meter has a register within the window, last settled at `settledS`.
    error EnergySettlementBaselineNotNeeded(bytes32 meter, uint48 settledS);
    /// @notice A register at or before the last settled one.
    error EnergySettlementRegisterSettled(bytes32 meter, uint48 settledS, uint48 givenS);
    /// @notice A cumulative register never goes backwards.
    error EnergySettlementRegisterBackwards(bytes32 meter, uint64 settledWh, uint64 givenWh);
    /// @notice The flow is beyond what the meter's connection can carry in the time.
    error EnergySettlementImplausible(bytes32 meter, uint64 flowWh, uint256 limitWh);
    /// @notice The agreement has no open claim.
    error EnergySettlementNoClaim(bytes32 agreement);

    /// @notice Takes meters' opening records as their baselines. Anyone may call.
    function open(SignedMeterReading[] calldata openings) external;

    /// @notice Lets a meter go on after its registers jumped. `signer` is the organisation that answers for the meter, or
    /// its registrar. Anyone may relay.
    function correct(MeterCorrection calldata correction, address signer, bytes calldata signature) external;

    /// @notice Compiles the roster of the stretch around the second `atS`, from the numbers of all its agreements, ascending.
    /// Anyone may call, and compile again what was compiled: once the registry's revision has moved, readings are else
    /// checked by the registry one by one.
    function compile(bytes32 exportMeter, uint48 atS, uint32[] calldata numbers) external returns (address roster);

    /// @notice Closes intervals. Reverts as a whole if one cannot close, with `DEVICES`' errors if a meter did not sign, and
    /// with `AccessManagedUnauthorized` if registers are missing and the caller may not leave any out.
    function settle(SupplyInterval[] calldata intervals) external;

    /// @notice Pays as much of an agreement's claim as its consumer's escrow holds, which may be nothing. Anyone may call.
    function payClaim(bytes32 agreement) external;

    /// @notice Called by `AGREEMENTS` for an agreement that was just registered: locks escrow and refuses a window that
    /// reaches back into what is settled.
    function agreementRegistered(Agreement calldata agreement) external;

    /// @notice Called by `AGREEMENTS` when an agreement was ended early: the rosters it is in no longer stand.
    function agreementEnded(bytes32 exportMeter) external;

    /// @notice Called by `AGREEMENTS` when the escrow of an agreement is no longer needed.
    function unlock(address account, uint128 amount) external;

    /// @notice Last settled registers of a meter. After a correction, until the next register: where the new count would have
    /// stood then, modulo 2^64.
    function registersOf(bytes32 meter) external view returns (Registers memory);

    /// @notice Last settled registers of a meter as if none of its corrections had been: they never fall, and any two of them
    /// differ by the energy that flowed between.
    function countedOf(bytes32 meter) external view returns (Registers memory);

    /// @notice Import side of a meter's settlement.
    function importOf(bytes32 meter) external view returns (ImportRegister memory);

    /// @notice Export side of a meter's settlement.
    function exportOf(bytes32 meter) external view returns (ExportRegister memory);

    /// @notice Roster compiled last for the stretch that begins at `fromS`, if it stands.
    function rosterOf(bytes32 exportMeter, uint48 fromS) external view returns (CompiledRoster memory);

    /// @notice Hash over everything settled of a supplier's meter.
    function headOf(bytes32 exportMeter) external view returns (bytes32);

    /// @notice End of the last closed interval of a supplier's meter.
    function settledUntil(bytes32 exportMeter) external view returns (uint48);

    /// @notice Energy that an agreement has delivered, Wh; not kept for grid suppliers.
    function deliveredWhOf(bytes32 agreement) external view returns (uint64);

    /// @notice What an agreement's consumer owes beyond its escrow, token units.
    function claimOf(bytes32 agreement) external view returns (uint256);

    /// @notice Corrections of a meter so far.
    function correctionsOf(bytes32 meter) external view returns (uint32);

    /// @notice Wait after an interval's end before it may close with registers missing, s.
    function CLOSING_DELAY_S() external view returns (uint48);

    /// @notice Whose meters sign the registers.
    function DEVICES() external view returns (IDeviceRegistry);

    /// @notice The agreements that are settled: created with this contract, for it alone.
    function AGREEMENTS() external view returns (ISupplyAgreements);
}
