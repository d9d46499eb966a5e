// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

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
    uint256 private constant P256_HALF_N = 0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8;

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
        (bytes32 structHash, bool isSigned) = _check(checker, meter, timestampS, reading);
        if (isSigned && isCurrent) return;
        bytes32 id = meter.id();
        checker.devices.requireSigned(id, structHash, _unpack(checker, id, reading));
    }

    /// @return structHash Of the meter reading, the same as `RecordHash.hash`.
    /// @return isSigned Whether the roster's key signed it, by the precompiles alone (EIP-7951 for P-256) and only with the low
    /// s. A missing precompile or key says no.
    function _check(
        Checker memory checker,
        RosterMeter meter,
        uint256 timestampS,
        PackedReading calldata reading
    ) private view returns (bytes32 structHash, bool isSigned) {
        assembly ("memory-safe") {
            let message := mload(add(checker, 0x60))
            {
                let values := calldataload(add(reading, 0x20))
                let mask := 0xffffffffffffffff
                let at := add(message, HEADER_AT)
                mstore(add(at, 0x20), mload(meter))
                mstore(add(at, 0x40), and(shr(128, values), mask))
                mstore(add(at, 0x60), timestampS)
                mstore(add(at, 0x80), and(shr(224, values), 0xff))
                mstore(add(at, 0xa0), and(shr(216, values), 0xff))
                mstore(add(at, 0xc0), calldataload(reading))
                let header := keccak256(at, 0xe0)
                at := add(message, READING_AT)
                mstore(add(at, 0x20), header)
                mstore(add(at, 0x40), and(shr(64, values), mask))
                mstore(add(at, 0x60), and(values, mask))
                structHash := keccak256(at, 0x80)
                mstore(add(message, 0x22), structHash)
            }
            let key := and(mload(add(meter, 0x20)), 0xffffffffffffffffffffffffffffffffffffffff)
            let vs := calldataload(add(reading, 0x60))
            // What the precompiles take goes behind everything else.
            let input := mload(0x40)
            mstore(0x00, 0)
            switch eq(key, mload(add(checker, 0x20)))
            case 0 {
                let s := shr(1, shl(1, vs))
                mstore(input, keccak256(message, 0x42))
                mstore(add(input, 0x20), add(27, shr(255, vs)))
                mstore(add(input, 0x40), calldataload(add(reading, 0x40)))
                mstore(add(input, 0x60), s)
                pop(staticcall(gas(), 0x01, input, 0x80, 0x00, 0x20))
                isSigned := and(eq(mload(0x00), key), gt(mul(key, iszero(gt(s, SECP256K1_HALF_N))), 0))
            }
            default {
                pop(staticcall(gas(), 0x02, message, 0x42, input, 0x20))
                mstore(add(input, 0x20), calldataload(add(reading, 0x40)))
                mstore(add(input, 0x40), vs)
                mstore(add(input, 0x60), mload(add(meter, 0x40)))
                mstore(add(input, 0x80), mload(add(meter, 0x60)))
                pop(staticcall(gas(), 0x100, input, 0xa0, 0x00, 0x20))
                isSigned := and(eq(mload(0x00), 1), iszero(gt(vs, P256_HALF_N)))
            }
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
