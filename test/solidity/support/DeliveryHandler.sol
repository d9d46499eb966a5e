// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryMonitor} from "../../../contracts/DeliveryMonitor.sol";
import {Lots} from "../../../contracts/Lots.sol";
import {Condition} from "../../../contracts/types/Deals.sol";
import {
    DeliveryPlan,
    DeliverySettlement,
    DeliveryState,
    OpenedTerms,
    RoutePoint
} from "../../../contracts/types/Deliveries.sol";
import {Goods, NewLot} from "../../../contracts/types/Lots.sol";
import {Watch} from "../../../contracts/types/Watches.sol";
import {TestDeals, TestMoney} from "./TestDeals.sol";
import {vm} from "./Vm.sol";
import {WatchHandler} from "./WatchHandler.sol";

/// Deliveries between a buyer and a seller. Opens them by all kinds of plans, has anybody take any step at any time, and holds
/// each answer against the books: what they allow must go through, and what they do not must be refused.
contract DeliveryHandler is WatchHandler {
    uint256 private constant MOST = 8;

    /// How a delivery is to be. Most flaws are none.
    struct Wish {
        uint64 price;
        uint32 quantity;
        // One bit each: the seller's and the buyer's sensor over the temperature, and both over the humidity.
        uint8 watches;
        uint8 heartbeat;
        uint24 startsInS;
        bool hasArbiter;
        bool isPaidInTokens;
        bool isCarried;
        bool hasLot;
        uint8 flaw;
    }

    TestMoney public immutable token;
    Lots public immutable lots;
    uint256 private _tried;

    /// @param deals Has the handler's buyer and seller.
    constructor(DeliveryMonitor monitor_, TestDeals deals, TestMoney token_) WatchHandler(monitor_, deals) {
        (token, lots) = (token_, Lots(address(monitor_.LOTS())));
        vm.prank(buyer());
        token_.approve(address(monitor_), type(uint256).max);
    }

    function open(Wish calldata wish) external {
        if (ids.length == MOST) return;
        OpenedTerms memory terms = _terms(wish);
        DeliveryPlan memory plan = _plan(wish);
        _deals.accept(plan.negotiation, terms);
        uint256 due = wish.isPaidInTokens ? (uint256(wish.price) * wish.quantity) / 1000 : 0;
        token.mint(buyer(), due);
        buyersMoney += due;
        bytes32 id = monitor.idOf(plan);
        bytes memory signature = _sign(wish.flaw % 16 == 4 ? BUYER : SELLER, id);
        bool expected = _mayOpen(wish, plan);
        vm.prank(buyer());
        try monitor.open(plan, terms, "", signature) returns (bytes32 opened) {
            _judge("open", expected && opened == id, true);
            _noteOpening(id, plan, due);
        } catch {
            _judge("open", expected, false);
        }
    }

    function deliver(uint256 which, uint8 who) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, _books[id].custodian);
        if (_try(by, abi.encodeCall(monitor.deliver, (id)), _mayDeliver(id, by), "deliver")) _noteArrival(id);
    }

    function confirm(uint256 which, uint8 who, uint8 more) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, buyer());
        uint32 given = _given(id, more);
        bool expected = _mayConfirm(id, by, given);
        if (!_try(by, abi.encodeCall(monitor.confirm, (id, given)), expected, "confirm")) return;
        if (_books[id].arrivedAtS == 0) _noteArrival(id);
        _noteClose(id, DeliveryState.Confirmed, _books[id].held);
    }

    function waive(uint256 which, uint8 who, uint8 more) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, buyer());
        uint32 given = _given(id, more);
        bool expected = isOpen(id) && by == buyer();
        if (!_try(by, abi.encodeCall(monitor.waive, (id, given)), expected, "waive")) return;
        uint32 violations = _watchings[id].violations;
        if (given > violations) given = violations;
        if (given > _books[id].waived) _books[id].waived = given;
    }

    function dispute(uint256 which, uint8 who, bool isSellers) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, isSellers ? seller() : buyer());
        if (!_try(by, abi.encodeCall(monitor.dispute, (id, 0)), _mayDispute(id, by), "dispute")) return;
        (_books[id].state, _books[id].disputedAtS) = (DeliveryState.Disputed, uint48(block.timestamp));
    }

    function decide(uint256 which, uint8 who, uint64 share) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, _books[id].arbiter);
        uint128 toSeller = _share(id, share);
        bool expected = _mayDecide(id, by, toSeller);
        if (!_try(by, abi.encodeCall(monitor.decide, (id, toSeller)), expected, "decide")) return;
        _noteClose(id, DeliveryState.Settled, toSeller);
    }

    function lapse(uint256 which) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        if (!_try(STRANGER, abi.encodeCall(monitor.lapse, (id)), _mayLapse(id), "lapse")) return;
        _noteCloseByTime(id, DeliveryState.Settled);
    }

    function release(uint256 which) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        if (!_try(STRANGER, abi.encodeCall(monitor.release, (id)), _mayRelease(id), "release")) return;
        _noteCloseByTime(id, DeliveryState.Settled);
    }

    function reclaim(uint256 which) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        if (!_try(STRANGER, abi.encodeCall(monitor.reclaim, (id)), _mayReclaim(id), "reclaim")) return;
        _noteClose(id, DeliveryState.Failed, 0);
    }

    function offer(uint256 which, uint8 who, uint8 to) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, _books[id].custodian);
        address taker = to % 6 == 5 ? address(0) : _account(to % 6);
        bool expected = _mayOffer(id, by, taker);
        if (!_try(by, abi.encodeCall(monitor.offerCustody, (id, taker)), expected, "offer")) return;
        _books[id].offeredTo = taker;
    }

    function accept(uint256 which, uint8 who) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, _books[id].offeredTo);
        if (!_try(by, abi.encodeCall(monitor.acceptCustody, (id)), _mayAccept(id, by), "accept")) return;
        _noteAcceptance(id, by);
    }

    function addPoint(uint256 which, uint8 who, uint32 ago) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, _books[id].custodian);
        RoutePoint memory point = RoutePoint(
            "NOOSL",
            599_000_000,
            107_000_000,
            uint48(block.timestamp - (ago % 1 days))
        );
        if (ago % 16 == 1) ++point.atS;
        bool expected = _isOnTheWay(id) && by == _books[id].custodian && point.atS <= block.timestamp;
        if (!_try(by, abi.encodeCall(monitor.addRoutePoint, (id, point)), expected, "point")) return;
        _notePoint(id, by, point);
    }

    function settle(uint256 which, uint8 who, uint64 share, uint8 more, uint8 flaw) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        address by = _whoever(who, buyer());
        DeliverySettlement memory s = DeliverySettlement(id, _share(id, share), _given(id, more), 0);
        s.deadlineS = uint48(block.timestamp) - (flaw % 8 == 1 ? 1 : 0);
        bool expected = isOpen(id) && s.toSeller <= _books[id].held && s.violations >= _watchings[id].violations;
        if (flaw % 8 == 1 || (flaw % 8 == 2 && by != seller())) expected = false;
        bytes32 digest = monitor.digestOf(s);
        bytes memory bySeller = _sign(flaw % 8 == 2 ? BUYER : SELLER, digest);
        bytes memory call = abi.encodeCall(monitor.settle, (s, _sign(BUYER, digest), bySeller));
        if (_try(by, call, expected, "settle")) _noteClose(id, DeliveryState.Settled, s.toSeller);
    }

    /// The carrier leaves, or joins again.
    function setMember(uint8 kind) external {
        if (kind % 4 == 0) _deals.setMember(CARRIER, kind % 8 == 0);
    }

    function wait(uint32 seconds_, uint8 kind) external {
        vm.warp(block.timestamp + (seconds_ % (kind % 32 == 0 ? 10 days : 6 hours)));
    }

    function _try(address by, bytes memory call, bool expected, bytes32 step) private returns (bool succeeded) {
        vm.prank(by);
        // Whether it was allowed is judged by the books.
        // solhint-disable-next-line avoid-low-level-calls
        (succeeded, ) = address(monitor).call(call);
        _judge(step, expected, succeeded);
    }

    function _mayOpen(Wish calldata wish, DeliveryPlan memory plan) private view returns (bool) {
        uint8 flaw = wish.flaw % 16;
        // The seller did not sign, or a condition is watched by nobody.
        if (flaw == 4 || (flaw == 5 && _fields(wish) != 3)) return false;
        if (plan.startS < block.timestamp || monitor.deliveryOf(plan.negotiation) != 0) return false;
        if (!_deals.isMember(plan.custodian)) return false;
        if (plan.lots.length != 0) {
            LotBook memory lot = _lotBooks[plan.lots[0]];
            if (lot.delivery != 0 || lot.custodian != seller()) return false;
        }
        for (uint256 i = 0; i < plan.watches.length; ++i) {
            if (!_deals.isActiveAt(plan.watches[i].sensor, uint48(block.timestamp))) return false;
        }
        if (!wish.isPaidInTokens || wish.hasArbiter) return true;
        // Else what the seller's sensors say must be able to decide.
        uint8 bySeller = (wish.watches & 1) | ((wish.watches >> 1) & 2);
        return plan.heartbeatS != 0 && bySeller != 0 && bySeller == _fields(wish);
    }

    function _noteOpening(bytes32 id, DeliveryPlan memory plan, uint256 due) private {
        ids.push(id);
        Book storage b = _books[id];
        (b.state, b.negotiation, b.arbiter) = (DeliveryState.Underway, plan.negotiation, plan.arbiter);
        (b.startS, b.endS, b.held, b.isPaidInTokens) = (plan.startS, plan.endS, due, plan.paysInTokens);
        (b.custodian, b.offeredTo) = (seller(), plan.custodian == seller() ? address(0) : plan.custodian);
        if (plan.lots.length != 0) {
            b.lot = plan.lots[0];
            _lotBooks[b.lot] = LotBook(seller(), id);
        }
        buyersMoney -= due;
        WatchingBook storage g = _watchings[id];
        (g.openedAtS, g.startS, g.untilS) = (uint48(block.timestamp), plan.startS, plan.endS);
        (g.heartbeatS, g.isOpen) = (plan.heartbeatS, true);
        for (uint256 i = 0; i < plan.watches.length; ++i) {
            WatchBook storage w = g.watches.push();
            (w.sensor, w.field) = (plan.watches[i].sensor, plan.watches[i].field);
            w.wordsS.push(plan.startS);
        }
    }

    function _terms(Wish calldata wish) private pure returns (OpenedTerms memory terms) {
        (terms.buyer, terms.seller, terms.currency) = (buyer(), seller(), "NOK");
        (terms.priceMicro, terms.quantityMilli) = (wish.price, wish.quantity);
        uint8 fields = wish.flaw % 16 == 5 ? 3 : _fields(wish);
        terms.conditions = new Condition[](
            fields == 3
                ? 2
                : fields == 0
                    ? 0
                    : 1
        );
        if (fields & 2 != 0) terms.conditions[0] = Condition(HUMIDITY, MIN_MILLI, MAX_MILLI);
        if (fields & 1 != 0) terms.conditions[fields == 3 ? 1 : 0] = Condition(TEMPERATURE, MIN_MILLI, MAX_MILLI);
    }

    function _plan(Wish calldata wish) private returns (DeliveryPlan memory plan) {
        bool isAgain = wish.flaw % 16 == 1 && ids.length != 0;
        plan.negotiation = isAgain ? _books[ids[0]].negotiation : bytes32(++_tried);
        plan.startS = uint48(block.timestamp) + (wish.startsInS % 1 days);
        if (wish.flaw % 16 == 2) plan.startS = uint48(block.timestamp) - 1;
        (plan.endS, plan.confirmWithinS, plan.paysInTokens) = (plan.startS + 2 days, CONFIRM_S, wish.isPaidInTokens);
        plan.heartbeatS = [0, 8 hours, 1 hours][wish.heartbeat % 3];
        (plan.arbiter, plan.custodian) = (wish.hasArbiter ? ARBITER : address(0), wish.isCarried ? CARRIER : seller());
        plan.watches = _watches(wish.watches);
        if (!wish.hasLot) return plan;
        plan.lots = new bytes12[](1);
        plan.lots[0] = wish.flaw % 8 == 3 && ids.length != 0 ? _books[ids[0]].lot : bytes12(0);
        if (plan.lots[0] == 0) plan.lots[0] = _makeLot(bytes32(++_tried));
    }

    function _watches(uint8 bits) private view returns (Watch[] memory watches) {
        uint256 count;
        for (uint256 i = 0; i < 4; ++i) if ((bits >> i) & 1 == 1) ++count;
        watches = new Watch[](count);
        for (uint256 i = 4; i > 0; --i) {
            if ((bits >> (i - 1)) & 1 == 0) continue;
            bytes32 sensor = i % 2 == 1 ? _deals.SELLERS_SENSOR() : _deals.BUYERS_SENSOR();
            watches[--count] = Watch(i > 2 ? HUMIDITY : TEMPERATURE, sensor, 2);
        }
    }

    /// Bit 0: the temperature is watched, bit 1: the humidity.
    function _fields(Wish calldata wish) private pure returns (uint8 fields) {
        if (wish.watches & 3 != 0) fields = 1;
        if (wish.watches & 12 != 0) fields |= 2;
    }

    function _makeLot(bytes32 salt) private returns (bytes12 lot) {
        vm.prank(seller());
        lot = lots.create(NewLot(Goods("steel", "", 0, "kg"), 1, salt), new bytes12[](0));
        _lotBooks[lot].custodian = seller();
    }

    /// The number of violations, or one more or less.
    function _given(bytes32 id, uint8 more) private view returns (uint32 given) {
        given = _watchings[id].violations;
        if (more % 4 == 0) ++given;
        else if (more % 4 == 1 && given != 0) --given;
    }

    /// Part of what is held, or a little more.
    function _share(bytes32 id, uint64 share) private view returns (uint128) {
        return uint128(_books[id].held + 1 - (share % (_books[id].held + 2)));
    }

    function _whoever(uint8 who, address usual) private pure returns (address by) {
        by = who % 4 == 0 ? _account((who / 4) % 5) : usual;
        // Nobody has no account.
        if (by == address(0)) by = STRANGER;
    }

    function _account(uint8 number) private pure returns (address) {
        if (number == 0) return buyer();
        if (number == 1) return seller();
        return
            number == 2
                ? CARRIER
                : number == 3
                    ? ARBITER
                    : STRANGER;
    }

    function _sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
