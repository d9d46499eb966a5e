// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceRegistry} from "../../contracts/DeviceRegistry.sol";
import {Device, DeviceStatus, SignerPeriod, StatusPeriod} from "../../contracts/types/Devices.sol";
import {DeviceHandler} from "./support/DeviceHandler.sol";
import {vm} from "./support/Vm.sol";

/// Must always hold of a device, whatever its organisation, its keys, its accusers and strangers do:
///
/// - its status is what its organisation last decided, or `Quarantined` while an incident covers it; `Revoked` is final;
/// - its history says of every past second which status and which key held, and never changes afterwards;
/// - its keys only grow in number; each belongs to it alone, for ever;
/// - nobody but its organisation, its key and the holder of the quarantine's role changes anything.
contract DeviceLifeTest {
    DeviceHandler private _handler;
    DeviceRegistry private _devices;

    function setUp() external {
        _handler = new DeviceHandler();
        _devices = _handler.devices();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_NothingForbiddenWentThrough() external view {
        assert(!_handler.broken());
    }

    function invariant_StatusIsTheLastDecisionOrTheQuarantine() external view {
        for (uint256 i = 0; i < _handler.DEVICES(); ++i) {
            DeviceHandler.Books memory b = _handler.booksOf(i);
            Device memory d = _devices.deviceOf(b.device);
            assert(d.status == _handler.statusOf(i));
            assert(d.signerCount == b.keys);
            assert(keccak256(_devices.signerOf(b.device)) == keccak256(abi.encodePacked(vm.addr(b.key))));
        }
    }

    function invariant_HistoryTellsEverySecondAsItWas() external view {
        for (uint256 i = 0; i < _handler.DEVICES(); ++i) {
            bytes32 device = _handler.booksOf(i).device;
            DeviceHandler.Moment[] memory moments = _handler.momentsOf(i);
            SignerPeriod[] memory signers = _devices.signerHistory(device);
            for (uint256 m = 0; m < moments.length; ++m) {
                uint48 atS = uint48(moments[m].atS);
                assert(_devices.statusAt(device, atS) == moments[m].status);
                assert(keccak256(_heldAt(signers, atS)) == keccak256(abi.encodePacked(vm.addr(moments[m].key))));
            }
        }
    }

    function invariant_HistoryRunsForward() external view {
        for (uint256 i = 0; i < _handler.DEVICES(); ++i) {
            StatusPeriod[] memory periods = _devices.statusHistory(_handler.booksOf(i).device);
            for (uint256 p = 1; p < periods.length; ++p) {
                assert(periods[p - 1].sinceS < periods[p].sinceS);
                assert(periods[p - 1].status != DeviceStatus.Revoked);
            }
        }
    }

    function _heldAt(SignerPeriod[] memory periods, uint48 atS) private pure returns (bytes memory signer) {
        for (uint256 p = 0; p < periods.length && periods[p].sinceS <= atS; ++p) signer = periods[p].signer;
    }
}
