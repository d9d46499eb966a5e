// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MeterRegisters} from "../../../contracts/libraries/MeterRegisters.sol";
import {Device, DeviceKind, DeviceStatus} from "../../../contracts/types/Devices.sol";

/// What a channel asks of `DeviceRegistry` and `EnergySettlement`: meters whose owners and settled registers anybody sets.
contract TestMeters {
    mapping(bytes32 meter => address) private _owners;
    mapping(bytes32 meter => MeterRegisters.Registers) private _registers;

    function own(bytes32 meter, address owner) external {
        _owners[meter] = owner;
    }

    function settle(bytes32 meter, uint64 importWh, uint64 exportWh) external {
        _registers[meter] = MeterRegisters.Registers(1, 1, importWh, exportWh);
    }

    function deviceOf(bytes32 meter) external view returns (Device memory d) {
        d.owner = _owners[meter];
        if (d.owner == address(0)) return d;
        d.kind = DeviceKind.Meter;
        d.status = DeviceStatus.Active;
    }

    function registersOf(bytes32 meter) external view returns (MeterRegisters.Registers memory) {
        return _registers[meter];
    }
}
