// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ImportRegister} from "../types/Settlement.sol";
import {ImportSlot} from "./ImportSlot.sol";
import {RosterMeter} from "./Rosters.sol";

/// @notice A member whose register was taken, in memory: where its slot is, what goes there, the member, and
/// flow | demand << 64 | position << 128 | single << 144.
type Taker is uint256;

/// @notice Memory that holds the number of takers and then the takers.
type Takers is uint256;

/// @title TakerList
/// @notice Between the two passes over an interval: what each member took, until the shares are known.
library TakerList {
    uint256 private constant TAKER_BYTES = 0x80;

    /// @notice Reserves memory.
    function create(uint256 capacity) internal pure returns (Takers takers) {
        assembly ("memory-safe") {
            takers := mload(0x40)
            mstore(takers, 0)
            mstore(0x40, add(add(takers, 0x20), mul(capacity, TAKER_BYTES)))
        }
    }

    /// @notice What a taker is to remember beside its slot and member.
    function factsOf(
        uint256 flowWh,
        uint256 demandWh,
        uint256 place,
        bool isSingle
    ) internal pure returns (uint256 facts) {
        assembly ("memory-safe") {
            facts := or(or(flowWh, shl(64, demandWh)), or(shl(128, place), shl(144, isSingle)))
        }
    }

    /// @notice Adds a taker. The caller keeps within the capacity.
    function push(
        Takers takers,
        ImportRegister storage register,
        ImportSlot slot,
        RosterMeter member,
        uint256 facts
    ) internal pure {
        assembly ("memory-safe") {
            let count := mload(takers)
            mstore(takers, add(count, 1))
            let entry := add(add(takers, 0x20), mul(count, TAKER_BYTES))
            mstore(entry, register.slot)
            mstore(add(entry, 0x20), slot)
            mstore(add(entry, 0x40), member)
            mstore(add(entry, 0x60), facts)
        }
    }

    /// @notice Number of takers.
    function length(Takers takers) internal pure returns (uint256 count) {
        assembly ("memory-safe") {
            count := mload(takers)
        }
    }

    /// @notice A taker, from zero. The caller keeps within the length.
    function get(Takers takers, uint256 index) internal pure returns (Taker taker) {
        assembly ("memory-safe") {
            taker := add(add(takers, 0x20), mul(index, TAKER_BYTES))
        }
    }

    /// @notice The member and what goes into its slot.
    function load(Taker taker) internal pure returns (RosterMeter member, ImportSlot slot) {
        assembly ("memory-safe") {
            slot := mload(add(taker, 0x20))
            member := mload(add(taker, 0x40))
        }
    }

    /// @notice Where the member stands in the roster, from 1.
    function position(Taker taker) internal pure returns (uint256 place) {
        assembly ("memory-safe") {
            place := and(shr(128, mload(add(taker, 0x60))), 0xffff)
        }
    }

    /// @notice What the member took and may be delivered, and whether that is of this interval alone.
    function taken(Taker taker) internal pure returns (uint256 flowWh, uint256 demandWh, bool isSingle) {
        assembly ("memory-safe") {
            let facts := mload(add(taker, 0x60))
            flowWh := and(facts, 0xffffffffffffffff)
            demandWh := and(shr(64, facts), 0xffffffffffffffff)
            isSingle := shr(144, facts)
        }
    }

    /// @notice Writes the slot.
    function store(Taker taker, ImportSlot slot) internal {
        assembly ("memory-safe") {
            sstore(mload(taker), slot)
        }
    }
}
