// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title NodeEndpoint
/// @notice The one text that says where a node is reached: `IPv4:port` in decimal digits, without leading zeros.
/// @dev Agents of all members read it. What one of them could not read would stop them all.
library NodeEndpoint {
    uint256 private constant PARTS = 4;
    uint256 private constant HIGHEST_PART = 255;
    uint256 private constant HIGHEST_PORT = 65_535;

    /// @notice Whether the text is an IPv4 address and a port from 1 on.
    function isValid(string memory endpoint) internal pure returns (bool) {
        bytes memory text = bytes(endpoint);
        uint256 start = 0;
        for (uint256 part = 1; part <= PARTS; ++part) {
            (uint256 value, uint256 end) = _number(text, start);
            if (end == start || value > HIGHEST_PART) return false;
            if (end == text.length || text[end] != (part == PARTS ? bytes1(":") : bytes1("."))) return false;
            start = end + 1;
        }
        (uint256 port, uint256 portEnd) = _number(text, start);
        return portEnd == text.length && port != 0 && port <= HIGHEST_PORT;
    }

    /// @dev The number that begins at `start`, of five digits at most and without a zero before it. `end` is `start` without one.
    function _number(bytes memory text, uint256 start) private pure returns (uint256 value, uint256 end) {
        end = start;
        while (end < text.length && end < start + 5 && text[end] >= "0" && text[end] <= "9") {
            value = value * 10 + uint8(text[end]) - uint8(bytes1("0"));
            ++end;
        }
        if (end > start + 1 && text[start] == "0") end = start;
    }
}
