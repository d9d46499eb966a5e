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
        uint256 flowWh_,
        uint256 demandWh_,
        uint256 position_,
        bool isSingle_
    ) internal pure returns (uint256) {
        return flowWh_ | (demandWh_ << 64) | (position_ << 128) | (isSingle_ ? 1 << 144 : 0);
    }

    function push(
        Takers takers,
        ImportRegister storage register,
        ImportSlot slot_,
        RosterMeter member_,
        uint256 facts
    ) internal pure {
        assembly ("memory-safe") {
            let count := mload(takers)
            mstore(takers, add(count, 1))
            let entry := add(add(takers, 0x20), mul(count, TAKER_BYTES))
            mstore(entry, register.slot)
            mstore(add(entry, 0x20), slot_)
            mstore(add(entry, 0x40), member_)
            mstore(add(entry, 0x60), facts)
        }
    }

    function length(Takers takers) internal pure returns (uint256 count) {
        assembly ("memory-safe") {
            count := mload(takers)
        }
    }

    function at(Takers takers, uint256 index) internal pure returns (Taker taker) {
        assembly ("memory-safe") {
            taker := add(add(takers, 0x20), mul(index, TAKER_BYTES))
        }
    }

    function slot(Taker taker) internal pure returns (ImportSlot word) {
        assembly ("memory-safe") {
            word := mload(add(taker, 0x20))
        }
    }

    function member(Taker taker) internal pure returns (RosterMeter meter) {
        assembly ("memory-safe") {
            meter := mload(add(taker, 0x40))
        }
    }

    function flowWh(Taker taker) internal pure returns (uint64) {
        return uint64(_facts(taker));
    }

    function demandWh(Taker taker) internal pure returns (uint64) {
        return uint64(_facts(taker) >> 64);
    }

    function position(Taker taker) internal pure returns (uint16) {
        return uint16(_facts(taker) >> 128);
    }

    function isSingle(Taker taker) internal pure returns (bool) {
        return _facts(taker) >> 144 != 0;
    }

    /// @notice Writes the slot.
    function store(Taker taker, ImportSlot word) internal {
        assembly ("memory-safe") {
            sstore(mload(taker), word)
        }
    }

    function _facts(Taker taker) private pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := mload(add(taker, 0x60))
        }
    }
}
