// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    BatteryStatus,
    Checkpoint,
    Continuity,
    CycleProof,
    DeviceBinding,
    DeviceReplacement,
    Passport,
    PassportFacts,
    PublishedCounters
} from "../types/Passports.sol";
import {CycleCounters} from "../types/Records.sol";

/// @title IBatteryPassport
/// @notice ERC-721 passport per battery: facts fixed at the factory gate, the devices that measure it, custody in two
/// steps, its life from original to waste or successor, and a checkpoint of its history that never goes back.
/// @dev Trust: the maker states the facts; the device signs the history; nobody can shorten it below the checkpoint.
/// To a passport that has a successor nothing happens any more, its custody included. What is offered is the battery as
/// it stood: an offer of custody ends with a change of status or modules, when the battery becomes a module, when it is
/// succeeded, and when a device is bound to it, or to a module of it, for the first time or in the place of another.
interface IBatteryPassport {
    /// @notice `maker` issued `passport`.
    event PassportIssued(uint256 indexed passport, address indexed maker, string batteryPassportIdentifier);
    /// @notice `successor` took the place of `predecessor`.
    event PassportSucceeded(uint256 indexed predecessor, uint256 indexed successor);
    /// @notice The battery's status is `status` from now on.
    event BatteryStatusChanged(uint256 indexed passport, BatteryStatus status);
    /// @notice `module` is part of `pack` from now on.
    event ModuleAdded(uint256 indexed pack, uint256 indexed module);
    /// @notice `module` is no longer part of `pack`.
    event ModuleRemoved(uint256 indexed pack, uint256 indexed module);
    /// @notice `device` measures the battery from its record `firstSequence` on.
    event DeviceBound(uint256 indexed passport, bytes32 indexed device, uint64 firstSequence);
    /// @notice `newDevice` continues the count that `oldDevice` brought to `lastSequence`.
    event DeviceReplaced(
        uint256 indexed passport,
        bytes32 indexed oldDevice,
        bytes32 indexed newDevice,
        uint64 lastSequence,
        Continuity continuity
    );
    /// @notice The battery's history is proven up to `sequence`.
    event CheckpointSet(uint256 indexed passport, bytes32 indexed device, uint64 sequence, bytes32 recordHash);
    /// @notice The keeper published the checkpoint's counters.
    event CountersPublished(uint256 indexed passport, bytes32 indexed device, uint64 sequence);
    /// @notice The keeper offered custody to `to`.
    event CustodyOffered(uint256 indexed passport, address indexed from, address indexed to);
    /// @notice The offer was withdrawn.
    event CustodyOfferWithdrawn(uint256 indexed passport);

    /// @notice Only members issue passports.
    error BatteryPassportNotMember(address account);
    /// @notice The identifier has a passport already.
    error BatteryPassportAlreadyIssued(uint256 passport);
    /// @notice A passport needs an identifier of 1 to 128 bytes, texts of at most 256, a rated capacity and limits whose
    /// lower bound is below the upper.
    error BatteryPassportInvalidFacts(string batteryPassportIdentifier);
    /// @notice A successor needs 1 to 64 different predecessors without modules.
    error BatteryPassportInvalidPredecessors(uint256 passport);
    /// @notice The passport has a successor: nothing is added to it.
    error BatteryPassportSucceeded(uint256 passport, uint256 successor);
    /// @notice The status does not lead there.
    error BatteryPassportInvalidTransition(uint256 passport, BatteryStatus from, BatteryStatus to);
    /// @notice No successor begins with this status.
    error BatteryPassportInvalidSuccessorStatus(uint256 passport, BatteryStatus status);
    /// @notice A pack that is not waste has at most 64 modules: batteries of its own keeper that are not waste, have no
    /// successor, and are neither in a pack nor packs with modules themselves.
    error BatteryPassportInvalidModule(uint256 pack, uint256 module);
    /// @notice The battery is a module: the pack decides.
    error BatteryPassportInPack(uint256 passport, uint256 pack);
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
    /// @notice A replacement is signed by both devices, or attested by the old device's organisation: one of the two.
    error BatteryPassportReplacementUnproven(uint256 passport, bytes32 oldDevice);
    /// @notice The record is not of the device that measures this battery, or none does.
    error BatteryPassportNotBound(uint256 passport, bytes32 device);
    /// @notice A checkpoint only moves forward.
    error BatteryPassportCheckpointNotNewer(uint256 passport, uint64 current, uint64 given);
    /// @notice The record is not in the batch.
    error BatteryPassportInvalidProof(uint256 passport, bytes32 recordHash);
    /// @notice These are not the counters of the checkpoint.
    error BatteryPassportInvalidCounters(uint256 passport, bytes32 countersHash);
    /// @notice Counters never go down, below the published ones or the factory's; what was measured stays measured, and
    /// what was not, whose total since birth nobody knows any more, stays out.
    error BatteryPassportCountersDecreased(uint256 passport);
    /// @notice Custody moves by offer and acceptance only.
    error BatteryPassportTwoStepOnly(uint256 passport);
    /// @notice Custody was not offered to the caller.
    error BatteryPassportNotOffered(uint256 passport, address account);

