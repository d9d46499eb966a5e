// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Checkpoint, CycleProof, DeviceBinding, Passport, PassportFacts} from "../types/Passports.sol";

/// @title IBatteryPassport
/// @notice ERC-721 passport per battery: facts fixed at the factory gate, the devices that measure it, custody in two
/// steps and a checkpoint of its history that never goes back.
/// @dev Trust: the maker states the facts; the device signs the history; nobody can shorten it below the checkpoint.
interface IBatteryPassport {
    /// @notice `maker` issued `passport`.
    event PassportIssued(uint256 indexed passport, address indexed maker, string batteryPassportIdentifier);
    /// @notice `device` measures the battery from its record `firstSequence` on.
    event DeviceBound(uint256 indexed passport, bytes32 indexed device, uint64 firstSequence);
    /// @notice The battery's history is proven up to `sequence`.
    event CheckpointSet(uint256 indexed passport, bytes32 indexed device, uint64 sequence, bytes32 recordHash);
    /// @notice The keeper offered custody to `to`.
    event CustodyOffered(uint256 indexed passport, address indexed from, address indexed to);
    /// @notice The offer was withdrawn.
    event CustodyOfferWithdrawn(uint256 indexed passport);

    /// @notice Only members issue passports.
    error BatteryPassportNotMember(address account);
    /// @notice The identifier has a passport already.
    error BatteryPassportAlreadyIssued(uint256 passport);
    /// @notice A passport needs an identifier of 1 to 128 bytes and a rated capacity.
    error BatteryPassportInvalidFacts(string batteryPassportIdentifier);
    /// @notice The caller does not keep the battery.
    error BatteryPassportNotKeeper(uint256 passport, address account);
    /// @notice The device is not a battery's, not active, or not of the caller's organisation.
    error BatteryPassportDeviceNotBindable(uint256 passport, bytes32 device);
    /// @notice The device measures a battery already.
    error BatteryPassportDeviceTaken(bytes32 device, uint256 passport);
    /// @notice The battery has a device already.
    error BatteryPassportAlreadyBound(uint256 passport, bytes32 device);
    /// @notice Sequences start at 1.
    error BatteryPassportInvalidFirstSequence(uint256 passport, uint64 firstSequence);
    /// @notice The record is not of the device that measures this battery.
    error BatteryPassportNotBound(uint256 passport, bytes32 device);
    /// @notice A checkpoint only moves forward.
    error BatteryPassportCheckpointNotNewer(uint256 passport, uint64 current, uint64 given);
    /// @notice The record is not in the batch.
    error BatteryPassportInvalidProof(uint256 passport, bytes32 recordHash);
    /// @notice Custody moves by offer and acceptance only.
    error BatteryPassportTwoStepOnly(uint256 passport);
    /// @notice Custody was not offered to the caller.
    error BatteryPassportNotOffered(uint256 passport, address account);

    /// @notice Issues a passport to the calling member, its maker and first keeper.
    /// @return passport `uint256(keccak256(bytes(batteryPassportIdentifier)))`.
    function issue(PassportFacts calldata facts) external returns (uint256 passport);

    /// @notice Binds the caller's battery device to the passport that the caller keeps.
    /// @param firstSequence The first of the device's records that belongs to this battery.
    function bind(uint256 passport, bytes32 device, uint64 firstSequence) external;

    /// @notice Moves the checkpoint to a proven record. Anyone may call. The device must have been active, and the signature
    /// that of its signer, when the record's batch was anchored: errors of `IDeviceRegistry.requireSignedAt`.
    function checkpoint(uint256 passport, CycleProof calldata proof) external;

    /// @notice Offers custody to `to`; zero withdraws an offer. Keeper only.
    function offerCustody(uint256 passport, address to) external;

    /// @notice Accepts custody that was offered to the caller.
    function acceptCustody(uint256 passport) external;

    /// @notice The passport. Reverts with ERC-721's `ERC721NonexistentToken`.
    function passportOf(uint256 passport) external view returns (Passport memory);

    /// @notice The devices of the battery, oldest first.
    function bindingsOf(uint256 passport) external view returns (DeviceBinding[] memory);

    /// @notice The latest checkpoint; all zero before the first.
    function checkpointOf(uint256 passport) external view returns (Checkpoint memory);

    /// @notice Account to which custody is offered, or zero.
    function custodyOfferOf(uint256 passport) external view returns (address);

    /// @notice Token id of an identifier.
    function passportId(string calldata batteryPassportIdentifier) external pure returns (uint256);
}
