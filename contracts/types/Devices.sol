// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a device is. `None` marks an unknown device.
enum DeviceKind {
    None,
    Meter,
    Battery,
    Charger,
    Gateway,
    Sensor
}

/// @notice Where a device is in its life. Only an `Active` device's records count.
/// @dev `Quarantined` covers what the organisation last decided, until the incident is over; `Revoked` is final and
/// covers both.
enum DeviceStatus {
    Unknown,
    Registered,
    Active,
    Suspended,
    Revoked,
    Quarantined
}

/// @notice A device as the registry knows it now.
/// @param organisation Member that answers for it.
/// @param kind What it is.
/// @param status Its status now.
/// @param signerCount How many keys it has enrolled or rotated to, ever.
/// @param enrolmentExpiresAtS Last second at which the enrolment key is accepted.
/// @param owner Account that is paid for what the device measures; need not be a member.
/// @param maker Member that registered it first.
/// @param enrolmentKey One-time key that authorises enrolment; zero once used.
struct Device {
    address organisation;
    DeviceKind kind;
    DeviceStatus status;
    uint16 signerCount;
    uint64 enrolmentExpiresAtS;
    address owner;
    address maker;
    address enrolmentKey;
}

/// @notice What an organisation says when it registers a device.
/// @param organisation Member that will answer for the device: the caller, or who made the caller its registrar.
/// @param commitment `keccak256(serial ‖ salt)`: names the device without telling the chain which one it is.
/// @param enrolmentKey Address of the one-time enrolment key printed on the device's ticket.
struct DeviceRegistration {
    address organisation;
    bytes32 commitment;
    DeviceKind kind;
    address owner;
    address enrolmentKey;
    uint64 enrolmentExpiresAtS;
}

/// @notice Proof that the ticket's holder and the device's key both want this enrolment; anyone may relay it.
/// @param signer ERC-7913 signer bytes: a 20-byte address, or the deployment's P-256 verifier ‖ x ‖ y.
/// @param enrolmentSignature By the enrolment key over the `Enrolment` struct (keccak-256).
/// @param deviceSignature By the device key over the same struct (keccak-256 or SHA-256 by key type).
struct DeviceEnrolment {
    bytes32 device;
    bytes signer;
    bytes enrolmentSignature;
    bytes deviceSignature;
}

/// @notice A device's word that another key speaks for it from now on; anyone may relay it.
/// @param signer ERC-7913 bytes of the new key.
/// @param expiresAtS Last second at which the rotation is accepted.
/// @param oldSignature By the key that counts now over the `KeyRotation` struct.
/// @param newSignature By the new key over the same struct.
struct DeviceRotation {
    bytes32 device;
    bytes signer;
    uint64 expiresAtS;
    bytes oldSignature;
    bytes newSignature;
}

/// @notice A signer and the block time from which it counted.
/// @param index Position among all keys that the device has had, from zero; one that another replaced within its first
/// second is in no period.
struct SignerPeriod {
    uint48 sinceS;
    uint16 index;
    bytes signer;
}

/// @notice A status and the block time from which it counted.
struct StatusPeriod {
    uint48 sinceS;
    DeviceStatus status;
}

/// @notice A version of the device's firmware.
/// @param version Rises with every release of the maker.
/// @param sinceS Block time at which it was released or confirmed.
/// @param firmwareHash keccak-256 or SHA-256 of the image, as its maker publishes it.
struct Firmware {
    uint64 version;
    uint48 sinceS;
    bytes32 firmwareHash;
}

/// @notice Where a device, or somebody for it, can be reached.
/// @param name Short ASCII name, unique per device: the fragment of the service's id in the DID document.
/// @param endpoint URI.
struct DeviceService {
    bytes32 name;
    string endpoint;
}
