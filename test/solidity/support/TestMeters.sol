// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";
import {Registers} from "../../../contracts/types/Settlement.sol";

/// What agreements and channels ask of `DeviceRegistry` and `EnergySettlement`: active meters, whose owners and settled
/// registers anybody sets.
contract TestMeters {
    mapping(bytes32 meter => address) private _owners;
    mapping(bytes32 meter => Registers) private _registers;

    function own(bytes32 meter, address owner) external {
        _owners[meter] = owner;
    }

    function settle(bytes32 meter, uint64 importWh, uint64 exportWh) external {
        _registers[meter] = Registers(1, 1, importWh, exportWh);
    }

    function deviceOf(bytes32 meter) external view returns (Device memory d) {
        d.owner = _owners[meter];
        if (d.owner == address(0)) return d;
        d.kind = DeviceKind.Meter;
        d.status = DeviceStatus.Active;
    }

    function countedOf(bytes32 meter) external view returns (Registers memory) {
        return _registers[meter];
    }
}
