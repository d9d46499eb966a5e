// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Agreement, GridSupply, Stretch} from "../types/Agreements.sol";
import {IDeviceRegistry} from "./IDeviceRegistry.sol";
import {IEnergySettlement} from "./IEnergySettlement.sol";

/// @title ISupplyAgreements
/// @notice Bilateral supply contracts, signed by both parties and submitted by anyone.
/// @dev Must always hold: one exclusive supplier per import meter and window; nobody is bound to terms they did not sign;
/// no window reaches back into what is settled. A grid supplier's agreement stands beside a neighbour's: it names no
/// export meter and is exclusive only among grid suppliers of the same import meter.
interface ISupplyAgreements {
    /// @notice Both parties signed `agreement`.
    event AgreementRegistered(
        bytes32 indexed id,
        bytes32 indexed importMeter,
        bytes32 indexed exportMeter,
        uint32 number,
        Agreement agreement
    );
    /// @notice The agreement ends at `endS`, earlier than it was to.
    event AgreementEnded(bytes32 indexed id, uint48 endS);
    /// @notice The escrow that the agreement had locked is free.
    event EscrowReleased(bytes32 indexed id, uint128 amount);
    /// @notice Whether `operator` may agree to terms for `account`.
    event OperatorSet(address indexed account, address indexed operator, bool allowed);

    /// @notice The agreement was registered before.
    error SupplyAgreementsAlreadyRegistered(bytes32 id);
    /// @notice No such agreement.
    error SupplyAgreementsUnknown(bytes32 id);
    /// @notice The window is empty or not on the boundaries of its period, or the period is not supported.
    error SupplyAgreementsInvalidWindow(uint48 startS, uint48 endS, uint32 settlementPeriodS);
    /// @notice An agreement needs a cap and ratings, and two different meters or, with a grid supplier, two accounts, no
    /// cap, no rating of an export meter and no certificates.
    error SupplyAgreementsInvalidTerms(bytes32 importMeter, bytes32 exportMeter);
    /// @notice A price is above zero and at most `maximum`.
    error SupplyAgreementsInvalidPrice(uint64 pricePerKWh, uint64 maximum);
    /// @notice The price is in another currency than settlement pays.
    error SupplyAgreementsWrongToken(address token, address expected);
    /// @notice The device is not an active meter of this account.
    error SupplyAgreementsNotMeterOwner(bytes32 meter, address account);
    /// @notice The account did not agree to these terms.
    error SupplyAgreementsInvalidSignature(bytes32 id, address account);
    /// @notice The import meter has a supplier in this window.
    error SupplyAgreementsOverlap(bytes32 importMeter, bytes32 existing);
    /// @notice All agreements of an export meter settle over the same period, until all of them are settled to their ends.
    error SupplyAgreementsPeriodMismatch(bytes32 exportMeter, uint32 expected, uint32 given);
    /// @notice More agreements would overlap than one settlement can hold.
    error SupplyAgreementsRosterFull(bytes32 exportMeter);
    /// @notice The meter has as many agreements that end in the future as one may have.
    error SupplyAgreementsTooManyAhead(bytes32 meter);
    /// @notice What the export meter has still to settle would reach from `fromS` to `untilS`: further than `MAX_SPAN_S`.
    error SupplyAgreementsSpanTooLong(bytes32 exportMeter, uint48 fromS, uint48 untilS);
    /// @notice The agreement ends at `endS` or earlier already, or the time given is not on its period's boundaries.
    error SupplyAgreementsInvalidEnd(bytes32 id, uint48 endS);
    /// @notice With the consents given the agreement cannot end before `earliestS`.
    error SupplyAgreementsNotice(bytes32 id, uint256 earliestS);
    /// @notice Neither party agreed to the end.
    error SupplyAgreementsNotParty(bytes32 id, address account);
    /// @notice The numbers are not those of all agreements of the stretch, in ascending order.
    error SupplyAgreementsInvalidRoster(bytes32 exportMeter, uint48 atS);
    /// @notice The agreement's window is not settled yet, or its escrow was released before.
    error SupplyAgreementsNotReleasable(bytes32 id);

    /// @notice Registers an agreement that both parties agreed to: by signature, as the caller, or through an operator
    /// that calls. Anyone may submit. Locks the consumer's escrow.
    /// @return id EIP-712 digest of the agreement, which both signatures are over.
    function register(
        Agreement calldata agreement,
        bytes calldata consumerSignature,
        bytes calldata supplierSignature
    ) external returns (bytes32 id);

    /// @notice Ends an agreement early, at a boundary of its period: at once if both parties agree, after the agreed notice
    /// if one does. A party agrees as the caller, or by signing `AgreementEnd(bytes32 agreement,uint48 endS)`; an empty
    /// signature is no consent. An end before the window's start takes the agreement out of force altogether.
    function end(bytes32 id, uint48 endS, bytes calldata consumerSignature, bytes calldata supplierSignature) external;