    /// @notice Issues a passport to the calling member, its maker and first keeper.
    /// @return passport `uint256(keccak256(bytes(batteryPassportIdentifier)))`.
    function issue(PassportFacts calldata facts) external returns (uint256 passport);

    /// @notice Issues the passport of a battery that was made of others: prepared for re-use, repurposed or remanufactured
    /// (EU 2023/1542 Art. 77(7)). The caller, a member, keeps every predecessor and becomes the maker of the successor; to
    /// a predecessor, which is in no pack and has no modules, nothing is added any more. Waste can be a predecessor. The
    /// successor has no device yet, and takes none of its predecessors': a device measures one battery for ever.
    /// @param status `Repurposed`, `Reused` or `Remanufactured`.
    function issueSuccessor(
        PassportFacts calldata facts,
        BatteryStatus status,
        uint256[] calldata predecessors
    ) external returns (uint256 passport);

    /// @notice Changes the status in place: any other but `Waste` to `Reused`, and any other to `Waste`. Everything else
    /// makes another battery and takes a successor. A pack's modules follow where their own status lets them; a module
    /// changes with its pack only. Keeper only.
    function setStatus(uint256 passport, BatteryStatus status) external;

    /// @notice Makes batteries modules of a pack; from then on they change custody and status with it. Keeper of all only.
    function addModules(uint256 pack, uint256[] calldata modules) external;

    /// @notice Takes modules out of a pack. Keeper only.
    function removeModules(uint256 pack, uint256[] calldata modules) external;

    /// @notice Binds the caller's battery device to the passport that the caller keeps: the first one.
    /// @param firstSequence The first of the device's records that belongs to this battery.
    function bind(uint256 passport, bytes32 device, uint64 firstSequence) external;

    /// @notice Lets another device of the caller continue the count. Keeper only. Both devices sign
    /// `DeviceReplacement(uint256 passport,bytes32 oldDevice,uint64 lastSequence,bytes32 newDevice,uint64 firstSequence)`
    /// in the records' domain, or the new one alone if the old one's organisation, then the caller, attests.
    /// `lastSequence` is the sequence of the present device's checkpoint; without one it is its `firstSequence` − 1, and
    /// none of its records counts.
    function replaceDevice(DeviceReplacement calldata replacement) external;

    /// @notice Moves the checkpoint to a proven record. Anyone may call. The device must have been active, and the signature
    /// that of its signer, when the record's batch was anchored: errors of `IDeviceRegistry.requireSignedAt`.
    function checkpoint(uint256 passport, CycleProof calldata proof) external;

    /// @notice Publishes the counters behind the checkpoint: not below those published before, whatever device they came
    /// from. Keeper only.
    function publishCounters(uint256 passport, CycleCounters calldata counters) external;

    /// @notice Offers custody to `to`, in the place of any offer before; zero withdraws. Keeper only. A module moves with
    /// its pack.
    function offerCustody(uint256 passport, address to) external;

    /// @notice Accepts custody that was offered to the caller, of the battery and its modules.
    function acceptCustody(uint256 passport) external;

    /// @notice The passport. Reverts with ERC-721's `ERC721NonexistentToken`.
    function passportOf(uint256 passport) external view returns (Passport memory);

    /// @notice Passports that this one took the place of.
    function predecessorsOf(uint256 passport) external view returns (uint256[] memory);

    /// @notice Modules of a pack.
    function modulesOf(uint256 passport) external view returns (uint256[] memory);

    /// @notice The devices of the battery, oldest first.
    function bindingsOf(uint256 passport) external view returns (DeviceBinding[] memory);

    /// @notice The latest checkpoint; all zero before the first.
    function checkpointOf(uint256 passport) external view returns (Checkpoint memory);

    /// @notice The counters published last; device zero if none were.
    function countersOf(uint256 passport) external view returns (PublishedCounters memory);

    /// @notice Account to which custody is offered, or zero.
    function custodyOfferOf(uint256 passport) external view returns (address);

    /// @notice Token id of an identifier.
    function passportId(string calldata batteryPassportIdentifier) external pure returns (uint256);
}
