// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {
    Device,
    DeviceEnrolment,
    DeviceKind,
    DeviceRegistration,
    DeviceRotation,
    DeviceService,
    DeviceStatus,
    Firmware,
    SignerPeriod,
    StatusPeriod
} from "../types/Devices.sol";

/// @title IDeviceRegistry
/// @notice Devices as identities of their own. An organisation registers a device; the device enrols with its own key
/// by signing every enrolment field, authorised by a one-time enrolment key, relayed by anyone.
/// @dev Trust: an organisation answers for its devices; nobody else can change them, except that the role which
/// `IncidentRegistry` holds can quarantine. A signer belongs to one device for ever. Signer and status history stay in
/// storage, so that a verifier can judge a record at its anchor's block time.
interface IDeviceRegistry {
    /// @notice `organisation` let `account` register devices for it, or no longer.
    event RegistrarSet(address indexed organisation, address indexed account, bool allowed);
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
    /// @notice The ticket of a device that is not enrolled was replaced.
    event EnrolmentRenewed(bytes32 indexed device, address enrolmentKey, uint64 expiresAtS);
    /// @notice `device` proved its key and is active.
    event DeviceEnrolled(bytes32 indexed device, bytes signer);
    /// @notice `device` handed over to a new key of its own.
    event DeviceRotated(bytes32 indexed device, bytes signer);
    /// @notice The organisation gave `device`, whose key is lost, a ticket for another one.
    event DeviceRecovered(bytes32 indexed device, address enrolmentKey, uint64 expiresAtS);
    /// @notice The device's status is `status` from now on.
    event DeviceStatusChanged(bytes32 indexed device, DeviceStatus status);
    /// @notice The organisation decided this beneath a quarantine: it holds from the release on.
    event DeviceStatusDecided(bytes32 indexed device, DeviceStatus status);
    /// @notice `from` offered the device to `to`; zero withdraws the offer.
    event DeviceTransferOffered(bytes32 indexed device, address indexed from, address indexed to);
    /// @notice `to` answers for the device from now on.
    event DeviceTransferred(bytes32 indexed device, address indexed from, address indexed to);
    /// @notice The device's measurements pay `to` from now on.
    event DeviceOwnerChanged(bytes32 indexed device, address indexed from, address indexed to);
    /// @notice The maker released firmware for the device.
    event FirmwareReleased(bytes32 indexed device, uint64 version, bytes32 firmwareHash);
    /// @notice The device says that it runs this firmware.
    event FirmwareConfirmed(bytes32 indexed device, uint64 version, bytes32 firmwareHash);
    /// @notice The device's service `name` is at `endpoint`, or gone if that is empty.
    event ServiceSet(bytes32 indexed device, bytes32 indexed name, string endpoint);

    /// @notice The caller is not a member of the consortium.
    error DeviceRegistryNotMember(address account);
    /// @notice The caller may not register devices for the organisation.
    error DeviceRegistryNotRegistrar(address organisation, address account);
    /// @notice The caller is not the device's organisation.
    error DeviceRegistryNotOrganisation(bytes32 device, address account);
    /// @notice The caller is not the device's owner.
    error DeviceRegistryNotOwner(bytes32 device, address account);
    /// @notice The caller did not make the device.
    error DeviceRegistryNotMaker(bytes32 device, address account);
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
    /// @notice The rotation came too late.
    error DeviceRegistryRotationExpired(bytes32 device, uint64 expiresAtS);
    /// @notice The device was not offered to the caller.
    error DeviceRegistryNotOffered(bytes32 device, address account);
    /// @notice An owner is an account.
    error DeviceRegistryInvalidOwner(bytes32 device);
    /// @notice Versions rise, and firmware has a hash.
    error DeviceRegistryInvalidFirmware(bytes32 device, uint64 version);
    /// @notice The device's maker released no firmware that it has not confirmed.
    error DeviceRegistryNoFirmware(bytes32 device);
    /// @notice A service has a name, and an endpoint of at most 256 bytes; a device has at most eight.
    error DeviceRegistryInvalidService(bytes32 device, bytes32 name);

    /// @notice The device has had as many keys (256) or statuses (1,000) as readers can be asked to follow: what it needs is
    /// a successor.
    error DeviceRegistryHistoryFull(bytes32 device);

    /// @notice Lets `account` register the caller's devices and renew their tickets, or no longer. Only a member can name a
    /// registrar; anybody can dismiss its own.
    function setRegistrar(address account, bool allowed) external;

    /// @notice Registers a device. Caller: the organisation, which must be a member, or its registrar.
    /// @return device `keccak256(abi.encode(directory, organisation, commitment))`.
    function register(DeviceRegistration calldata registration) external returns (bytes32 device);

    /// @notice Registers several devices, all or none. Caller as of `register`, for each.
    function registerBatch(DeviceRegistration[] calldata registrations) external returns (bytes32[] memory devices);

    /// @notice Gives a device that is not enrolled a new ticket. Organisation or its registrar.
    function renewEnrolment(bytes32 device, address enrolmentKey, uint64 expiresAtS) external;

