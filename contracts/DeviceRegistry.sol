// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {DeviceHistory} from "./DeviceHistory.sol";
import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {DeviceHash} from "./libraries/DeviceHash.sol";
import {DeviceSigner} from "./libraries/DeviceSigner.sol";
import {
    Device,
    DeviceEnrolment,
    DeviceKind,
    DeviceRegistration,
    DeviceRotation,
    DeviceService,
    DeviceStatus,
    Firmware
} from "./types/Devices.sol";

/// @title DeviceRegistry
/// @notice See `IDeviceRegistry`.
contract DeviceRegistry is DeviceHistory, AccessManaged {
    using DeviceHash for DeviceEnrolment;
    using DeviceHash for DeviceRotation;
    using DeviceSigner for DeviceSigner.Key;

    // What the organisation adds at will ends here; revocation and quarantine always find room.
    uint256 private constant MAX_STATUSES = 1000;
    uint256 private constant MAX_SERVICES = 8;
    uint256 private constant MAX_ENDPOINT_BYTES = 256;

    /// @notice Who may register devices.
    IMembership public immutable MEMBERSHIP;

    mapping(address organisation => mapping(address account => bool)) private _registrars;
    // Per organisation, so that nobody can spend another's key by registering it first.
    mapping(address organisation => mapping(address enrolmentKey => bool used)) private _enrolmentKeyUsed;
    mapping(bytes32 device => address to) private _transferOffers;
    mapping(bytes32 device => Firmware) private _released;
    mapping(bytes32 device => Firmware) private _confirmed;
    mapping(bytes32 device => DeviceService[] services) private _services;

    /// @param authority `AccessManager` that says who may quarantine.
    /// @param directory Verifying contract of the records' domain.
    /// @param membership Who may register devices.
    /// @param p256Verifier The only ERC-7913 verifier that a signer may name.
    constructor(
        address authority,
        address directory,
        IMembership membership,
        address p256Verifier
    ) DeviceHistory(directory, p256Verifier) AccessManaged(authority) {
        MEMBERSHIP = membership;
    }

    /// @inheritdoc IDeviceRegistry
    function setRegistrar(address account, bool allowed) external {
        require(!allowed || MEMBERSHIP.isMember(msg.sender), DeviceRegistryNotMember(msg.sender));

        _registrars[msg.sender][account] = allowed;
        emit RegistrarSet(msg.sender, account, allowed);
    }

    /// @inheritdoc IDeviceRegistry
    function register(DeviceRegistration calldata registration) external returns (bytes32) {
        return _register(registration);
    }

    /// @inheritdoc IDeviceRegistry
    function registerBatch(DeviceRegistration[] calldata registrations) external returns (bytes32[] memory devices) {
        devices = new bytes32[](registrations.length);
        for (uint256 i = 0; i < registrations.length; ++i) devices[i] = _register(registrations[i]);
    }

    /// @inheritdoc IDeviceRegistry
    function renewEnrolment(bytes32 device, address enrolmentKey, uint64 expiresAtS) external {
        _requireKnown(device);
        _requireRegistrar(_devices[device].organisation);
        _requireDecided(device, DeviceStatus.Registered);

        _withdrawOffer(device);
        _setTicket(device, enrolmentKey, expiresAtS);
        emit EnrolmentRenewed(device, enrolmentKey, expiresAtS);
    }

    /// @inheritdoc IDeviceRegistry
    function enrol(DeviceEnrolment calldata e) external {
        _requireDecided(e.device, DeviceStatus.Registered);
        Device storage d = _devices[e.device];
        require(
            block.timestamp <= d.enrolmentExpiresAtS,
            DeviceRegistryEnrolmentExpired(e.device, d.enrolmentExpiresAtS)
        );
        bytes32 structHash = e.hash(d);
        DeviceSigner.Key memory ticket;
        ticket.verifier = d.enrolmentKey;
        require(
            ticket.isValid(_preimage(structHash), e.enrolmentSignature),
            DeviceRegistryInvalidEnrolmentSignature(e.device)
        );

        _withdrawOffer(e.device);
        _addSigner(e.device, e.signer, structHash, e.deviceSignature);
        d.enrolmentKey = address(0);
        emit DeviceEnrolled(e.device, e.signer);
        _decide(e.device, DeviceStatus.Active);
    }

    /// @inheritdoc IDeviceRegistry
    function rotate(DeviceRotation calldata r) external {
        require(block.timestamp <= r.expiresAtS, DeviceRegistryRotationExpired(r.device, r.expiresAtS));
        bytes32 structHash = r.hash(_devices[r.device].signerCount);
        requireSigned(r.device, structHash, r.oldSignature);

        _withdrawOffer(r.device);
        _addSigner(r.device, r.signer, structHash, r.newSignature);
        emit DeviceRotated(r.device, r.signer);
    }

    /// @inheritdoc IDeviceRegistry
    function recover(bytes32 device, address enrolmentKey, uint64 expiresAtS) external {
        _requireOrganisation(device);
        DeviceStatus status = decidedStatusOf(device);
        require(
            status == DeviceStatus.Active || status == DeviceStatus.Suspended,
            DeviceRegistryUnexpectedStatus(device, status)
        );

        _withdrawOffer(device);
        _setTicket(device, enrolmentKey, expiresAtS);
        emit DeviceRecovered(device, enrolmentKey, expiresAtS);
        _decide(device, DeviceStatus.Registered);
    }

    /// @inheritdoc IDeviceRegistry
    function suspend(bytes32 device) external {
        _requireOrganisation(device);
        _requireDecided(device, DeviceStatus.Active);
        _decide(device, DeviceStatus.Suspended);
    }

    /// @inheritdoc IDeviceRegistry
    function reinstate(bytes32 device) external {
        _requireOrganisation(device);
        _requireDecided(device, DeviceStatus.Suspended);
        require(_statusCount(device) < MAX_STATUSES, DeviceRegistryHistoryFull(device));
        _decide(device, DeviceStatus.Active);
    }

    /// @inheritdoc IDeviceRegistry
    function revoke(bytes32 device) external {
        _requireOrganisation(device);
        require(
            _devices[device].status != DeviceStatus.Revoked,
            DeviceRegistryUnexpectedStatus(device, DeviceStatus.Revoked)
        );
        _decide(device, DeviceStatus.Revoked);
    }

    /// @inheritdoc IDeviceRegistry
    function quarantine(bytes32 device) external restricted {
        Device storage d = _devices[device];
        if (d.status == DeviceStatus.Quarantined) return;
        require(
            d.signerCount != 0 && d.status != DeviceStatus.Revoked,
            DeviceRegistryUnexpectedStatus(device, d.status)
        );
        _cover(device);
    }

    /// @inheritdoc IDeviceRegistry
    function release(bytes32 device) external restricted {
        if (_devices[device].status == DeviceStatus.Quarantined) _uncover(device);
    }

    /// @inheritdoc IDeviceRegistry
    function offerTransfer(bytes32 device, address to) external {
        _requireOrganisation(device);
        _requireTransferable(device);

        _transferOffers[device] = to;
        emit DeviceTransferOffered(device, msg.sender, to);
    }

    /// @inheritdoc IDeviceRegistry
    function acceptTransfer(bytes32 device) external {
        require(_transferOffers[device] == msg.sender, DeviceRegistryNotOffered(device, msg.sender));
        require(MEMBERSHIP.isMember(msg.sender), DeviceRegistryNotMember(msg.sender));
        _requireTransferable(device);

        delete _transferOffers[device];
        Device storage d = _devices[device];
        address from = d.organisation;
        d.organisation = msg.sender;
        _transferredAtS[device] = uint48(block.timestamp);
        // Whoever made the ticket still has its key, and could enrol a device that another answers for.
        d.enrolmentExpiresAtS = 0;
        emit DeviceTransferred(device, from, msg.sender);
    }

    /// @inheritdoc IDeviceRegistry
    function setOwner(bytes32 device, address owner) external {
        _requireKnown(device);
        require(_devices[device].owner == msg.sender, DeviceRegistryNotOwner(device, msg.sender));
        require(owner != address(0), DeviceRegistryInvalidOwner(device));

        _devices[device].owner = owner;
        emit DeviceOwnerChanged(device, msg.sender, owner);
    }

    /// @inheritdoc IDeviceRegistry
    function releaseFirmware(bytes32[] calldata devices, uint64 version, bytes32 firmwareHash) external {
        for (uint256 i = 0; i < devices.length; ++i) {
            bytes32 device = devices[i];
            require(_devices[device].maker == msg.sender, DeviceRegistryNotMaker(device, msg.sender));
            require(
                version > _released[device].version && firmwareHash != 0,
                DeviceRegistryInvalidFirmware(device, version)
            );

            _released[device] = Firmware(version, uint48(block.timestamp), firmwareHash);
            emit FirmwareReleased(device, version, firmwareHash);
        }
    }

    /// @inheritdoc IDeviceRegistry
    function confirmFirmware(bytes32 device, bytes calldata signature) external {
        Firmware storage f = _released[device];
        require(f.version > _confirmed[device].version, DeviceRegistryNoFirmware(device));
        requireSigned(device, DeviceHash.hash(device, f), signature);

        _confirmed[device] = Firmware(f.version, uint48(block.timestamp), f.firmwareHash);
        emit FirmwareConfirmed(device, f.version, f.firmwareHash);
    }

    /// @inheritdoc IDeviceRegistry
    function setService(bytes32 device, bytes32 name, string calldata endpoint) external {
        _requireOrganisation(device);
        DeviceService[] storage services = _services[device];
        uint256 position = 0;
        while (position < services.length && services[position].name != name) ++position;
        uint256 length = bytes(endpoint).length;
        bool fits = length == 0 ? position < services.length : position < MAX_SERVICES && length <= MAX_ENDPOINT_BYTES;
        require(name != 0 && fits, DeviceRegistryInvalidService(device, name));

        if (length == 0) {
            services[position] = services[services.length - 1];
            services.pop();
        } else if (position == services.length) {
            services.push(DeviceService(name, endpoint));
        } else {
            services[position].endpoint = endpoint;
        }
        emit ServiceSet(device, name, endpoint);
    }

    /// @inheritdoc IDeviceRegistry
    function transferOfferOf(bytes32 device) external view returns (address) {
        return _transferOffers[device];
    }

    /// @inheritdoc IDeviceRegistry
    function isRegistrar(address organisation, address account) public view returns (bool) {
        return account == organisation || _registrars[organisation][account];
    }

    /// @inheritdoc IDeviceRegistry
    function firmwareOf(bytes32 device) external view returns (Firmware memory released, Firmware memory confirmed) {
        return (_released[device], _confirmed[device]);
    }

    /// @inheritdoc IDeviceRegistry
    function servicesOf(bytes32 device) external view returns (DeviceService[] memory) {
        return _services[device];
    }

    /// @inheritdoc IDeviceRegistry
    function deviceId(address organisation, bytes32 commitment) public view returns (bytes32) {
        return keccak256(abi.encode(DIRECTORY, organisation, commitment));
    }

    function _register(DeviceRegistration calldata r) private returns (bytes32 device) {
        require(MEMBERSHIP.isMember(r.organisation), DeviceRegistryNotMember(r.organisation));
        _requireRegistrar(r.organisation);
        device = deviceId(r.organisation, r.commitment);
        Device storage d = _devices[device];
        require(d.status == DeviceStatus.Unknown, DeviceRegistryAlreadyRegistered(device));
        require(
            r.kind != DeviceKind.None && r.owner != address(0) && r.commitment != 0,
            DeviceRegistryInvalidRegistration(device)
        );

        d.organisation = r.organisation;
        d.kind = r.kind;
        d.owner = r.owner;
        d.maker = r.organisation;
        _setTicket(device, r.enrolmentKey, r.enrolmentExpiresAtS);
        emit DeviceRegistered(
            device,
            r.organisation,
            r.owner,
            r.kind,
            r.commitment,
            r.enrolmentKey,
            r.enrolmentExpiresAtS
        );
        _decide(device, DeviceStatus.Registered);
    }

    function _setTicket(bytes32 device, address enrolmentKey, uint64 expiresAtS) private {
        require(enrolmentKey != address(0) && expiresAtS > block.timestamp, DeviceRegistryInvalidRegistration(device));
        Device storage d = _devices[device];
        require(!_enrolmentKeyUsed[d.organisation][enrolmentKey], DeviceRegistryEnrolmentKeyUsed(enrolmentKey));

        _enrolmentKeyUsed[d.organisation][enrolmentKey] = true;
        d.enrolmentKey = enrolmentKey;
        d.enrolmentExpiresAtS = expiresAtS;
    }

    /// @dev An offer is of the device as it stood, its key included.
    function _withdrawOffer(bytes32 device) private {
        if (_transferOffers[device] == address(0)) return;
        delete _transferOffers[device];
        emit DeviceTransferOffered(device, _devices[device].organisation, address(0));
    }

    function _requireRegistrar(address organisation) private view {
        require(isRegistrar(organisation, msg.sender), DeviceRegistryNotRegistrar(organisation, msg.sender));
    }

    function _requireOrganisation(bytes32 device) private view {
        _requireKnown(device);
        require(_devices[device].organisation == msg.sender, DeviceRegistryNotOrganisation(device, msg.sender));
    }

    function _requireTransferable(bytes32 device) private view {
        DeviceStatus status = _devices[device].status;
        require(
            status != DeviceStatus.Revoked && status != DeviceStatus.Quarantined,
            DeviceRegistryUnexpectedStatus(device, status)
        );
    }
}
