// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {StandingWord} from "../../contracts/libraries/StandingWord.sol";
import {RatingCategory, Standing} from "../../contracts/types/Ratings.sol";
import {ReputationHandler} from "./support/ReputationHandler.sol";

/// What must always hold of `Reputation`, driven by `ReputationHandler`.
contract ReputationTest {
    ReputationHandler private _handler;

    function setUp() external {
        _handler = new ReputationHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: deals end, are counted and rated.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 200; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            _handler.go(uint8(dice[0]), uint8(dice[1]));
            if (round % 8 == 0) _handler.count(uint8(dice[2]));
            _handler.rate(uint8(dice[3]), uint8(dice[4]), uint8(dice[5]), uint8(dice[6]));
            _handler.pass(uint8(dice[7]));
        }
        assert(_handler.diary().length > 20);
        this.invariant_DoesWhatTheRulesPermit();
        this.invariant_EveryPastStandingIsTheDiarys();
    }

    function invariant_DoesWhatTheRulesPermit() external view {
        assert(!_handler.broken());
    }

    /// Before and at each time that something was said, and now: all sums are those of the diary until then.
    function invariant_EveryPastStandingIsTheDiarys() external view {
        ReputationHandler.Line[] memory diary = _handler.diary();
        for (uint256 member = 0; member < _handler.MEMBERS(); ++member) {
            address account = _handler.memberOf(member);
            _compare(diary, account, uint48(block.timestamp));
            for (uint256 i = 0; i < diary.length; i += 3) {
                _compare(diary, account, diary[i].atS);
                _compare(diary, account, diary[i].atS - 1);
            }
        }
    }

    function testFuzz_WordsHoldEveryStanding(Standing memory s) external pure {
        assert(keccak256(abi.encode(StandingWord.unpack(StandingWord.pack(s)))) == keccak256(abi.encode(s)));
    }

    function _compare(ReputationHandler.Line[] memory diary, address account, uint48 timestampS) private view {
        Standing memory expected;
        uint256[2][4] memory byCategory;
        for (uint256 i = 0; i < diary.length; ++i) {
            ReputationHandler.Line memory line = diary[i];
            if (line.account != account || line.atS > timestampS) continue;
            if (line.isRating) {
                ++expected.ratings;
                expected.scoreSum += line.score;
                ++byCategory[uint256(line.category)][0];
                byCategory[uint256(line.category)][1] += line.score;
            } else {
                if (line.hasArrived) ++expected.deals;
                else ++expected.failedDeals;
                expected.keptConditions += line.kept;
                expected.brokenConditions += line.broken;
            }
        }
        Standing memory s = _handler.reputation().standingAt(account, timestampS);
        assert(keccak256(abi.encode(s)) == keccak256(abi.encode(expected)));
        for (uint256 category = 0; category < 4; ++category) {
            (uint32 ratings, uint40 scoreSum) = _handler.reputation().ratingsAt(
                account,
                RatingCategory(category),
                timestampS
            );
            assert(ratings == byCategory[category][0] && scoreSum == byCategory[category][1]);
        }
    }
}