    /// @notice Enrols a device. Anyone may relay. Ticket and device sign `Enrolment(bytes32 device,uint8 kind,
    /// address organisation,address owner,bytes signer,address enrolmentKey,uint64 expiresAtS)` in the records' domain, of
    /// the device as the registry knows it.
    function enrol(DeviceEnrolment calldata enrolment) external;

    /// @notice Hands an active device over to a new key of its own. Anyone may relay. Both keys sign
    /// `KeyRotation(bytes32 device,uint16 index,bytes signer,uint64 expiresAtS)` in the records' domain, where `index` is
    /// the device's `signerCount`: a rotation counts once.
    function rotate(DeviceRotation calldata rotation) external;

    /// @notice Gives a device whose key is lost or leaked a ticket for another key. Until it enrols again its records do
    /// not count. Its history stays. Organisation only.
    function recover(bytes32 device, address enrolmentKey, uint64 expiresAtS) external;

    /// @notice Stops an active device's records from counting. Organisation only.
    function suspend(bytes32 device) external;

    /// @notice Ends a suspension. Organisation only. Refused once the device's history is full.
    function reinstate(bytes32 device) external;

    /// @notice Ends a device for good. Organisation only.
    function revoke(bytes32 device) external;

    /// @notice Covers the device's status until `release`. Restricted to the role that `IncidentRegistry` holds. Nothing
    /// happens to a device that is quarantined already; a device that never enrolled, or is revoked, is refused.
    function quarantine(bytes32 device) external;

    /// @notice Ends a quarantine: the status is again what the organisation last decided. Same role.
    function release(bytes32 device) external;

    /// @notice Offers the device to the member `to`; zero withdraws an offer. Organisation only. A revoked or quarantined
    /// device is refused.
    function offerTransfer(bytes32 device, address to) external;

    /// @notice Takes the device over. Caller: the member to which it was offered. The owner stays. Any ticket that is out
    /// ends. An offer ends with every new ticket or key of the device: it is of the device as it stood.
    function acceptTransfer(bytes32 device) external;

    /// @notice Names another account to be paid for what the device measures. Owner only.
    function setOwner(bytes32 device, address owner) external;

    /// @notice Releases firmware for devices that the caller made. Versions rise.
    function releaseFirmware(bytes32[] calldata devices, uint64 version, bytes32 firmwareHash) external;

    /// @notice Notes that the device runs the firmware released last. Anyone may relay. The device signs
    /// `FirmwareConfirmation(bytes32 device,uint64 version,bytes32 firmwareHash)` in the records' domain.
    function confirmFirmware(bytes32 device, bytes calldata signature) external;

    /// @notice States where the device's service `name` is; an empty endpoint removes it. Organisation only.
    function setService(bytes32 device, bytes32 name, string calldata endpoint) external;

    /// @notice Id that `organisation` would give a device with `commitment`.
    function deviceId(address organisation, bytes32 commitment) external view returns (bytes32 device);

    /// @notice The device now. Status is `Unknown` for an unknown device.
    function deviceOf(bytes32 device) external view returns (Device memory);

    /// @notice Account that is paid for what the device measures.
    function ownerOf(bytes32 device) external view returns (address);

    /// @notice Member to which the device is offered, or zero.
    function transferOfferOf(bytes32 device) external view returns (address);

    /// @notice Whether `account` may register devices for `organisation`.
    function isRegistrar(address organisation, address account) external view returns (bool);

    /// @notice What the device's maker released last, and what the device confirmed last; version zero for none.
    function firmwareOf(bytes32 device) external view returns (Firmware memory released, Firmware memory confirmed);

    /// @notice The device's services.
    function servicesOf(bytes32 device) external view returns (DeviceService[] memory);

    /// @notice ERC-7913 signer bytes now; empty before enrolment.
    function signerOf(bytes32 device) external view returns (bytes memory);

    /// @notice Every signer that held at the end of a second, oldest first.
    function signerHistory(bytes32 device) external view returns (SignerPeriod[] memory);

    /// @notice Every status that held at the end of a second, oldest first.
    function statusHistory(bytes32 device) external view returns (StatusPeriod[] memory);

    /// @notice What the organisation last decided: the status now, or what a quarantine covers.
    function decidedStatusOf(bytes32 device) external view returns (DeviceStatus);

    /// @notice Status of the device at block time `timestampS`.
    function statusAt(bytes32 device, uint48 timestampS) external view returns (DeviceStatus);

    /// @notice Whether the device was active at block time `fromS`, and no change of its status or key began from `fromS` through
    /// `toS`, nor one of its organisation since `fromS`, also later than `toS`.
    function isSteady(bytes32 device, uint48 fromS, uint48 toS) external view returns (bool);

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

    /// @notice Whether `signature` is that of the device's present key over `structHash`, whatever its status.
    function isSigned(bytes32 device, bytes32 structHash, bytes calldata signature) external view returns (bool);

    /// @notice Rises with everything after which a device whose records counted may count no longer, or by another key.
    /// While it stands still, what was once looked up of active devices still holds.
    function revision() external view returns (uint64);

    /// @notice EIP-712 domain separator of all device records.
    function recordDomainSeparator() external view returns (bytes32);

    /// @notice The only P-256 verifier that a signer may name.
    function P256_VERIFIER() external view returns (address);

    /// @notice Verifying contract of the records' domain.
    function DIRECTORY() external view returns (address);
}
