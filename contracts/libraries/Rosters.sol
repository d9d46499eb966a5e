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
/// idleFromS (48), fromS (48), untilS (48), periodS (32), revision (64); generation (32).
/// A member's: meter; key address (160), startS (48), number (32), withCertificates (1); key x; key y;
/// consumer (160), pricePerKWh (64), importRatedW (32); supplier (160), capWh (64).
library Rosters {
    uint256 private constant METER_BYTES = 0xc0;
    // Where words lie: every meter's,
    uint256 private constant TERMS_AT = 0x20;
    uint256 private constant KEY_X_AT = 0x40;
    uint256 private constant KEY_Y_AT = 0x60;
    // the supplier's,
    uint256 private constant TIMES_AT = 0x80;
    uint256 private constant GENERATION_AT = 0xa0;
    // and a member's.
    uint256 private constant CONSUMER_AT = 0x80;
    uint256 private constant SUPPLIER_AT = 0xa0;
    // By how many bits values are shifted: beside the supplier's key,
    uint256 private constant EXPORT_RATED = 160;
    // among its times,
    uint256 private constant FROM = 48;
    uint256 private constant UNTIL = 96;
    uint256 private constant PERIOD = 144;
    uint256 private constant REVISION = 176;
    // beside a member's key, its consumer and its supplier.
    uint256 private constant START = 160;
    uint256 private constant NUMBER = 208;
    uint256 private constant CERTIFICATES = 240;
    uint256 private constant PRICE = 160;
    uint256 private constant IMPORT_RATED = 224;
    uint256 private constant CAP = 160;

    /// @notice A roster that is being put together.
    /// @param data The supplier's words, then the members'.
    /// @param exportRatedW Largest of the members' agreements.
    /// @param periodS Length of an interval, s.
    /// @param revision Of the device registry, at which the keys were read.
    /// @param generation Of the supplier's agreements.
    struct Draft {
        bytes data;
        uint32 exportRatedW;
        uint32 periodS;
        uint64 revision;
        uint32 generation;
    }

    /// @notice Begins a roster of `count` members.
    function draft(uint256 count) internal pure returns (Draft memory d) {
        d.data = new bytes((1 + count) * METER_BYTES);
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
            (uint256(a.startS) << START) | (uint256(number_) << NUMBER) | (a.withCertificates ? 1 << CERTIFICATES : 0),
            key_,
            uint160(a.consumer) | (uint256(a.pricePerKWh) << PRICE) | (uint256(a.importRatedW) << IMPORT_RATED),
            uint160(a.supplier) | (uint256(a.capWh) << CAP)
        );
    }

    /// @notice Puts the supplier's meter in and writes the roster as code, whose address follows from what it holds: writing the
    /// same again gives the same.
    function write(
        Draft memory d,
        bytes32 exportMeter_,
        DeviceSigner.Key memory key_,
        Stretch memory stretch
    ) internal returns (address code) {
        uint256 times_ =
            uint256(stretch.idleFromS) |
                (uint256(stretch.fromS) << FROM) |
                (uint256(stretch.untilS) << UNTIL) |
                (uint256(d.periodS) << PERIOD) |
                (uint256(d.revision) << REVISION);
        _write(d.data, 0, exportMeter_, uint256(d.exportRatedW) << EXPORT_RATED, key_, times_, d.generation);
        code = SSTORE2.predictCounterfactualAddress(d.data, 0);
        if (code.code.length == 0) SSTORE2.writeCounterfactual(d.data, 0);
    }

    /// @notice Copies a roster to memory.
    /// @param writer Contract that must have written it: the address proves that, so nobody has to keep a list.
    /// @return isRoster False for anything that `writer` did not write.
    /// @return roster Where it begins.
    /// @return size Number of its members.
    function load(address code, address writer) internal view returns (bool isRoster, Roster roster, uint256 size) {
        if (code.code.length == 0) return (false, roster, 0);
        bytes memory data = SSTORE2.read(code);
        isRoster = SSTORE2.predictCounterfactualAddress(data, 0, writer) == code;
        (roster, size) = _in(data);
    }

    /// @notice Copies to memory what the caller knows to be a roster.
    function read(address code) internal view returns (Roster roster, uint256 size) {
        return _in(SSTORE2.read(code));
    }

    /// @notice The meter at a position: the supplier's at zero, then the members'. The caller keeps within the roster.
    function meterAt(Roster roster, uint256 position) internal pure returns (RosterMeter) {
        unchecked {
            return RosterMeter.wrap(Roster.unwrap(roster) + position * METER_BYTES);
        }
    }

    /// @notice Id of the device.
    function id(RosterMeter meter) internal pure returns (bytes32) {
        return bytes32(_word(RosterMeter.unwrap(meter)));
    }

    /// @notice The supplier's meter.
    function exportMeter(Roster roster) internal pure returns (bytes32) {
        return bytes32(_word(Roster.unwrap(roster)));
    }

    /// @notice Generation of the meter's agreements of which the roster is.
    function generation(Roster roster) internal pure returns (uint32) {
        return uint32(_word(Roster.unwrap(roster) + GENERATION_AT));
    }

    /// @notice Start, end, start of the idle time before, of the stretch; length of an interval, s.
    function times(
        Roster roster
    ) internal pure returns (uint256 idleFromS, uint256 fromS, uint256 untilS, uint256 periodS) {
        uint256 word = _word(Roster.unwrap(roster) + TIMES_AT);
        return (uint48(word), uint48(word >> FROM), uint48(word >> UNTIL), uint32(word >> PERIOD));
    }

    /// @notice Revision of the device registry at which the keys were read.
    function revision(Roster roster) internal pure returns (uint64) {
        return uint64(_word(Roster.unwrap(roster) + TIMES_AT) >> REVISION);
    }

    /// @notice Most that the supplier's connection can feed in, W.
    function exportRatedW(Roster roster) internal pure returns (uint32) {
        return uint32(_word(Roster.unwrap(roster) + TERMS_AT) >> EXPORT_RATED);
    }

    /// @notice Since when the member's flows count, and what its connection can draw, W.
    function registerTerms(RosterMeter member) internal pure returns (uint256 startS, uint256 ratedW) {
        assembly ("memory-safe") {
            startS := and(shr(START, mload(add(member, TERMS_AT))), 0xffffffffffff)
            ratedW := shr(IMPORT_RATED, mload(add(member, CONSUMER_AT)))
        }
    }

    /// @notice Number of the member's agreement, and its cap in Wh.
    function demandTerms(RosterMeter member) internal pure returns (uint256 agreement, uint256 capWh) {
        assembly ("memory-safe") {
            agreement := and(shr(NUMBER, mload(add(member, TERMS_AT))), 0xffffffff)
            capWh := and(shr(CAP, mload(add(member, SUPPLIER_AT))), 0xffffffffffffffff)
        }
    }

    /// @notice Who pays whom, and the price in token units per kWh.
    function paymentTerms(
        RosterMeter member
    ) internal pure returns (address consumer, address supplier, uint256 pricePerKWh) {
        assembly ("memory-safe") {
            let mask := 0xffffffffffffffffffffffffffffffffffffffff
            let word := mload(add(member, CONSUMER_AT))
            consumer := and(word, mask)
            pricePerKWh := and(shr(PRICE, word), 0xffffffffffffffff)
            supplier := and(mload(add(member, SUPPLIER_AT)), mask)
        }
    }

    /// @notice Whether the certificates of what the member is delivered are its consumer's.
    function withCertificates(RosterMeter member) internal pure returns (bool) {
        return (_word(RosterMeter.unwrap(member) + TERMS_AT) >> CERTIFICATES) & 1 == 1;
    }

    /// @notice Number of the member's agreement.
    function numberOf(RosterMeter member) internal pure returns (uint32) {
        return uint32(_word(RosterMeter.unwrap(member) + TERMS_AT) >> NUMBER);
    }

    function _in(bytes memory data) private pure returns (Roster roster, uint256 size) {
        assembly ("memory-safe") {
            roster := add(data, 0x20)
            size := sub(div(mload(data), METER_BYTES), 1)
        }
    }

    function _word(uint256 pointer) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(pointer)
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
            mstore(add(at, TERMS_AT), keyAndTerms)
            mstore(add(at, KEY_X_AT), x)
            mstore(add(at, KEY_Y_AT), y)
            mstore(add(at, CONSUMER_AT), fifth)
            mstore(add(at, SUPPLIER_AT), sixth)
        }
    }
}
