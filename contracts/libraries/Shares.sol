// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Share} from "../types/Proposals.sol";

/// @title Shares
/// @notice How many votes a share of the members is.
library Shares {
    /// @return Votes: always more than half of `members`, never more than all.
    function votesOf(Share share, uint256 members) internal pure returns (uint256) {
        if (share == Share.All) return members;
        if (share == Share.Majority) return members / 2 + 1;
        return Math.ceilDiv(2 * members, 3);
    }
}
