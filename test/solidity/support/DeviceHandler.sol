// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeviceRegistry} from "../../../contracts/DeviceRegistry.sol";
import {DeviceRotation, DeviceStatus} from "../../../contracts/types/Devices.sol";
import {Grid} from "./Grid.sol";
import {vm} from "./Vm.sol";

/// Leads three devices of one organisation through any life, and keeps its own books of what must have become of them.
/// Every call that the books forbid is tried as well; `broken` tells that one went through, or that a permitted one did
/// not.
contract DeviceHandler is Grid {
    uint256 public constant DEVICES = 3;
    uint256 private constant FIRST_KEY = 100;
    uint256 private constant OWNER_KEY = 7;
    bytes32 private constant ROTATION_TYPEHASH = keccak256(
        "KeyRotation(bytes32 device,uint16 index,bytes signer,uint64 expiresAtS)"
    );

    /// What the organisation last decided of a device, whether a quarantine covers it, and what that makes it.
    struct Books {
        bytes32 device;
        DeviceStatus decided;
        bool quarantined;
        uint256 key;
        uint256 keys;
    }

    struct Moment {
        uint256 atS;
        DeviceStatus status;
        uint256 key;
    }

    Books[3] private _books;
    Moment[][3] private _moments;
    // Keys that spoke for a device at some time.
    mapping(uint256 key => bool) private _enrolled;
    uint256 private _nextKey = FIRST_KEY;
    uint256 private _nextTicket = 10_000_000;
    bool public broken;

    constructor() {
        vm.warp(1_000_000_000);
        _deploy(0);
        for (uint256 i = 0; i < DEVICES; ++i) {
            uint256 key = _nextKey++;
            _books[i] = Books(_enrol(key, OWNER_KEY), DeviceStatus.Active, false, key, 1);
            _enrolled[key] = true;
            _note(i);
        }
    }

    function devices() external view returns (DeviceRegistry) {
        return _devices;
    }

    function booksOf(uint256 i) external view returns (Books memory) {
        return _books[i];
    }

    function momentsOf(uint256 i) external view returns (Moment[] memory) {
        return _moments[i];
    }

    function statusOf(uint256 i) public view returns (DeviceStatus) {
        Books storage b = _books[i];
        return b.quarantined && b.decided != DeviceStatus.Revoked ? DeviceStatus.Quarantined : b.decided;
    }

    function pass(uint16 forS) external {
        vm.warp(block.timestamp + (forS % 100));
    }

    function suspend(uint256 i) external {
        _change(i % DEVICES, DeviceStatus.Active, DeviceStatus.Suspended, this.callSuspend);
    }

    function reinstate(uint256 i) external {
        _change(i % DEVICES, DeviceStatus.Suspended, DeviceStatus.Active, this.callReinstate);
    }

    /// One in eight only: nothing happens to a device after it.
    function revoke(uint256 i, uint8 dice) external {
        if (dice % 8 != 0) return;
        Books storage b = _books[i % DEVICES];
        bool allowed = b.decided != DeviceStatus.Revoked;
        try _devices.revoke(b.device) {
            if (!allowed) broken = true;
            b.decided = DeviceStatus.Revoked;
        } catch {
            if (allowed) broken = true;
        }
        _note(i % DEVICES);
    }

    function quarantine(uint256 i) external {
        Books storage b = _books[i % DEVICES];
        bool allowed = b.decided != DeviceStatus.Revoked;
        try _devices.quarantine(b.device) {
            if (!allowed) broken = true;
            b.quarantined = true;
        } catch {
            if (allowed) broken = true;
        }
        _note(i % DEVICES);
    }

    function release(uint256 i) external {
        Books storage b = _books[i % DEVICES];
        _devices.release(b.device);
        b.quarantined = false;
        _note(i % DEVICES);
    }

    /// The key is lost: a ticket for another, and the enrolment with it.
    function recover(uint256 i, bool enrolToo) external {
        Books storage b = _books[i % DEVICES];
        uint256 ticket = _nextTicket++;
        bool allowed = b.decided == DeviceStatus.Active || b.decided == DeviceStatus.Suspended;
        try _devices.recover(b.device, vm.addr(ticket), uint64(block.timestamp + 1)) {
            if (!allowed) broken = true;
            b.decided = DeviceStatus.Registered;
        } catch {
            if (allowed) broken = true;
            return;
        }
        if (enrolToo) {
            uint256 key = _nextKey++;
            _reenrol(b.device, key, ticket, vm.addr(OWNER_KEY), uint64(block.timestamp + 1));
            (b.decided, b.key, b.keys) = (DeviceStatus.Active, key, b.keys + 1);
            _enrolled[key] = true;
        }
        _note(i % DEVICES);
    }

    /// Signed by the present key, by an earlier one, or by that of another device.
    function rotate(uint256 i, uint8 signedBy, bool toUsed) external {
        Books storage b = _books[i % DEVICES];
        uint256 oldKey = signedBy % 4 == 0 ? FIRST_KEY + (signedBy % (_nextKey - FIRST_KEY)) : b.key;
        uint256 newKey = toUsed ? FIRST_KEY + (signedBy % (_nextKey - FIRST_KEY)) : _nextKey++;
        bytes memory signer = abi.encodePacked(vm.addr(newKey));
        uint64 expiresAtS = uint64(block.timestamp);
        bytes32 structHash = keccak256(
            abi.encode(ROTATION_TYPEHASH, b.device, uint16(b.keys), keccak256(signer), expiresAtS)
        );
        bool allowed = statusOf(i % DEVICES) == DeviceStatus.Active && oldKey == b.key && !_enrolled[newKey];
        DeviceRotation memory rotation = DeviceRotation(
            b.device,
            signer,
            expiresAtS,
            _sign(oldKey, structHash),
            _sign(newKey, structHash)
        );
        try _devices.rotate(rotation) {
            if (!allowed) broken = true;
            (b.key, b.keys) = (newKey, b.keys + 1);
            _enrolled[newKey] = true;
        } catch {
            if (allowed) broken = true;
        }
        _note(i % DEVICES);
    }

    /// Somebody else tries everything.
    function intrude(uint256 i, address intruder) external {
        if (intruder == address(this)) return;
        bytes32 device = _books[i % DEVICES].device;
        bytes[7] memory calls = [
            abi.encodeCall(_devices.suspend, (device)),
            abi.encodeCall(_devices.reinstate, (device)),
            abi.encodeCall(_devices.revoke, (device)),
            abi.encodeCall(_devices.quarantine, (device)),
            abi.encodeCall(_devices.release, (device)),
            abi.encodeCall(_devices.recover, (device, intruder, type(uint64).max)),
            abi.encodeCall(_devices.offerTransfer, (device, intruder))
        ];
        for (uint256 call = 0; call < calls.length; ++call) {
            vm.prank(intruder);
            // Seven functions, one loop: only a low-level call takes any of them.
            // solhint-disable-next-line avoid-low-level-calls
            (bool done, ) = address(_devices).call(calls[call]);
            if (done) broken = true;
        }
    }

    function callSuspend(bytes32 device) external {
        _devices.suspend(device);
    }

    function callReinstate(bytes32 device) external {
        _devices.reinstate(device);
    }

    function _change(uint256 i, DeviceStatus from, DeviceStatus to, function(bytes32) external change) private {
        Books storage b = _books[i];
        try change(b.device) {
            if (b.decided != from) broken = true;
            b.decided = to;
        } catch {
            if (b.decided == from) broken = true;
        }
        _note(i);
    }

    /// What holds at the end of a second held in it.
    function _note(uint256 i) private {
        Moment[] storage moments = _moments[i];
        Moment memory now_ = Moment(block.timestamp, statusOf(i), _books[i].key);
        if (moments.length != 0 && moments[moments.length - 1].atS == block.timestamp) {
            moments[moments.length - 1] = now_;
        } else {
            moments.push(now_);
        }
    }
}
