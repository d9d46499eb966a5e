// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IBatteryPassport} from "./interfaces/IBatteryPassport.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {RecordHash} from "./libraries/RecordHash.sol";
import {Device, DeviceKind, DeviceStatus} from "./types/Devices.sol";
import {BatteryStatus, Checkpoint, CycleProof, DeviceBinding, Passport, PassportFacts} from "./types/Passports.sol";

/// @title BatteryPassport
/// @notice See `IBatteryPassport`.
contract BatteryPassport is IBatteryPassport, ERC721 {
    uint256 private constant MAX_IDENTIFIER_BYTES = 128;

    /// @notice Who may issue passports.
    IMembership public immutable MEMBERSHIP;
    /// @notice Whose devices measure batteries.
    IDeviceRegistry public immutable DEVICES;
    /// @notice Where the records are anchored.
    IRecordAnchor public immutable ANCHOR;

    mapping(uint256 passport => Passport) private _passports;
    mapping(uint256 passport => DeviceBinding[] bindings) private _bindings;
    mapping(bytes32 device => uint256 passport) private _passportOfDevice;
    mapping(uint256 passport => Checkpoint) private _checkpoints;
    mapping(uint256 passport => address offeredTo) private _custodyOffers;

    constructor(
        IMembership membership,
        IDeviceRegistry devices,
        IRecordAnchor anchor
    ) ERC721("Wattproof Battery Passport", "WPBP") {
        MEMBERSHIP = membership;
        DEVICES = devices;
        ANCHOR = anchor;
    }

    /// @inheritdoc IBatteryPassport
    function issue(PassportFacts calldata facts) external returns (uint256 passport) {
        require(MEMBERSHIP.isMember(msg.sender), BatteryPassportNotMember(msg.sender));
        uint256 length = bytes(facts.batteryPassportIdentifier).length;
        require(
            length != 0 && length <= MAX_IDENTIFIER_BYTES && facts.ratedCapacityMicroAh != 0,
            BatteryPassportInvalidFacts(facts.batteryPassportIdentifier)
        );
        passport = passportId(facts.batteryPassportIdentifier);
        require(_ownerOf(passport) == address(0), BatteryPassportAlreadyIssued(passport));

        _passports[passport] = Passport(facts, msg.sender, BatteryStatus.Original, uint48(block.timestamp));
        _mint(msg.sender, passport);
        emit PassportIssued(passport, msg.sender, facts.batteryPassportIdentifier);
    }

    /// @inheritdoc IBatteryPassport
    function bind(uint256 passport, bytes32 device, uint64 firstSequence) external {
        _requireKeeper(passport);
        require(firstSequence != 0, BatteryPassportInvalidFirstSequence(passport, firstSequence));
        DeviceBinding[] storage bindings = _bindings[passport];
        if (bindings.length != 0) revert BatteryPassportAlreadyBound(passport, bindings[0].device);
        uint256 taken = _passportOfDevice[device];
        require(taken == 0, BatteryPassportDeviceTaken(device, taken));
        Device memory d = DEVICES.deviceOf(device);
        require(
            d.kind == DeviceKind.Battery && d.status == DeviceStatus.Active && d.organisation == msg.sender,
            BatteryPassportDeviceNotBindable(passport, device)
        );

        _passportOfDevice[device] = passport;
        bindings.push(DeviceBinding(device, firstSequence, uint48(block.timestamp)));
        emit DeviceBound(passport, device, firstSequence);
    }

    /// @inheritdoc IBatteryPassport
    function checkpoint(uint256 passport, CycleProof calldata p) external {
        _requireOwned(passport);
        bytes32 device = p.header.device;
        DeviceBinding[] storage bindings = _bindings[passport];
        require(
            bindings.length != 0 &&
                bindings[bindings.length - 1].device == device &&
                bindings[bindings.length - 1].firstSequence <= p.header.sequence,
            BatteryPassportNotBound(passport, device)
        );
        Checkpoint storage current = _checkpoints[passport];
        require(
            p.header.sequence > current.sequence,
            BatteryPassportCheckpointNotNewer(passport, current.sequence, p.header.sequence)
        );
        bytes32 recordHash = RecordHash.hashCycle(p.header, p.bodyHash);
        uint64 anchoredAtS = ANCHOR.verify(p.stream, p.batchSequence, p.root, recordHash, p.proof);
        require(anchoredAtS != 0, BatteryPassportInvalidProof(passport, recordHash));
        // Judged as of the anchor: revoking a device later must not let anybody drop what it recorded before.
        DEVICES.requireSignedAt(device, recordHash, p.signature, uint48(anchoredAtS));

        _checkpoints[passport] = Checkpoint(device, p.header.sequence, p.header.timestampS, recordHash, p.bodyHash);
        emit CheckpointSet(passport, device, p.header.sequence, recordHash);
    }

    /// @inheritdoc IBatteryPassport
    function offerCustody(uint256 passport, address to) external {
        _requireKeeper(passport);

        _custodyOffers[passport] = to;
        if (to == address(0)) emit CustodyOfferWithdrawn(passport);
        else emit CustodyOffered(passport, msg.sender, to);
    }

    /// @inheritdoc IBatteryPassport
    function acceptCustody(uint256 passport) external {
        require(_custodyOffers[passport] == msg.sender, BatteryPassportNotOffered(passport, msg.sender));

        delete _custodyOffers[passport];
        _update(msg.sender, passport, address(0));
    }

    /// @inheritdoc IBatteryPassport
    function passportOf(uint256 passport) external view returns (Passport memory) {
        _requireOwned(passport);
        return _passports[passport];
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
    function custodyOfferOf(uint256 passport) external view returns (address) {
        return _custodyOffers[passport];
    }

    /// @inheritdoc IBatteryPassport
    function passportId(string calldata batteryPassportIdentifier) public pure returns (uint256) {
        return uint256(keccak256(bytes(batteryPassportIdentifier)));
    }

    /// @dev ERC-721's own transfers name who asks; issuing and accepting custody do not.
    function _update(address to, uint256 passport, address auth) internal override returns (address) {
        require(auth == address(0), BatteryPassportTwoStepOnly(passport));
        return super._update(to, passport, auth);
    }

    function _requireKeeper(uint256 passport) private view {
        require(_requireOwned(passport) == msg.sender, BatteryPassportNotKeeper(passport, msg.sender));
    }
}
