// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IDeviceRegistry} from "./interfaces/IDeviceRegistry.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {DeviceSigner} from "./libraries/DeviceSigner.sol";
import {RecordDomain} from "./libraries/RecordDomain.sol";
import {
    Device,
    DeviceEnrolment,
    DeviceKind,
    DeviceRegistration,
    DeviceStatus,
    SignerPeriod,
    StatusPeriod
} from "./types/Devices.sol";

/// @title DeviceRegistry
/// @notice See `IDeviceRegistry`.
contract DeviceRegistry is IDeviceRegistry {
    using DeviceSigner for DeviceSigner.Key;

    bytes32 private constant ENROLMENT_TYPEHASH = keccak256(
        "Enrolment(bytes32 device,uint8 kind,address organisation,address owner,bytes signer,address enrolmentKey,uint64 expiresAtS)"
    );

    /// @inheritdoc IDeviceRegistry
    address public immutable DIRECTORY;
    /// @inheritdoc IDeviceRegistry
    address public immutable P256_VERIFIER;
    /// @notice Who may register devices.
    IMembership public immutable MEMBERSHIP;

    uint256 private immutable _cachedChainId;
    bytes32 private immutable _cachedDomainSeparator;

    mapping(bytes32 device => Device) private _devices;
    mapping(bytes32 device => mapping(uint256 index => DeviceSigner.Key)) private _signers;
    mapping(bytes32 device => StatusPeriod[] periods) private _statuses;
    mapping(bytes32 signerHash => bytes32 device) private _deviceOfSigner;
    // Per organisation, so that nobody can spend another's key by registering it first.
    mapping(address organisation => mapping(address enrolmentKey => bool used)) private _enrolmentKeyUsed;

    /// @param directory Verifying contract of the records' domain.
    /// @param membership Who may register devices.
    /// @param p256Verifier The only ERC-7913 verifier that a signer may name.
    constructor(address directory, IMembership membership, address p256Verifier) {
        DIRECTORY = directory;
        MEMBERSHIP = membership;
        P256_VERIFIER = p256Verifier;
        _cachedChainId = block.chainid;
        _cachedDomainSeparator = RecordDomain.separator(directory);
    }

    /// @inheritdoc IDeviceRegistry
    function register(DeviceRegistration calldata r) external returns (bytes32 device) {
        require(MEMBERSHIP.isMember(msg.sender), DeviceRegistryNotMember(msg.sender));
        device = deviceId(msg.sender, r.commitment);
        require(_devices[device].status == DeviceStatus.Unknown, DeviceRegistryAlreadyRegistered(device));
        require(
            r.kind != DeviceKind.None && r.owner != address(0) && r.commitment != 0,
            DeviceRegistryInvalidRegistration(device)
        );

        Device storage d = _devices[device];
        d.organisation = msg.sender;
        d.kind = r.kind;
        d.owner = r.owner;
        _setTicket(device, r.enrolmentKey, r.enrolmentExpiresAtS);
        emit DeviceRegistered(device, msg.sender, r.owner, r.kind, r.commitment, r.enrolmentKey, r.enrolmentExpiresAtS);
        _setStatus(device, DeviceStatus.Registered);
    }

    /// @inheritdoc IDeviceRegistry
    function renewEnrolment(bytes32 device, address enrolmentKey, uint64 expiresAtS) external {
        _requireOrganisation(device);
        _requireStatus(device, DeviceStatus.Registered);

        _setTicket(device, enrolmentKey, expiresAtS);
        emit EnrolmentRenewed(device, enrolmentKey, expiresAtS);
    }

    /// @inheritdoc IDeviceRegistry
    function enrol(DeviceEnrolment calldata e) external {
        _requireStatus(e.device, DeviceStatus.Registered);
        Device storage d = _devices[e.device];
        require(
            block.timestamp <= d.enrolmentExpiresAtS,
            DeviceRegistryEnrolmentExpired(e.device, d.enrolmentExpiresAtS)
        );
        (bool supported, DeviceSigner.Key memory key) = DeviceSigner.parse(e.signer, P256_VERIFIER);
        require(supported, DeviceRegistryUnsupportedSigner(e.signer));
        bytes32 signerHash = keccak256(e.signer);
        bytes32 holder = _deviceOfSigner[signerHash];
        require(holder == 0, DeviceRegistrySignerTaken(e.signer, holder));

        bytes memory preimage = RecordDomain.preimage(recordDomainSeparator(), _enrolmentHash(e, d));
        DeviceSigner.Key memory ticket;
        ticket.verifier = d.enrolmentKey;
        require(ticket.isValid(preimage, e.enrolmentSignature), DeviceRegistryInvalidEnrolmentSignature(e.device));
        require(key.isValid(preimage, e.deviceSignature), DeviceRegistryInvalidDeviceSignature(e.device));

        _deviceOfSigner[signerHash] = e.device;
        _signers[e.device][d.signerCount] = key;
        d.signerCount += 1;
        d.enrolmentKey = address(0);
        emit DeviceEnrolled(e.device, e.signer);
        _setStatus(e.device, DeviceStatus.Active);
    }

    /// @inheritdoc IDeviceRegistry
    function suspend(bytes32 device) external {
        _requireOrganisation(device);
        _requireStatus(device, DeviceStatus.Active);
        _setStatus(device, DeviceStatus.Suspended);
    }

    /// @inheritdoc IDeviceRegistry
    function reinstate(bytes32 device) external {
        _requireOrganisation(device);
        _requireStatus(device, DeviceStatus.Suspended);
        _setStatus(device, DeviceStatus.Active);
    }

    /// @inheritdoc IDeviceRegistry
    function revoke(bytes32 device) external {
        _requireOrganisation(device);
        DeviceStatus status = _devices[device].status;
        require(status != DeviceStatus.Revoked, DeviceRegistryUnexpectedStatus(device, status));
        _setStatus(device, DeviceStatus.Revoked);
    }

    /// @inheritdoc IDeviceRegistry
    function deviceId(address organisation, bytes32 commitment) public view returns (bytes32) {
        return keccak256(abi.encode(DIRECTORY, organisation, commitment));
    }

    /// @inheritdoc IDeviceRegistry
    function deviceOf(bytes32 device) external view returns (Device memory) {
        return _devices[device];
    }

    /// @inheritdoc IDeviceRegistry
    function ownerOf(bytes32 device) external view returns (address) {
        return _devices[device].owner;
    }

    /// @inheritdoc IDeviceRegistry
    function signerOf(bytes32 device) external view returns (bytes memory) {
        uint256 count = _devices[device].signerCount;
        return count == 0 ? bytes("") : _signers[device][count - 1].toBytes();
    }

    /// @inheritdoc IDeviceRegistry
    function signerHistory(bytes32 device) external view returns (SignerPeriod[] memory periods) {
        uint256 count = _devices[device].signerCount;
        periods = new SignerPeriod[](count);
        for (uint256 i = 0; i < count; ++i) {
            DeviceSigner.Key memory key = _signers[device][i];
            periods[i] = SignerPeriod(key.sinceS, key.toBytes());
        }
    }

    /// @inheritdoc IDeviceRegistry
    function statusHistory(bytes32 device) external view returns (StatusPeriod[] memory) {
        return _statuses[device];
    }

    /// @inheritdoc IDeviceRegistry
    function statusAt(bytes32 device, uint48 timestampS) public view returns (DeviceStatus) {
        StatusPeriod[] storage periods = _statuses[device];
        for (uint256 i = periods.length; i > 0; --i) {
            if (periods[i - 1].sinceS <= timestampS) return periods[i - 1].status;
        }
        return DeviceStatus.Unknown;
    }

    /// @inheritdoc IDeviceRegistry
    function requireActive(bytes32 device) external view {
        _requireStatus(device, DeviceStatus.Active);
    }

    /// @inheritdoc IDeviceRegistry
    function requireSigned(bytes32 device, bytes32 structHash, bytes calldata signature) external view {
        _requireStatus(device, DeviceStatus.Active);
        // An active device has enrolled, so it has a signer.
        _requireSignature(device, _devices[device].signerCount - 1, structHash, signature);
    }

    /// @inheritdoc IDeviceRegistry
    function requireSignedAt(
        bytes32 device,
        bytes32 structHash,
        bytes calldata signature,
        uint48 timestampS
    ) external view {
        DeviceStatus status = statusAt(device, timestampS);
        require(status == DeviceStatus.Active, DeviceRegistryUnexpectedStatus(device, status));
        // A device that was active then had enrolled by then, so one of its signers counted.
        uint256 index = _devices[device].signerCount - 1;
        while (_signers[device][index].sinceS > timestampS) --index;
        _requireSignature(device, index, structHash, signature);
    }

    /// @inheritdoc IDeviceRegistry
    function recordDomainSeparator() public view returns (bytes32) {
        // After a chain split the cached value would let records of one chain count on the other.
        return block.chainid == _cachedChainId ? _cachedDomainSeparator : RecordDomain.separator(DIRECTORY);
    }

    function _setTicket(bytes32 device, address enrolmentKey, uint64 expiresAtS) private {
        require(enrolmentKey != address(0) && expiresAtS > block.timestamp, DeviceRegistryInvalidRegistration(device));
        require(!_enrolmentKeyUsed[msg.sender][enrolmentKey], DeviceRegistryEnrolmentKeyUsed(enrolmentKey));

        _enrolmentKeyUsed[msg.sender][enrolmentKey] = true;
        Device storage d = _devices[device];
        d.enrolmentKey = enrolmentKey;
        d.enrolmentExpiresAtS = expiresAtS;
    }

    function _setStatus(bytes32 device, DeviceStatus status) private {
        _devices[device].status = status;
        StatusPeriod[] storage periods = _statuses[device];
        uint256 count = periods.length;
        // History is by the second: what held at the end of a second held in it.
        if (count != 0 && periods[count - 1].sinceS == block.timestamp) periods[count - 1].status = status;
        else periods.push(StatusPeriod(uint48(block.timestamp), status));
        emit DeviceStatusChanged(device, status);
    }

    function _requireSignature(
        bytes32 device,
        uint256 signerIndex,
        bytes32 structHash,
        bytes calldata signature
    ) private view {
        DeviceSigner.Key memory key = _signers[device][signerIndex].load(P256_VERIFIER);
        bytes memory preimage = RecordDomain.preimage(recordDomainSeparator(), structHash);
        require(key.isValid(preimage, signature), DeviceRegistryInvalidDeviceSignature(device));
    }

    function _requireOrganisation(bytes32 device) private view {
        address organisation = _devices[device].organisation;
        require(organisation != address(0), DeviceRegistryUnknownDevice(device));
        require(organisation == msg.sender, DeviceRegistryNotOrganisation(device, msg.sender));
    }

    function _requireStatus(bytes32 device, DeviceStatus needed) private view {
        DeviceStatus status = _devices[device].status;
        require(status != DeviceStatus.Unknown, DeviceRegistryUnknownDevice(device));
        require(status == needed, DeviceRegistryUnexpectedStatus(device, status));
    }

    function _enrolmentHash(DeviceEnrolment calldata e, Device storage d) private view returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    ENROLMENT_TYPEHASH,
                    e.device,
                    d.kind,
                    d.organisation,
                    d.owner,
                    keccak256(e.signer),
                    d.enrolmentKey,
                    d.enrolmentExpiresAtS
                )
            );
    }
}
