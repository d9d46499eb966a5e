// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";

/// What agreements ask of `DeviceRegistry`: active meters and their owners.
contract TestMeters {
    mapping(bytes32 meter => address) private _owners;

    function enrol(bytes32 meter, address owner) external {
        _owners[meter] = owner;
    }

    function deviceOf(bytes32 meter) external view returns (Device memory d) {
        d.owner = _owners[meter];
        if (d.owner == address(0)) return d;
        d.kind = DeviceKind.Meter;
        d.status = DeviceStatus.Active;
    }
}
