// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Standing} from "../types/Ratings.sol";

/// @title StandingWord
/// @notice A standing in the 208 bits that a checkpoint has: ratings | scoreSum << 32 | deals << 72 | failedDeals << 104 |
/// keptConditions << 136 | brokenConditions << 168.
library StandingWord {
    function pack(Standing memory s) internal pure returns (uint208) {
        return
            uint208(s.ratings) |
            (uint208(s.scoreSum) << 32) |
            (uint208(s.deals) << 72) |
            (uint208(s.failedDeals) << 104) |
            (uint208(s.keptConditions) << 136) |
            (uint208(s.brokenConditions) << 168);
    }

    function unpack(uint208 word) internal pure returns (Standing memory) {
        // Each cast takes the member's own bits and leaves those above it.
        return
            Standing(
                uint32(word),
                uint40(word >> 32),
                uint32(word >> 72),
                uint32(word >> 104),
                uint32(word >> 136),
                uint32(word >> 168)
            );
    }
}
