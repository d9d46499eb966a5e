// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";

/// What a passport asks of `DeviceRegistry`, with signatures that need no curve: an active device's signature over a struct
/// is the hash of both. Everybody is a member.
contract TestDevices {
    error NotSigned(bytes32 device);

    mapping(bytes32 device => address) public organisations;

    function enrol(bytes32 device, address organisation) external {
        organisations[device] = organisation;
    }

    function sign(bytes32 device, bytes32 structHash) public pure returns (bytes memory) {
        return abi.encode(keccak256(abi.encode(device, structHash)));
    }

    function isMember(address) external pure returns (bool) {
        return true;
    }

    function deviceOf(bytes32 device) external view returns (Device memory d) {
        d.organisation = organisations[device];
        if (d.organisation == address(0)) return d;
        d.kind = DeviceKind.Battery;
        d.status = DeviceStatus.Active;
    }

    function requireSigned(bytes32 device, bytes32 structHash, bytes calldata signature) public pure {
        require(keccak256(signature) == keccak256(sign(device, structHash)), NotSigned(device));
    }

    function requireSignedAt(
        bytes32 device,
        bytes32 structHash,
        bytes calldata signature,
        uint48 timestampS
    ) external pure {
        require(timestampS != 0, NotSigned(device));
        requireSigned(device, structHash, signature);
    }
}
