// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Checkpoints} from "@openzeppelin/contracts/utils/structs/Checkpoints.sol";
import {IDeliveryMonitor} from "./interfaces/IDeliveryMonitor.sol";
import {IReputation} from "./interfaces/IReputation.sol";
import {StandingWord} from "./libraries/StandingWord.sol";
import {DeliveryState, Outcome} from "./types/Deliveries.sol";
import {DealRatings, RatingCategory, Standing} from "./types/Ratings.sol";

/// @title Reputation
/// @notice See `IReputation`.
contract Reputation is IReputation {
    using Checkpoints for Checkpoints.Trace208;

    /// @inheritdoc IReputation
    uint8 public constant BEST_SCORE = 5;

    /// @inheritdoc IReputation
    IDeliveryMonitor public immutable MONITOR;

    mapping(bytes32 negotiation => DealRatings) private _deals;
    /// @dev Words of `StandingWord` by time.
    mapping(address account => Checkpoints.Trace208) private _standings;
    /// @dev The same, of which only ratings and their sum are used.
    mapping(address account => mapping(RatingCategory category => Checkpoints.Trace208)) private _ratings;

    constructor(IDeliveryMonitor monitor) {
        MONITOR = monitor;
    }

    /// @inheritdoc IReputation
    function rate(bytes32 negotiation, uint8 score, RatingCategory category, bytes32 commentHash) external {
        Outcome memory o = _closedDeal(negotiation);
        bool isBuyer = msg.sender == o.buyer;
        require(isBuyer || msg.sender == o.seller, ReputationNotParty(negotiation, msg.sender));
        require(score != 0 && score <= BEST_SCORE, ReputationInvalidScore(score));
        DealRatings storage d = _deals[negotiation];
        uint48 ratedAtS = isBuyer ? d.ratedByBuyerAtS : d.ratedBySellerAtS;
        require(ratedAtS == 0, ReputationAlreadyRated(negotiation, msg.sender));

        if (!d.isCounted) _count(negotiation, o);
        uint48 nowS = uint48(block.timestamp);
        if (isBuyer) (d.scoreByBuyer, d.categoryByBuyer, d.ratedByBuyerAtS) = (score, category, nowS);
        else (d.scoreBySeller, d.categoryBySeller, d.ratedBySellerAtS) = (score, category, nowS);
        address account = isBuyer ? o.seller : o.buyer;
        Standing memory rating = Standing(1, score, 0, 0, 0, 0);
        _add(_standings[account], rating);
        _add(_ratings[account][category], rating);
        emit Rated(negotiation, account, msg.sender, score, category, commentHash);
    }

    /// @inheritdoc IReputation
    function count(bytes32 negotiation) external {
        Outcome memory o = _closedDeal(negotiation);
        require(!_deals[negotiation].isCounted, ReputationAlreadyCounted(negotiation));

        _count(negotiation, o);
    }

    /// @inheritdoc IReputation
    function standingAt(address account, uint48 timestampS) external view returns (Standing memory) {
        return _at(_standings[account], timestampS);
    }

    /// @inheritdoc IReputation
    function ratingsAt(
        address account,
        RatingCategory category,
        uint48 timestampS
    ) external view returns (uint32 ratings, uint40 scoreSum) {
        Standing memory s = _at(_ratings[account][category], timestampS);
        return (s.ratings, s.scoreSum);
    }

    /// @inheritdoc IReputation
    function dealOf(bytes32 negotiation) external view returns (DealRatings memory) {
        return _deals[negotiation];
    }

    function _count(bytes32 negotiation, Outcome memory o) private {
        _deals[negotiation].isCounted = true;
        bool hasArrived = o.arrivedAtS != 0;
        // Nobody got goods that kept anything.
        uint16 kept = hasArrived ? o.keptConditions : 0;
        (uint32 deals, uint32 failedDeals) = hasArrived ? (1, 0) : (0, 1);
        _add(_standings[o.seller], Standing(0, 0, deals, failedDeals, kept, o.brokenConditions));
        emit DealCounted(negotiation, o.seller, hasArrived, kept, o.brokenConditions);
    }

    function _add(Checkpoints.Trace208 storage history, Standing memory more) private {
        Standing memory s = StandingWord.unpack(history.latest());
        s.ratings += more.ratings;
        s.scoreSum += more.scoreSum;
        s.deals += more.deals;
        s.failedDeals += more.failedDeals;
        s.keptConditions += more.keptConditions;
        s.brokenConditions += more.brokenConditions;
        history.push(uint48(block.timestamp), StandingWord.pack(s));
    }

    function _at(Checkpoints.Trace208 storage history, uint48 timestampS) private view returns (Standing memory) {
        require(timestampS <= block.timestamp, ReputationNotYet(timestampS));
        return StandingWord.unpack(history.upperLookupRecent(timestampS));
    }

    function _closedDeal(bytes32 negotiation) private view returns (Outcome memory o) {
        bytes32 delivery = MONITOR.deliveryOf(negotiation);
        require(delivery != 0, ReputationNotClosed(negotiation, DeliveryState.None));
        o = MONITOR.outcomeOf(delivery);
        require(
            o.state == DeliveryState.Confirmed || o.state == DeliveryState.Settled || o.state == DeliveryState.Failed,
            ReputationNotClosed(negotiation, o.state)
        );
        require(o.buyer != o.seller, ReputationSameParty(negotiation, o.buyer));
    }
}
