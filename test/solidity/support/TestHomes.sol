// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";

/// What a market and its agreements ask of `DeviceRegistry`: meters, their owners, and whether they are active.
contract TestHomes {
    mapping(bytes32 meter => address) public ownerOf;
    mapping(bytes32 meter => bool) public isSuspended;

    function setOwner(bytes32 meter, address owner) external {
        ownerOf[meter] = owner;
    }

    function suspend(bytes32 meter, bool suspended) external {
        isSuspended[meter] = suspended;
    }

    function deviceOf(bytes32 meter) external view returns (Device memory d) {
        d.owner = ownerOf[meter];
        if (d.owner == address(0)) return d;
        d.kind = DeviceKind.Meter;
        d.status = isSuspended[meter] ? DeviceStatus.Suspended : DeviceStatus.Active;
    }
}
