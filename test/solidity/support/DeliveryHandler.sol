// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryMonitor} from "../../../contracts/DeliveryMonitor.sol";
import {IConditionWatch} from "../../../contracts/interfaces/IConditionWatch.sol";
import {Condition} from "../../../contracts/types/Deals.sol";
import {DeliveryPlan, DeliverySettlement, DeliveryState, OpenedTerms} from "../../../contracts/types/Deliveries.sol";
import {DeliverySummary, SensorReport, Watch} from "../../../contracts/types/Watches.sol";
import {TestDeals, TestMoney} from "./TestDeals.sol";
import {vm} from "./Vm.sol";

/// Deliveries between a buyer and a seller. Opens, reports and summarises in any order, and ends them every way, sooner or
/// later; keeps books of its own: all readings that were new, and all money that moved.
contract DeliveryHandler {
    uint256 private constant BUYER = 10;
    uint256 private constant SELLER = 11;
    address private constant ARBITER = address(0xA4B1);
    uint256 private constant MOST = 5;
    uint64 private constant SEQUENCES = 24;
    bytes32 private constant FIELD = "temperature";
    bytes32 private constant SENSOR = "sensor";

    struct Book {
        uint256 due;
        uint256 waived;
        uint256 summarySequence;
        uint256 summaryViolations;
        bool[SEQUENCES + 1] known;
        bool[SEQUENCES + 1] isViolation;
        bool isClosed;
    }

    DeliveryMonitor public immutable monitor;
    TestMoney public immutable token;
    TestDeals private immutable _deals;
    bytes32[] public ids;
    mapping(bytes32 delivery => Book) private _books;
    uint256 public paidIn;
    uint256 public ended;
    /// Set if something went through that must not.
    bool public broken;

    /// @param deals Has the handler's seller.
    constructor(DeliveryMonitor monitor_, TestDeals deals, TestMoney token_) {
        (monitor, _deals, token) = (monitor_, deals, token_);
        vm.prank(buyer());
        token_.approve(address(monitor_), type(uint256).max);
    }

    function idCount() external view returns (uint256) {
        return ids.length;
    }

    function buyer() public pure returns (address) {
        return vm.addr(BUYER);
    }

    function seller() public pure returns (address) {
        return vm.addr(SELLER);
    }

    function dueOf(bytes32 delivery) external view returns (uint256) {
        return _books[delivery].due;
    }

    function isClosed(bytes32 delivery) external view returns (bool) {
        return _books[delivery].isClosed;
    }

    function open(uint64 price, uint32 quantity) external {
        if (ids.length == MOST) return;
        bytes32 negotiation = bytes32(ids.length + 1);
        OpenedTerms memory terms;
        (terms.buyer, terms.seller, terms.currency) = (buyer(), seller(), "NOK");
        (terms.priceMicro, terms.quantityMilli) = (price, quantity);
        terms.conditions = new Condition[](1);
        terms.conditions[0] = Condition(FIELD, -10, 10);
        _deals.accept(negotiation, terms);
        DeliveryPlan memory plan;
        (plan.negotiation, plan.arbiter, plan.custodian) = (negotiation, ARBITER, seller());
        (plan.startS, plan.endS) = (uint48(block.timestamp), uint48(block.timestamp + 2 days));
        (plan.confirmWithinS, plan.paysInTokens) = (1 days, true);
        plan.watches = new Watch[](1);
        plan.watches[0] = Watch(FIELD, SENSOR, 2);
        bytes32 id = monitor.idOf(plan);
        bytes memory signature = _sign(SELLER, id);
        uint256 due = (uint256(price) * quantity) / 1000;
        token.mint(buyer(), due);
        vm.prank(buyer());
        monitor.open(plan, terms, "", signature);
        ids.push(id);
        _books[id].due = due;
        paidIn += due;
    }

    function report(uint256 which, uint64 sequence, int8 value, bool twice) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        sequence = 1 + (sequence % SEQUENCES);
        Book storage b = _books[id];
        SensorReport[] memory reports = new SensorReport[](twice ? 2 : 1);
        for (uint256 i = 0; i < reports.length; ++i) {
            SensorReport memory r = reports[i];
            (r.header.device, r.header.sequence) = (SENSOR, sequence);
            r.header.timestampS = monitor.infoOf(id).startS;
            (r.field, r.valueMilli) = (FIELD, value);
        }
        try _watch().report(id, reports) returns (uint256 counted) {
            if (b.isClosed || counted != (b.known[sequence] ? 0 : 1)) broken = true;
            if (counted == 0) return;
            b.known[sequence] = true;
            b.isViolation[sequence] = value < -10 || value > 10;
        } catch {
            if (!b.isClosed) broken = true;
        }
    }

    function summarise(uint256 which, uint64 sequence, uint8 violations) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        DeliverySummary memory s;
        (s.delivery, s.sensor, s.field, s.sequence) = (id, SENSOR, FIELD, 1 + (sequence % SEQUENCES));
        s.timestampS = monitor.infoOf(id).startS;
        (s.readings, s.violations) = (1000, violations % 8);
        bool fits = !b.isClosed && s.sequence > b.summarySequence && s.violations >= b.summaryViolations;
        fits = fits && recorded(id, SEQUENCES) == recorded(id, s.sequence);
        try _watch().summarise(s, "") {
            if (!fits) broken = true;
            (b.summarySequence, b.summaryViolations) = (s.sequence, s.violations);
        } catch {
            if (fits) broken = true;
        }
    }

    function waive(uint256 which, uint8 off) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        uint32 given = uint32(recorded(id, SEQUENCES)) + (off % 4 == 0 ? 1 : 0);
        bool fits = !_books[id].isClosed && given == recorded(id, SEQUENCES);
        vm.prank(buyer());
        try monitor.waive(id, given) {
            if (!fits) broken = true;
            _books[id].waived = given;
        } catch {
            if (fits) broken = true;
        }
    }

    /// Any step but a settlement, by whoever may take it.
    function step(uint256 which, uint8 kind, uint64 share) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        bool wasClean = isClean(id);
        (address by, bytes memory call) = _call(id, kind % 7, share);
        DeliveryState before = monitor.infoOf(id).state;
        vm.prank(by);
        // Whether it was allowed is judged by what it did.
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded, ) = address(monitor).call(call);
        if (!succeeded) return;
        DeliveryState state = monitor.infoOf(id).state;
        if (_books[id].isClosed || state == before) broken = true;
        if (state == DeliveryState.Confirmed && (!wasClean || before != DeliveryState.Delivered)) broken = true;
        if (state == DeliveryState.Failed && before != DeliveryState.Underway) broken = true;
        _note(id, state);
    }

    function settle(uint256 which, uint64 toSeller, bool forged) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        DeliverySettlement memory s = DeliverySettlement(id, toSeller, uint32(recorded(id, SEQUENCES)));
        bytes memory signature = _sign(forged ? SELLER + 1 : SELLER, monitor.digestOf(s));
        bool fits = !b.isClosed && !forged && toSeller <= b.due;
        vm.prank(buyer());
        try monitor.settle(s, "", signature) {
            if (!fits) broken = true;
            _note(id, DeliveryState.Settled);
        } catch {
            if (fits) broken = true;
        }
    }

    function wait(uint32 seconds_) external {
        vm.warp(block.timestamp + (seconds_ % 10 days));
    }

    /// Violations recorded of sequences up to `sequence`, counted one by one.
    function recorded(bytes32 delivery, uint256 sequence) public view returns (uint256 count) {
        Book storage b = _books[delivery];
        for (uint256 i = 1; i <= sequence; ++i) if (b.isViolation[i]) ++count;
    }

    /// Violations that the last summary counts beyond those that were recorded of its sequences.
    function unreported(bytes32 delivery) public view returns (uint256) {
        Book storage b = _books[delivery];
        uint256 covered = recorded(delivery, b.summarySequence);
        return b.summaryViolations > covered ? b.summaryViolations - covered : 0;
    }

    function isClean(bytes32 delivery) public view returns (bool) {
        return recorded(delivery, SEQUENCES) == _books[delivery].waived && unreported(delivery) == 0;
    }

    function _watch() private view returns (IConditionWatch) {
        return monitor.WATCH();
    }

    function _call(bytes32 id, uint8 kind, uint64 share) private view returns (address by, bytes memory) {
        if (kind == 0) return (seller(), abi.encodeCall(monitor.deliver, (id)));
        if (kind == 1) return (buyer(), abi.encodeCall(monitor.confirm, (id, uint32(recorded(id, SEQUENCES)))));
        if (kind == 2) return (share % 2 == 0 ? buyer() : seller(), abi.encodeCall(monitor.dispute, (id, 0)));
        if (kind == 3) return (ARBITER, abi.encodeCall(monitor.decide, (id, share)));
        if (kind == 4) return (address(this), abi.encodeCall(monitor.lapse, (id)));
        if (kind == 5) return (address(this), abi.encodeCall(monitor.release, (id)));
        return (buyer(), abi.encodeCall(monitor.reclaim, (id)));
    }

    function _note(bytes32 id, DeliveryState state) private {
        if (uint8(state) < uint8(DeliveryState.Confirmed)) return;
        _books[id].isClosed = true;
        ++ended;
    }

    function _sign(uint256 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
