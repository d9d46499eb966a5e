// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {PassportMetadata} from "./PassportMetadata.sol";
import {PassportLife} from "./PassportLife.sol";
import {IBatteryPassport} from "./interfaces/IBatteryPassport.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {BatteryCounters} from "./libraries/BatteryCounters.sol";
import {RecordHash} from "./libraries/RecordHash.sol";
import {ReplacementHash} from "./libraries/ReplacementHash.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";
import {
    Checkpoint,
    Continuity,
    CycleProof,
    DeviceBinding,
    DeviceReplacement,
    PassportFacts,
    PublishedCounters
} from "./types/Passports.sol";
import {CycleCounters} from "./types/Records.sol";

/// @title BatteryPassport
/// @notice What a battery's devices prove of it: bindings, checkpoints, published counters. See `IBatteryPassport`.
contract BatteryPassport is PassportLife {
    using BatteryCounters for CycleCounters;
    using ReplacementHash for DeviceReplacement;

    /// @notice Whose devices measure batteries.
    IDeviceRegistry public immutable DEVICES;
    /// @notice Where the records are anchored.
    IRecordAnchor public immutable ANCHOR;
    /// @notice Writes passports as JSON.
    PassportMetadata public immutable METADATA;

    mapping(uint256 passport => DeviceBinding[] bindings) private _bindings;
    mapping(bytes32 device => uint256 passport) private _passportOfDevice;
    mapping(uint256 passport => Checkpoint) private _checkpoints;
    mapping(uint256 passport => PublishedCounters) private _published;

    constructor(IMembership membership, IDeviceRegistry devices, IRecordAnchor anchor) PassportLife(membership) {
        DEVICES = devices;
        ANCHOR = anchor;
        METADATA = new PassportMetadata();
    }

    /// @inheritdoc IBatteryPassport
    function bind(uint256 passport, bytes32 device, uint64 firstSequence) external {
        _requireKept(passport);
        DeviceBinding[] storage bindings = _bindings[passport];
        uint256 count = bindings.length;
        if (count != 0) revert BatteryPassportAlreadyBound(passport, bindings[count - 1].device);

        _bind(passport, device, firstSequence, Continuity.FirstDevice, 0);
    }

    /// @inheritdoc IBatteryPassport
    function replaceDevice(DeviceReplacement calldata r) external {
        _requireKept(r.passport);
        DeviceBinding[] storage bindings = _bindings[r.passport];
        uint256 count = bindings.length;
        require(count != 0, BatteryPassportNotBound(r.passport, r.newDevice));
        DeviceBinding storage present = bindings[count - 1];
        bytes32 oldDevice = present.device;
        Checkpoint storage current = _checkpoints[r.passport];
        // Records that no checkpoint proves do not count: of a device without one, none does.
        uint64 lastSequence = current.device == oldDevice ? current.sequence : present.firstSequence - 1;
        bytes32 structHash = r.hash(oldDevice, lastSequence);
        Continuity continuity = _requireContinuity(r, oldDevice, structHash);

        present.lastSequence = lastSequence;
        _bind(r.passport, r.newDevice, r.firstSequence, continuity, r.attestation);
        DEVICES.requireSigned(r.newDevice, structHash, r.newSignature);
        emit DeviceReplaced(r.passport, oldDevice, r.newDevice, lastSequence, continuity);
    }

    /// @inheritdoc IBatteryPassport
    function checkpoint(uint256 passport, CycleProof calldata p) external {
        bytes32 device = p.header.device;
        uint64 sequence = p.header.sequence;
        _requireMeasures(passport, device, sequence);
        _requireInUse(passport);
        Checkpoint storage current = _checkpoints[passport];
        uint64 last = current.device == device ? current.sequence : 0;
        require(sequence > last, BatteryPassportCheckpointNotNewer(passport, last, sequence));
        bytes32 recordHash = RecordHash.hashCycle(p.header, p.measurementsHash, p.countersHash);
        uint64 anchoredAtS = ANCHOR.verify(p.stream, p.batchSequence, p.root, recordHash, p.proof);
        require(anchoredAtS != 0, BatteryPassportInvalidProof(passport, recordHash));
        // Judged as of the anchor: revoking a device later must not let anybody drop what it recorded before.
        DEVICES.requireSignedAt(device, recordHash, p.signature, uint48(anchoredAtS));

        _checkpoints[passport] = Checkpoint(device, sequence, p.header.timestampS, recordHash, p.countersHash);
        emit CheckpointSet(passport, device, sequence, recordHash);
    }

    /// @inheritdoc IBatteryPassport
    function publishCounters(uint256 passport, CycleCounters calldata counters) external {
        _requireKept(passport);
        Checkpoint storage current = _checkpoints[passport];
        bytes32 countersHash = RecordHash.hash(counters);
        require(countersHash == current.countersHash, BatteryPassportInvalidCounters(passport, countersHash));
        PublishedCounters storage last = _published[passport];
        PassportFacts storage facts = _passports[passport].facts;
        require(
            counters.chargeCount >= facts.factoryChargeCount &&
                counters.dischargeCount >= facts.factoryDischargeCount &&
                (last.device == 0 || counters.follows(last.counters)),
            BatteryPassportCountersDecreased(passport)
        );

        (bytes32 device, uint64 sequence) = (current.device, current.sequence);
        _published[passport] = PublishedCounters(device, sequence, counters);
        emit CountersPublished(passport, device, sequence);
    }

    /// @inheritdoc IBatteryPassport
    function bindingsOf(uint256 passport) external view returns (DeviceBinding[] memory) {
        return _bindings[passport];
    }

    /// @inheritdoc IBatteryPassport
    function checkpointOf(uint256 passport) external view returns (Checkpoint memory) {
        return _checkpoints[passport];
    }

    /// @inheritdoc IBatteryPassport
    function countersOf(uint256 passport) external view returns (PublishedCounters memory) {
        return _published[passport];
    }

    /// @inheritdoc ERC721
    function tokenURI(uint256 passport) public view override returns (string memory) {
        return METADATA.uri(this, passport);
    }

    function _bind(
        uint256 passport,
        bytes32 device,
        uint64 firstSequence,
        Continuity continuity,
        bytes32 attestation
    ) private {
        require(firstSequence != 0, BatteryPassportInvalidFirstSequence(passport, firstSequence));
        uint256 taken = _passportOfDevice[device];
        require(taken == 0, BatteryPassportDeviceTaken(device, taken));
        Device memory d = DEVICES.deviceOf(device);
        require(
            d.kind == DeviceKind.Battery && d.status == DeviceStatus.Active && d.organisation == msg.sender,
            BatteryPassportDeviceNotBindable(passport, device)
        );

        // What was offered is the battery, or the pack that it is in, as its devices measured it until now.
        _withdrawOffer(passport);
        _withdrawOffer(_passports[passport].pack);
        _passportOfDevice[device] = passport;
        _bindings[passport].push(
            DeviceBinding(device, firstSequence, 0, uint48(block.timestamp), continuity, attestation)
        );
        emit DeviceBound(passport, device, firstSequence);
    }

    /// @dev Either the old device signed, or its organisation, the caller, attests: not both, not neither.
    function _requireContinuity(
        DeviceReplacement calldata r,
        bytes32 oldDevice,
        bytes32 structHash
    ) private view returns (Continuity) {
        bool signed = r.oldSignature.length != 0;
        bool attested = r.attestation != 0 && DEVICES.deviceOf(oldDevice).organisation == msg.sender;
        require(signed ? r.attestation == 0 : attested, BatteryPassportReplacementUnproven(r.passport, oldDevice));
        if (!signed) return Continuity.OrganisationAttested;
        DEVICES.requireSigned(oldDevice, structHash, r.oldSignature);
        return Continuity.BothDevicesSigned;
    }

    /// @dev Only the present device's records count, from the first that is this battery's.
    function _requireMeasures(uint256 passport, bytes32 device, uint64 sequence) private view {
        DeviceBinding[] storage bindings = _bindings[passport];
        uint256 count = bindings.length;
        if (count == 0) {
            // A battery with a device has a passport: only here is it worth a look.
            _requireOwned(passport);
            revert BatteryPassportNotBound(passport, device);
        }
        DeviceBinding storage present = bindings[count - 1];
        require(
            present.device == device && present.firstSequence <= sequence,
            BatteryPassportNotBound(passport, device)
        );
    }
}
