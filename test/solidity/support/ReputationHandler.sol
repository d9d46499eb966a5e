// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Reputation} from "../../../contracts/Reputation.sol";
import {IDeliveryMonitor} from "../../../contracts/interfaces/IDeliveryMonitor.sol";
import {ClosedDeals} from "../../../contracts/mocks/ClosedDeals.sol";
import {DeliveryState, Outcome} from "../../../contracts/types/Deliveries.sol";
import {RatingCategory} from "../../../contracts/types/Ratings.sol";
import {vm} from "./Vm.sol";

/// Deals between three members, and with themselves, go on and end while the members rate each other and anybody counts. Keeps
/// a diary of it, which nothing is taken out of; `broken` tells that something forbidden went through, or the other way round.
contract ReputationHandler {
    uint256 public constant MEMBERS = 3;
    uint256 private constant DEALS = 24;

    /// Something that was said of an account.
    struct Line {
        address account;
        uint48 atS;
        bool isRating;
        uint8 score;
        RatingCategory category;
        bool hasArrived;
        uint16 kept;
        uint16 broken;
    }

    struct Deal {
        Outcome outcome;
        bool isCounted;
        bool[2] isRated;
    }

    Reputation public immutable reputation;
    ClosedDeals private immutable _monitor = new ClosedDeals();
    Line[] private _diary;
    mapping(uint256 deal => Deal) private _deals;
    bool public broken;

    constructor() {
        vm.warp(1_000_000_000);
        reputation = new Reputation(IDeliveryMonitor(address(_monitor)));
        for (uint256 i = 0; i < DEALS; ++i) {
            Outcome storage o = _deals[i].outcome;
            (o.buyer, o.seller) = (memberOf(i), memberOf(i / MEMBERS));
            (o.keptConditions, o.brokenConditions) = (uint16(i % 5), uint16(i % 4));
            o.arrivedAtS = i % 7 == 0 ? 0 : 1;
        }
    }

    function diary() external view returns (Line[] memory) {
        return _diary;
    }

    function memberOf(uint256 index) public pure returns (address) {
        return address(uint160(1 + (index % MEMBERS)));
    }

    function pass(uint8 forS) external {
        vm.warp(block.timestamp + (forS % 3));
    }

    /// A delivery goes on; one that is closed stays.
    function go(uint8 index, uint8 state) external {
        Outcome storage o = _deals[index % DEALS].outcome;
        if (_isClosed(o)) return;
        o.state = DeliveryState(state % 7);
        _monitor.set(bytes32(uint256(index % DEALS) + 1), o);
    }

    function count(uint8 index) external {
        Deal storage d = _deals[index % DEALS];
        bool allowed = _isRatable(d.outcome) && !d.isCounted;
        try reputation.count(bytes32(uint256(index % DEALS) + 1)) {
            if (!allowed) broken = true;
            _note(d);
        } catch {
            if (allowed) broken = true;
        }
    }

    function rate(uint8 index, uint8 who, uint8 scoreIndex, uint8 categoryIndex) external {
        Deal storage d = _deals[index % DEALS];
        address by = memberOf(who);
        uint256 side = by == d.outcome.buyer ? 0 : 1;
        bool allowed = _isRatable(d.outcome) && (side == 0 || by == d.outcome.seller) && !d.isRated[side];
        uint8 score = scoreIndex % 7;
        RatingCategory category = RatingCategory(categoryIndex % 4);
        allowed = allowed && score != 0 && score < 6;
        vm.prank(by);
        try reputation.rate(bytes32(uint256(index % DEALS) + 1), score, category, 0) {
            if (!allowed) broken = true;
            if (!d.isCounted) _note(d);
            d.isRated[side] = true;
            address account = side == 0 ? d.outcome.seller : d.outcome.buyer;
            _diary.push(Line(account, uint48(block.timestamp), true, score, category, false, 0, 0));
        } catch {
            if (allowed) broken = true;
        }
    }

    function _note(Deal storage d) private {
        d.isCounted = true;
        Outcome storage o = d.outcome;
        bool hasArrived = o.arrivedAtS != 0;
        _diary.push(
            Line(
                o.seller,
                uint48(block.timestamp),
                false,
                0,
                RatingCategory.Quality,
                hasArrived,
                hasArrived ? o.keptConditions : 0,
                o.brokenConditions
            )
        );
    }

    function _isRatable(Outcome storage o) private view returns (bool) {
        return _isClosed(o) && o.buyer != o.seller;
    }

    function _isClosed(Outcome storage o) private view returns (bool) {
        return o.state >= DeliveryState.Confirmed;
    }
}
