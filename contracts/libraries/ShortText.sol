// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title ShortText
/// @notice Text of up to 32 bytes in one word, padded with zeros.
library ShortText {
    /// @notice Whether `word` is 1 to 32 printable ASCII characters and zeros after them only.
    function isPrintable(bytes32 word) internal pure returns (bool) {
        if (word == 0) return false;
        uint256 rest = uint256(word);
        while (rest != 0) {
            uint256 character = rest >> 248;
            // A zero before the end stands among these.
            if (character < 0x20 || character > 0x7e) return false;
            rest <<= 8;
        }
        return true;
    }
}
