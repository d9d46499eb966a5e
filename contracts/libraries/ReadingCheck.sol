// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {P256} from "@openzeppelin/contracts/utils/cryptography/P256.sol";
import {IDeviceRegistry} from "../interfaces/IDeviceRegistry.sol";
import {PackedReading} from "../types/Settlement.sol";
import {RecordHash} from "./RecordHash.sol";
import {RosterMeter, Rosters} from "./Rosters.sol";

/// @title ReadingCheck
/// @notice Checks the signatures of many packed readings of one call. Keys of a roster count while the registry's revision
/// is the one at which they were read; otherwise the registry is asked about each reading.
library ReadingCheck {
    using Rosters for RosterMeter;

    /// @notice What stays the same for every reading of a call.
    /// @param message Where the EIP-712 preimage lies, and behind it the header's and the reading's words. What never
    /// changes is there already.
    struct Checker {
        IDeviceRegistry devices;
        address p256Verifier;
        uint64 revision;
        uint256 message;
    }

    // 0x1901 ‖ domain ‖ struct hash, filled up to whole words; seven words of the header; four of the reading.
    uint256 private constant HEADER_AT = 0x60;
    uint256 private constant READING_AT = 0x140;
    uint256 private constant MESSAGE_BYTES = 0x1c0;
    uint256 private constant SECP256K1_HALF_N = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0;
    uint256 private constant P256_HALF_N = P256.N / 2;

    /// @notice Reads what a call needs of the registry.
    function create(IDeviceRegistry devices) internal view returns (Checker memory checker) {
        (checker.devices, checker.p256Verifier) = (devices, devices.P256_VERIFIER());
        checker.revision = devices.revision();
        bytes32 domain = devices.recordDomainSeparator();
        bytes32 headerTypehash = RecordHash.HEADER_TYPEHASH;
        bytes32 readingTypehash = RecordHash.METER_READING_TYPEHASH;
        uint256 message;
        assembly ("memory-safe") {
            message := mload(0x40)
            mstore(0x40, add(message, MESSAGE_BYTES))
            mstore(message, shl(240, 0x1901))
            mstore(add(message, 2), domain)
            mstore(add(message, HEADER_AT), headerTypehash)
            mstore(add(message, READING_AT), readingTypehash)
        }
        checker.message = message;
    }

    /// @notice Reverts unless the meter signed the reading. What the roster's key does not say yes to, the registry decides.
    /// @param isCurrent Whether the roster's key counts.
    function requireSigned(
        Checker memory checker,
        bool isCurrent,
        RosterMeter meter,
        uint256 timestampS,
        PackedReading calldata reading
    ) internal view {
        (address verifier, bytes32 x, bytes32 y) = meter.key();
        bytes32 id = meter.id();
        bytes32 structHash = _hash(checker.message, id, timestampS, reading.link, reading.values);
        if (isCurrent && verifier != address(0)) {
            if (
                verifier == checker.p256Verifier
                    ? _isP256(checker.message, reading, x, y)
                    : _recover(checker.message, reading) == verifier
            ) return;
        }
        checker.devices.requireSigned(id, structHash, _unpack(checker, id, reading));
    }

    /// @dev Struct hash of a meter reading, left where the preimage ends. The same as `RecordHash.hash`.
    function _hash(
        uint256 message,
        bytes32 device,
        uint256 timestampS,
        bytes32 link,
        uint256 values
    ) private pure returns (bytes32 structHash) {
        assembly ("memory-safe") {
            let mask := 0xffffffffffffffff
            let at := add(message, HEADER_AT)
            mstore(add(at, 0x20), device)
            mstore(add(at, 0x40), and(shr(128, values), mask))
            mstore(add(at, 0x60), timestampS)
            mstore(add(at, 0x80), and(shr(224, values), 0xff))
            mstore(add(at, 0xa0), and(shr(216, values), 0xff))
            mstore(add(at, 0xc0), link)
            let header := keccak256(at, 0xe0)
            at := add(message, READING_AT)
            mstore(add(at, 0x20), header)
            mstore(add(at, 0x40), and(shr(64, values), mask))
            mstore(add(at, 0x60), and(values, mask))
            structHash := keccak256(at, 0x80)
            mstore(add(message, 0x22), structHash)
        }
    }

    /// @dev Zero for what is no signature, and no meter has that key. Only the low s, as everywhere.
    function _recover(uint256 message, PackedReading calldata reading) private pure returns (address signer) {
        bytes32 digest;
        uint256 vs = uint256(reading.vs);
        uint256 s = (vs << 1) >> 1;
        assembly ("memory-safe") {
            digest := keccak256(message, 0x42)
        }
        if (s <= SECP256K1_HALF_N) signer = ecrecover(digest, uint8(27 + (vs >> 255)), reading.r, bytes32(s));
    }

    /// @dev By the precompiles alone (EIP-7951), and only with the low s. Where there is none, the answer is no.
    function _isP256(
        uint256 message,
        PackedReading calldata reading,
        bytes32 x,
        bytes32 y
    ) private view returns (bool isSigned) {
        (bytes32 r, bytes32 s) = (reading.r, reading.vs);
        if (uint256(s) > P256_HALF_N) return false;
        assembly ("memory-safe") {
            let at := mload(0x40)
            mstore(0x00, 0)
            pop(staticcall(gas(), 0x02, message, 0x42, at, 0x20))
            mstore(add(at, 0x20), r)
            mstore(add(at, 0x40), s)
            mstore(add(at, 0x60), x)
            mstore(add(at, 0x80), y)
            pop(staticcall(gas(), 0x100, at, 0xa0, 0x00, 0x20))
            isSigned := eq(mload(0x00), 1)
        }
    }

    /// @dev The signature as records carry it: 65 bytes for secp256k1, 64 for P-256.
    function _unpack(
        Checker memory checker,
        bytes32 meter,
        PackedReading calldata reading
    ) private view returns (bytes memory) {
        if (checker.devices.signerOf(meter).length != 20) return abi.encodePacked(reading.r, reading.vs);
        bytes32 s = reading.vs & bytes32(uint256(type(int256).max));
        return abi.encodePacked(reading.r, s, uint8(27 + (uint256(reading.vs) >> 255)));
    }
}