    /// @notice Frees the escrow that an agreement has locked, once: when its window is settled, when it was taken out of
    /// force before its window, or `RELEASE_DELAY_S` after its end, which is how a grid supplier's is freed. Anyone may call.
    function release(bytes32 id) external;

    /// @notice Lets `operator`, a contract such as a market, agree to any terms for the caller, by calling `register`.
    function setOperator(address operator, bool allowed) external;

    /// @notice Whether `operator` may agree to terms for `account`.
    function isOperator(address account, address operator) external view returns (bool);

    /// @notice EIP-712 digest of `agreement` in this contract's domain.
    function idOf(Agreement calldata agreement) external view returns (bytes32 id);

    /// @notice The agreement. Reverts with `SupplyAgreementsUnknown`.
    function agreementOf(bytes32 id) external view returns (Agreement memory);

    /// @notice The agreement's number, counted over all agreements from 1; zero for an unknown one.
    function numberOf(bytes32 id) external view returns (uint32);

    /// @notice Id of the agreement with a number; zero for an unknown one.
    function idByNumber(uint32 number) external view returns (bytes32);

    /// @notice Ids of the agreements of an import meter with neighbours, past and ahead, ordered by window; without those
    /// that were taken out of force before their window.
    function agreementsOfImportMeter(bytes32 importMeter) external view returns (bytes32[] memory);

    /// @notice The same with grid suppliers.
    function gridAgreementsOf(bytes32 importMeter) external view returns (bytes32[] memory);

    /// @notice Ids of every agreement of an export meter, in the order of registration.
    function agreementsOfExportMeter(bytes32 exportMeter) external view returns (bytes32[] memory);

    /// @notice Agreement of an import meter whose window holds the second before `endS`; id zero if there is none.
    function agreementAt(
        bytes32 importMeter,
        uint48 endS
    ) external view returns (bytes32 id, Agreement memory agreement);

    /// @notice What a grid supplier delivers to an import meter over `[startS, endS)`; none unless the window holds all of it.
    function gridSupplyAt(bytes32 importMeter, uint48 startS, uint48 endS) external view returns (GridSupply memory);

    /// @notice The longest stretch around the second `atS` over which an export meter serves the same agreements.
    function stretchAt(bytes32 exportMeter, uint48 atS) external view returns (Stretch memory);

    /// @notice Writes the roster of the stretch around the second `atS` as code: see `Rosters`. `EnergySettlement.compile` calls
    /// it. Anyone may: settlement takes every roster that was written here and still stands.
    /// @param numbers Of all agreements of the stretch, ascending.
    function writeRoster(
        bytes32 exportMeter,
        uint48 atS,
        uint32[] calldata numbers
    ) external returns (address code, uint48 fromS, uint48 untilS);

    /// @notice Number of agreements of an export meter whose window overlaps `[fromS, toS)`.
    function exportOverlaps(bytes32 exportMeter, uint48 fromS, uint48 toS) external view returns (uint256);

    /// @notice Supplier's meter of the first agreement of an import meter whose window overlaps `[fromS, toS)` and is not
    /// settled to its end; zero if there is none.
    function firstUnsettled(bytes32 importMeter, uint48 fromS, uint48 toS) external view returns (bytes32 exportMeter);

    /// @notice Settlement period that all agreements of an export meter share; zero before the first. Another one may be
    /// agreed once everything agreed before is settled.
    function periodOf(bytes32 exportMeter) external view returns (uint32);

    /// @notice Most agreements of one export meter that may overlap a window: they have to settle in one transaction, and a
    /// compiled roster is one contract's code.
    function MAX_ROSTER() external view returns (uint256);

    /// @notice Most agreements of one meter that may end in the future. It bounds what registering or ending one costs,
    /// whatever the other party agreed to beside it.
    function MAX_AHEAD() external view returns (uint256);

    /// @notice Longest time that an export meter may have to settle at once, s. Its intervals settle in order, so that nobody has
    /// to wait for those of longer ago.
    function MAX_SPAN_S() external view returns (uint48);

    /// @notice Highest price that an agreement may name, token units per kWh.
    function MAX_PRICE_PER_KWH() external view returns (uint64);

    /// @notice Wait after an agreement's end before its escrow is free although nobody settled it, s: thirty days more than
    /// the settlement's closing delay.
    function RELEASE_DELAY_S() external view returns (uint48);

    /// @notice Whose meters the agreements name.
    function DEVICES() external view returns (IDeviceRegistry);

    /// @notice Settles the agreements and keeps the escrow that they lock.
    function SETTLEMENT() external view returns (IEnergySettlement);
}
