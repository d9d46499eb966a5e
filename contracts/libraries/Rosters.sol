// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SSTORE2} from "solady/src/utils/SSTORE2.sol";
import {Agreement, Stretch} from "../types/Agreements.sol";
import {DeviceSigner} from "./DeviceSigner.sol";

/// @notice A roster in memory.
type Roster is uint256;

/// @notice A roster's meter in memory: the supplier's, or that of a member.
type RosterMeter is uint256;

/// @title Rosters
/// @notice What settlement needs of a supplier's agreements and meters over a stretch of time, kept as code: reading it costs
/// 2,600 gas and a little for every word, where storage would take 2,100 for each of some six words of every meter.
/// @dev Words, of 32 bytes each, from the least significant bit.
/// The supplier's: meter; key address (160), exportRatedW (32); key x; key y;
/// idleFromS (48), fromS (48), untilS (48), periodS (32), revision (64); zero.
/// A member's: meter; key address (160), startS (48), number (32), withCertificates (1); key x; key y;
/// consumer (160), pricePerKWh (64), importRatedW (32); supplier (160), capWh (64).
library Rosters {
    uint256 private constant METER_BYTES = 0xc0;

    /// @notice A roster that is being put together.
    /// @param data The supplier's words, then the members'.
    /// @param exportRatedW Largest of the members' agreements.
    struct Draft {
        bytes data;
        uint32 exportRatedW;
    }

    /// @notice Begins a roster of `count` members.
    function draft(uint256 count) internal pure returns (Draft memory) {
        return Draft(new bytes((1 + count) * METER_BYTES), 0);
    }

    /// @notice Puts an agreement in, at a position from 1.
    function put(
        Draft memory d,
        uint256 position,
        Agreement memory a,
        uint32 number_,
        DeviceSigner.Key memory key_
    ) internal pure {
        if (a.exportRatedW > d.exportRatedW) d.exportRatedW = a.exportRatedW;
        _write(
            d.data,
            position,
            a.importMeter,
            (uint256(a.startS) << 160) | (uint256(number_) << 208) | (a.withCertificates ? 1 << 240 : 0),
            key_,
            uint160(a.consumer) | (uint256(a.pricePerKWh) << 160) | (uint256(a.importRatedW) << 224),
            uint160(a.supplier) | (uint256(a.capWh) << 160)
        );
    }

    /// @notice Puts the supplier's meter in and writes the roster as code.
    /// @param revision_ Of the device registry, at which the keys were read.
    function write(
        Draft memory d,
        bytes32 exportMeter,
        DeviceSigner.Key memory key_,
        Stretch memory stretch,
        uint32 periodS_,
        uint64 revision_
    ) internal returns (address code) {
        uint256 times =
            uint256(stretch.idleFromS) |
                (uint256(stretch.fromS) << 48) |
                (uint256(stretch.untilS) << 96) |
                (uint256(periodS_) << 144) |
                (uint256(revision_) << 176);
        _write(d.data, 0, exportMeter, uint256(d.exportRatedW) << 160, key_, times, 0);
        return SSTORE2.write(d.data);
    }

    /// @notice Copies a roster to memory.
    /// @return roster Where it begins.
    /// @return size Number of its members.
    function load(address code) internal view returns (Roster roster, uint256 size) {
        assembly ("memory-safe") {
            roster := mload(0x40)
            // The first byte is a stop, so that the code cannot be called.
            let length := sub(extcodesize(code), 1)
            extcodecopy(code, roster, 1, length)
            mstore(0x40, add(roster, length))
            size := sub(div(length, METER_BYTES), 1)
        }
    }

    /// @notice The meter at a position: the supplier's at zero, then the members'. The caller keeps within the roster.
    function meterAt(Roster roster, uint256 position) internal pure returns (RosterMeter) {
        return RosterMeter.wrap(Roster.unwrap(roster) + position * METER_BYTES);
    }

    /// @notice Id of the device.
    function id(RosterMeter meter) internal pure returns (bytes32) {
        return bytes32(_word(RosterMeter.unwrap(meter)));
    }

    /// @notice The meter's key when the roster was compiled; all zero if the device was not active then.
    function key(RosterMeter meter) internal pure returns (address verifier, bytes32 x, bytes32 y) {
        uint256 at = RosterMeter.unwrap(meter);
        return (address(uint160(_word(at + 0x20))), bytes32(_word(at + 0x40)), bytes32(_word(at + 0x60)));
    }

    /// @notice Since when nobody was served before the stretch.
    function idleFromS(Roster roster) internal pure returns (uint48) {
        return uint48(_times(roster));
    }

    /// @notice Start of the stretch.
    function fromS(Roster roster) internal pure returns (uint48) {
        return uint48(_times(roster) >> 48);
    }

    /// @notice Length of an interval, s.
    function periodS(Roster roster) internal pure returns (uint32) {
        return uint32(_times(roster) >> 144);
    }

    /// @notice Revision of the device registry at which the keys were read.
    function revision(Roster roster) internal pure returns (uint64) {
        return uint64(_times(roster) >> 176);
    }

    /// @notice Most that the supplier's connection can feed in, W.
    function exportRatedW(Roster roster) internal pure returns (uint32) {
        return uint32(_word(Roster.unwrap(roster) + 0x20) >> 160);
    }

    /// @notice Start of the member's agreement.
    function startS(RosterMeter member) internal pure returns (uint48) {
        return uint48(_word(RosterMeter.unwrap(member) + 0x20) >> 160);
    }

    /// @notice Number of the member's agreement.
    function number(RosterMeter member) internal pure returns (uint32) {
        return uint32(_word(RosterMeter.unwrap(member) + 0x20) >> 208);
    }

    /// @notice Who pays.
    function consumer(RosterMeter member) internal pure returns (address) {
        return address(uint160(_word(RosterMeter.unwrap(member) + 0x80)));
    }

    /// @notice Price, token units per kWh.
    function pricePerKWh(RosterMeter member) internal pure returns (uint64) {
        return uint64(_word(RosterMeter.unwrap(member) + 0x80) >> 160);
    }

    /// @notice Most that the consumer's connection can draw, W.
    function importRatedW(RosterMeter member) internal pure returns (uint32) {
        return uint32(_word(RosterMeter.unwrap(member) + 0x80) >> 224);
    }

    /// @notice Who is paid.
    function supplier(RosterMeter member) internal pure returns (address) {
        return address(uint160(_word(RosterMeter.unwrap(member) + 0xa0)));
    }

    /// @notice Most that the agreement may deliver, Wh.
    function capWh(RosterMeter member) internal pure returns (uint64) {
        return uint64(_word(RosterMeter.unwrap(member) + 0xa0) >> 160);
    }

    function _times(Roster roster) private pure returns (uint256) {
        return _word(Roster.unwrap(roster) + 0x80);
    }

    function _word(uint256 at) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(at)
        }
    }

    function _write(
        bytes memory data,
        uint256 position,
        bytes32 meter,
        uint256 terms,
        DeviceSigner.Key memory key_,
        uint256 fifth,
        uint256 sixth
    ) private pure {
        (uint256 keyAndTerms, bytes32 x, bytes32 y) = (terms | uint160(key_.verifier), key_.x, key_.y);
        assembly ("memory-safe") {
            let at := add(add(data, 0x20), mul(position, METER_BYTES))
            mstore(at, meter)
            mstore(add(at, 0x20), keyAndTerms)
            mstore(add(at, 0x40), x)
            mstore(add(at, 0x60), y)
            mstore(add(at, 0x80), fifth)
            mstore(add(at, 0xa0), sixth)
        }
    }
}
