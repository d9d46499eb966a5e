// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {NodeEndpoint} from "../../contracts/libraries/NodeEndpoint.sol";

/// Which texts say where a node is reached.
contract NodeEndpointTest {
    /// Every address and port has one text.
    function testFuzz_TakesEachAddressAndPort(uint8[4] calldata parts, uint16 port) external pure {
        assert(NodeEndpoint.isValid(_text(parts, port)) == (port != 0));
    }

    /// With any byte in it that is no digit, it is none any longer.
    function testFuzz_RefusesAByteMore(uint8[4] calldata parts, uint16 port, uint8 seed, bytes1 more) external pure {
        if (more >= "0" && more <= "9") return;
        bytes memory text = bytes(_text(parts, port));
        bytes memory longer = new bytes(text.length + 1);
        uint256 place = uint256(seed) % longer.length;
        for (uint256 i = 0; i < longer.length; ++i) {
            longer[i] =
                i < place
                    ? text[i]
                    : i == place
                        ? more
                        : text[i - 1];
        }
        assert(!NodeEndpoint.isValid(string(longer)));
    }

    /// A zero before a number makes a second text for the same.
    function testFuzz_RefusesZerosBefore(uint8[4] calldata parts, uint16 port) external pure {
        assert(!NodeEndpoint.isValid(string.concat("0", _text(parts, port))));
    }

    /// Numbers that are too large for a part or a port, however large, are none.
    function testFuzz_RefusesLargerNumbers(uint256 part, uint256 port) external pure {
        if (part > 255) assert(!NodeEndpoint.isValid(string.concat("10.0.", Strings.toString(part), ".1:30303")));
        if (port > 65_535) assert(!NodeEndpoint.isValid(string.concat("10.0.0.1:", Strings.toString(port))));
    }

    function _text(uint8[4] calldata parts, uint16 port) private pure returns (string memory text) {
        for (uint256 i = 0; i < 4; ++i) {
            text = string.concat(text, Strings.toString(parts[i]), i == 3 ? ":" : ".");
        }
        return string.concat(text, Strings.toString(port));
    }
}
