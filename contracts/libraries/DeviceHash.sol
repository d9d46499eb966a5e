// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Device, DeviceEnrolment, DeviceRotation, Firmware} from "../types/Devices.sol";

/// @title DeviceHash
/// @notice EIP-712 struct hashes of what devices and their tickets sign to the registry. Twin of `protocol/records`.
library DeviceHash {
    bytes32 private constant ENROLMENT_TYPEHASH = keccak256(
        "Enrolment(bytes32 device,uint8 kind,address organisation,address owner,bytes signer,address enrolmentKey,uint64 expiresAtS)"
    );
    bytes32 private constant KEY_ROTATION_TYPEHASH = keccak256(
        "KeyRotation(bytes32 device,uint16 index,bytes signer,uint64 expiresAtS)"
    );
    bytes32 private constant FIRMWARE_CONFIRMATION_TYPEHASH = keccak256(
        "FirmwareConfirmation(bytes32 device,uint64 version,bytes32 firmwareHash)"
    );

    function hash(DeviceEnrolment calldata e, Device storage d) internal view returns (bytes32) {
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

    /// @param index Position of the new key among the device's keys, from zero: no rotation counts twice.
    function hash(DeviceRotation calldata r, uint16 index) internal pure returns (bytes32) {
        return keccak256(abi.encode(KEY_ROTATION_TYPEHASH, r.device, index, keccak256(r.signer), r.expiresAtS));
    }

    function hash(bytes32 device, Firmware storage f) internal view returns (bytes32) {
        return keccak256(abi.encode(FIRMWARE_CONFIRMATION_TYPEHASH, device, f.version, f.firmwareHash));
    }
}
