// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title Pages
/// @notice How long lists are read in parts, so that each answer costs a bounded amount of gas.
library Pages {
    /// @notice Longest page.
    uint256 internal constant LONGEST = 200;

    /// @notice Number of entries on a page: none behind the list's end.
    /// @param length Of the whole list.
    /// @param start Position of the page's first entry, from zero.
    /// @param limit Most entries that are wanted.
    function size(uint256 length, uint256 start, uint256 limit) internal pure returns (uint256) {
        return Math.min(Math.min(limit, LONGEST), Math.saturatingSub(length, start));
    }
}
