// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    Device,
    DeviceEnrolment,
    DeviceKind,
    DeviceRegistration,
    DeviceStatus,
    SignerPeriod,
    StatusPeriod
} from "../types/Devices.sol";

/// @title IDeviceRegistry
/// @notice Devices as identities of their own. An organisation registers a device; the device enrols with its own key
/// by signing every enrolment field, authorised by a one-time enrolment key, relayed by anyone.
/// @dev Trust: an organisation answers for its devices; nobody else can change them. A signer belongs to one device for
/// ever. Signer and status history stay in storage, so that a verifier can judge a record at its anchor's block time.
interface IDeviceRegistry {
    /// @notice `organisation` registered `device`, to be enrolled with `enrolmentKey` until `expiresAtS`.
    event DeviceRegistered(
        bytes32 indexed device,
        address indexed organisation,
        address indexed owner,
        DeviceKind kind,
        bytes32 commitment,
        address enrolmentKey,
        uint64 expiresAtS
    );
    /// @notice The ticket of a device that is not yet enrolled was replaced.
    event EnrolmentRenewed(bytes32 indexed device, address enrolmentKey, uint64 expiresAtS);
    /// @notice `device` proved its key and is active.
    event DeviceEnrolled(bytes32 indexed device, bytes signer);
    /// @notice The device's status is `status` from now on.
    event DeviceStatusChanged(bytes32 indexed device, DeviceStatus status);

    /// @notice The caller is not a member of the consortium.
    error DeviceRegistryNotMember(address account);
    /// @notice The caller is not the device's organisation.
    error DeviceRegistryNotOrganisation(bytes32 device, address account);
    /// @notice The organisation registered this commitment before.
    error DeviceRegistryAlreadyRegistered(bytes32 device);
    /// @notice No such device.
    error DeviceRegistryUnknownDevice(bytes32 device);
    /// @notice The device is not in the status that the call needs.
    error DeviceRegistryUnexpectedStatus(bytes32 device, DeviceStatus status);
    /// @notice The registration names no kind, owner, commitment or key, or an expiry that has passed.
    error DeviceRegistryInvalidRegistration(bytes32 device);
    /// @notice An enrolment key opens one door once.
    error DeviceRegistryEnrolmentKeyUsed(address enrolmentKey);
    /// @notice The ticket ran out.
    error DeviceRegistryEnrolmentExpired(bytes32 device, uint64 expiresAtS);
    /// @notice The enrolment key did not sign this enrolment.
    error DeviceRegistryInvalidEnrolmentSignature(bytes32 device);
    /// @notice The device's key did not sign this struct.
    error DeviceRegistryInvalidDeviceSignature(bytes32 device);
    /// @notice Neither a secp256k1 address nor a key of the deployment's own P-256 verifier.
    error DeviceRegistryUnsupportedSigner(bytes signer);
    /// @notice The signer belongs to a device already.
    error DeviceRegistrySignerTaken(bytes signer, bytes32 device);

    /// @notice Registers a device for the calling member.
    /// @return device `keccak256(abi.encode(directory, organisation, commitment))`.
    function register(DeviceRegistration calldata registration) external returns (bytes32 device);

    /// @notice Gives a device that is not yet enrolled a new ticket. Organisation only.
    function renewEnrolment(bytes32 device, address enrolmentKey, uint64 expiresAtS) external;

    /// @notice Enrols a device. Anyone may relay.
    function enrol(DeviceEnrolment calldata enrolment) external;

    /// @notice Stops an active device's records from counting. Organisation only.
    function suspend(bytes32 device) external;

    /// @notice Ends a suspension. Organisation only.
    function reinstate(bytes32 device) external;

    /// @notice Ends a device for good. Organisation only.
    function revoke(bytes32 device) external;

    /// @notice Id that `organisation` would give a device with `commitment`.
    function deviceId(address organisation, bytes32 commitment) external view returns (bytes32 device);

    /// @notice The device now. Status is `Unknown` for an unknown device.
    function deviceOf(bytes32 device) external view returns (Device memory);

    /// @notice Account that is paid for what the device measures.
    function ownerOf(bytes32 device) external view returns (address);

    /// @notice ERC-7913 signer bytes now; empty before enrolment.
    function signerOf(bytes32 device) external view returns (bytes memory);

    /// @notice Every signer of the device, oldest first.
    function signerHistory(bytes32 device) external view returns (SignerPeriod[] memory);

    /// @notice Every status of the device, oldest first. Two changes in one second leave the later.
    function statusHistory(bytes32 device) external view returns (StatusPeriod[] memory);

    /// @notice Status of the device at block time `timestampS`.
    function statusAt(bytes32 device, uint48 timestampS) external view returns (DeviceStatus);

    /// @notice Reverts unless the device is active.
    function requireActive(bytes32 device) external view;

    /// @notice Reverts unless the device is active and `signature` is its own over `structHash` in the records' domain.
    /// Errors: `DeviceRegistryUnknownDevice`, `DeviceRegistryUnexpectedStatus`, `DeviceRegistryInvalidDeviceSignature`.
    function requireSigned(bytes32 device, bytes32 structHash, bytes calldata signature) external view;

    /// @notice As `requireSigned`, but judged by the signer and the status that held at block time `timestampS`: what was
    /// anchored while a device was active stays evidence whatever becomes of it.
    function requireSignedAt(
        bytes32 device,
        bytes32 structHash,
        bytes calldata signature,
        uint48 timestampS
    ) external view;

    /// @notice EIP-712 domain separator of all device records.
    function recordDomainSeparator() external view returns (bytes32);

    /// @notice The only P-256 verifier that a signer may name.
    function P256_VERIFIER() external view returns (address);

    /// @notice Verifying contract of the records' domain.
    function DIRECTORY() external view returns (address);
}
