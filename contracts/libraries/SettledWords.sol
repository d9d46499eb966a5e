// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IEnergySettlement} from "../interfaces/IEnergySettlement.sol";

/// @title SettledWords
/// @notice The words by which an interval's outcome is told and hashed. See `IEnergySettlement`.
library SettledWords {
    /// @notice Memory: number of words, head before, roster and interval, words.
    type Words is uint256;

    /// @notice Flag of a word that a grid supplier's follows. Flag 1 says that the register was given, flag 2 that it covers the
    /// interval alone.
    uint256 internal constant GRID_FOLLOWS = 4;

    // Flags 1 and 2.
    uint256 private constant EXACT = 3;
    uint256 private constant WORDS_AT = 0x60;

    /// @notice Begins an interval's words, of which there may be `capacity`.
    function create(bytes32 head, address roster, uint256 endS, uint256 capacity) internal pure returns (Words words) {
        assembly ("memory-safe") {
            words := mload(0x40)
            mstore(0x40, add(add(words, WORDS_AT), shl(5, capacity)))
            mstore(words, 0)
            mstore(add(words, 0x20), head)
            mstore(add(words, 0x40), or(shl(96, roster), endS))
        }
    }

    /// @notice Adds a word.
    function push(Words words, uint256 word) internal pure {
        assembly ("memory-safe") {
            let count := mload(words)
            mstore(words, add(count, 1))
            mstore(add(add(words, WORDS_AT), shl(5, count)), word)
        }
    }

    /// @notice The word of a meter whose register was given.
    function meterWord(
        uint256 flowWh,
        uint256 deliveredWh,
        uint256 owed,
        bool isSingle
    ) internal pure returns (uint256 word) {
        assembly ("memory-safe") {
            word := or(or(shl(192, flowWh), shl(128, deliveredWh)), or(shl(32, owed), or(1, shl(1, isSingle))))
        }
    }

    /// @notice A grid supplier's word.
    function gridWord(uint256 deliveredWh, uint256 owed, uint256 number) internal pure returns (uint256) {
        return (deliveredWh << 192) | (owed << 96) | number;
    }

    /// @notice Overwrites the first word: the supplier's is known last.
    function setFirst(Words words, uint256 word) internal pure {
        assembly ("memory-safe") {
            mstore(add(words, WORDS_AT), word)
        }
    }

    /// @notice The head after the interval, of which it tells: emits `IntervalSettled`. Ends the use of `words`.
    function seal(Words words, bytes32 exportMeter, address roster, uint256 endS) internal returns (bytes32 head) {
        bytes32 topic = IEnergySettlement.IntervalSettled.selector;
        assembly ("memory-safe") {
            let count := mload(words)
            let at := add(words, 0x20)
            let size := add(0x40, shl(5, count))
            head := keccak256(at, size)
            // An array as ABI encoding has it, in the place of what was hashed before the words.
            mstore(at, 0x20)
            mstore(add(at, 0x20), count)
            log4(at, size, topic, exportMeter, endS, roster)
        }
    }

    /// @notice The head after an interval that was settled before.
    function headAfter(
        bytes32 head,
        address roster,
        uint48 endS,
        uint256[] calldata words
    ) internal pure returns (bytes32) {
        return keccak256(abi.encodePacked(head, (uint256(uint160(roster)) << 96) | endS, words));
    }

    /// @notice Whether the meter's register was given and covers the interval alone.
    function isExact(uint256 word) internal pure returns (bool) {
        return word & EXACT == EXACT;
    }

    /// @notice What the meter counted, Wh.
    function flowOf(uint256 word) internal pure returns (uint64) {
        return uint64(word >> 192);
    }

    /// @notice What the neighbour delivered, Wh; of a supplier's word, all that it delivered.
    function deliveredOf(uint256 word) internal pure returns (uint64) {
        return uint64(word >> 128);
    }

    /// @notice How many words the member has: a grid supplier's may follow its own.
    function span(uint256 word) internal pure returns (uint256) {
        return word & GRID_FOLLOWS == 0 ? 1 : 2;
    }
}
