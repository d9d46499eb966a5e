// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Shares} from "../../contracts/libraries/Shares.sol";
import {Share} from "../../contracts/types/Proposals.sol";

/// How many votes a share of the members is.
contract SharesTest {
    /// Two decisions that contradict each other never have their votes both, and all members can decide everything.
    function testFuzz_IsMoreThanHalfAndNotMoreThanAll(uint64 members) external pure {
        if (members == 0) return;
        for (uint8 share = 0; share <= uint8(Share.All); ++share) {
            uint256 votes = Shares.votesOf(Share(share), members);
            assert(2 * votes > members);
            assert(votes <= members);
        }
    }

    /// Two thirds are two thirds, and nothing below.
    function testFuzz_TwoThirdsIsTheLeastThatIsEnough(uint64 members) external pure {
        uint256 votes = Shares.votesOf(Share.TwoThirds, members);
        assert(3 * votes >= 2 * uint256(members));
        if (votes != 0) assert(3 * (votes - 1) < 2 * uint256(members));
    }

    /// What asks more of the members never gets by with fewer votes.
    function testFuzz_SharesAreInOrder(uint64 members) external pure {
        if (members == 0) return;
        uint256 majority = Shares.votesOf(Share.Majority, members);
        uint256 twoThirds = Shares.votesOf(Share.TwoThirds, members);
        assert(majority <= twoThirds && twoThirds <= Shares.votesOf(Share.All, members));
    }
}
