// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Agreement, Supply} from "../types/Agreements.sol";

/// @title ISupplyAgreements
/// @notice Bilateral supply contracts, signed by both parties and submitted by anyone.
/// @dev Must always hold: one exclusive supplier per import meter and window; nobody is bound to terms they did not sign.
interface ISupplyAgreements {
    /// @notice Both parties signed `agreement`.
    event AgreementRegistered(
        bytes32 indexed id,
        bytes32 indexed importMeter,
        bytes32 indexed exportMeter,
        Agreement agreement
    );

    /// @notice The agreement was registered before.
    error SupplyAgreementsAlreadyRegistered(bytes32 id);
    /// @notice No such agreement.
    error SupplyAgreementsUnknown(bytes32 id);
    /// @notice The window is empty or not on the boundaries of its period, or the period is not supported.
    error SupplyAgreementsInvalidWindow(uint48 startS, uint48 endS, uint32 settlementPeriodS);
    /// @notice An agreement needs a cap and two different meters.
    error SupplyAgreementsInvalidTerms(bytes32 importMeter, bytes32 exportMeter);
    /// @notice The device is not a meter of this account.
    error SupplyAgreementsNotMeterOwner(bytes32 meter, address account);
    /// @notice The account did not sign these terms.
    error SupplyAgreementsInvalidSignature(bytes32 id, address account);
    /// @notice The import meter has a supplier in this window.
    error SupplyAgreementsOverlap(bytes32 importMeter, bytes32 existing);
    /// @notice All agreements of an export meter settle over the same period.
    error SupplyAgreementsPeriodMismatch(bytes32 exportMeter, uint32 expected, uint32 given);
    /// @notice More agreements would overlap than one settlement can hold.
    error SupplyAgreementsRosterFull(bytes32 exportMeter);

    /// @notice Registers an agreement that both parties signed. Anyone may submit.
    /// @return id EIP-712 digest of the agreement, which both signatures are over.
    function register(
        Agreement calldata agreement,
        bytes calldata consumerSignature,
        bytes calldata supplierSignature
    ) external returns (bytes32 id);

    /// @notice EIP-712 digest of `agreement` in this contract's domain.
    function idOf(Agreement calldata agreement) external view returns (bytes32 id);

    /// @notice The agreement. Reverts with `SupplyAgreementsUnknown`.
    function agreementOf(bytes32 id) external view returns (Agreement memory);

    /// @notice Ids of every agreement of an import meter, ordered by window.
    function agreementsOfImportMeter(bytes32 importMeter) external view returns (bytes32[] memory);

    /// @notice Ids of every agreement of an export meter, in the order of registration.
    function agreementsOfExportMeter(bytes32 exportMeter) external view returns (bytes32[] memory);

    /// @notice Agreement of an import meter whose window holds the second before `endS`; id zero if there is none.
    function agreementAt(
        bytes32 importMeter,
        uint48 endS
    ) external view returns (bytes32 id, Agreement memory agreement);

    /// @notice As `agreementAt`, but only what settlement needs; reads no storage beyond that.
    function supplyAt(bytes32 importMeter, uint48 endS) external view returns (Supply memory supply);

    /// @notice Number of agreements of an export meter whose window overlaps `[fromS, toS)`.
    function exportOverlaps(bytes32 exportMeter, uint48 fromS, uint48 toS) external view returns (uint256);

    /// @notice Agreements of an import meter whose window overlaps `[fromS, toS)`, ordered by window.
    function importAgreementsBetween(
        bytes32 importMeter,
        uint48 fromS,
        uint48 toS
    ) external view returns (Agreement[] memory);

    /// @notice Settlement period that all agreements of an export meter share; zero before the first.
    function periodOf(bytes32 exportMeter) external view returns (uint32);
}
