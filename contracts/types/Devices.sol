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
enum DeviceStatus {
    Unknown,
    Registered,
    Active,
    Suspended,
    Revoked
}

/// @notice A device as the registry knows it now.
/// @param organisation Member that registered it and answers for it.
/// @param kind What it is.
/// @param status Its status now.
/// @param signerCount How many signers it has had; the last is the current one.
/// @param owner Account that is paid for what the device measures; need not be a member.
/// @param enrolmentKey One-time key that authorises enrolment; zero once used.
/// @param enrolmentExpiresAtS Last second at which the enrolment key is accepted.
struct Device {
    address organisation;
    DeviceKind kind;
    DeviceStatus status;
    uint16 signerCount;
    uint64 enrolmentExpiresAtS;
    address owner;
    address enrolmentKey;
}

/// @notice What an organisation says when it registers a device.
/// @param commitment `keccak256(serial ‖ salt)`: names the device without telling the chain which one it is.
/// @param enrolmentKey Address of the one-time enrolment key printed on the device's ticket.
struct DeviceRegistration {
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

/// @notice A signer and the block time from which it counted.
struct SignerPeriod {
    uint48 sinceS;
    bytes signer;
}

/// @notice A status and the block time from which it counted.
struct StatusPeriod {
    uint48 sinceS;
    DeviceStatus status;
}
