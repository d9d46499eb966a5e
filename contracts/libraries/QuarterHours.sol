// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title QuarterHours
/// @notice A set of quarters of an hour, one bit each, 256 to a slot: 64 hours.
library QuarterHours {
    struct Set {
        mapping(uint256 word => uint256 bits) words;
    }

    uint256 private constant WORD_BITS = 256;

    /// @notice Adds `count` quarters from `first` on.
    /// @param count 1 to 255.
    /// @return fresh False if the set held one of them before.
    function add(Set storage set, uint256 first, uint256 count) internal returns (bool fresh) {
        uint256 word = first / WORD_BITS;
        uint256 offset = first % WORD_BITS;
        uint256 mask = (1 << count) - 1;
        fresh = _add(set, word, mask << offset);
        // What did not fit; `offset` is above zero then.
        if (offset + count > WORD_BITS) fresh = _add(set, word + 1, mask >> (WORD_BITS - offset)) && fresh;
    }

    function _add(Set storage set, uint256 word, uint256 mask) private returns (bool) {
        uint256 bits = set.words[word];
        set.words[word] = bits | mask;
        return bits & mask == 0;
    }
}
