// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryMonitor} from "../../../contracts/DeliveryMonitor.sol";
import {Lots} from "../../../contracts/Lots.sol";
import {IConditionWatch} from "../../../contracts/interfaces/IConditionWatch.sol";
import {Condition} from "../../../contracts/types/Deals.sol";
import {
    DeliveryInfo,
    DeliveryPlan,
    DeliverySettlement,
    DeliveryState,
    OpenedTerms
} from "../../../contracts/types/Deliveries.sol";
import {Goods, NewLot} from "../../../contracts/types/Lots.sol";
import {DeliverySummary, SensorReport, Watch} from "../../../contracts/types/Watches.sol";
import {TestDeals, TestMoney} from "./TestDeals.sol";
import {vm} from "./Vm.sol";

/// Deliveries between a buyer and a seller. Opens, reports and summarises in any order, and ends them every way, sooner or
/// later, with goods that a carrier may take over; keeps books of its own: all readings that were new, all money that moved, and
/// who must have the goods.
contract DeliveryHandler {
    uint256 private constant BUYER = 10;
    uint256 private constant SELLER = 11;
    address private constant ARBITER = address(0xA4B1);
    address public constant CARRIER = address(0xCA44);
    uint32 private constant HEARTBEAT_S = 1 days;
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
        bool isHeard;
        bool isClosed;
        bytes12 lot;
        address custodian;
    }

    DeliveryMonitor public immutable monitor;
    TestMoney public immutable token;
    Lots public immutable lots;
    TestDeals private immutable _deals;
    bytes32[] public ids;
    mapping(bytes32 delivery => Book) private _books;
    uint256 public paidIn;
    uint256 public ended;
    /// How many sellers time paid.
    uint256 public paidByTime;
    /// Set if something went through that must not.
    bool public broken;

    /// @param deals Has the handler's seller.
    constructor(DeliveryMonitor monitor_, TestDeals deals, TestMoney token_) {
        (monitor, _deals, token) = (monitor_, deals, token_);
        lots = Lots(address(monitor_.LOTS()));
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

    function lotOf(bytes32 delivery) external view returns (bytes12) {
        return _books[delivery].lot;
    }

    function custodianOf(bytes32 delivery) external view returns (address) {
        return _books[delivery].custodian;
    }

    function open(uint64 price, uint32 quantity, bool isSilenceWatched) external {
        if (ids.length == MOST) return;
        bytes32 negotiation = bytes32(ids.length + 1);
        OpenedTerms memory terms;
        (terms.buyer, terms.seller, terms.currency) = (buyer(), seller(), "NOK");
        (terms.priceMicro, terms.quantityMilli) = (price, quantity);
        terms.conditions = new Condition[](1);
        terms.conditions[0] = Condition(FIELD, -10, 10);
        _deals.accept(negotiation, terms);
        DeliveryPlan memory plan;
        (plan.negotiation, plan.arbiter, plan.custodian) = (negotiation, ARBITER, price % 2 == 0 ? CARRIER : seller());
        plan.heartbeatS = isSilenceWatched ? HEARTBEAT_S : 0;
        plan.lots = new bytes12[](1);
        plan.lots[0] = _makeLot(negotiation);
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
        (_books[id].due, _books[id].lot, _books[id].custodian) = (due, plan.lots[0], seller());
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
            (b.known[sequence], b.isHeard) = (true, true);
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
            (b.summarySequence, b.summaryViolations, b.isHeard) = (s.sequence, s.violations, true);
        } catch {
            if (fits) broken = true;
        }
    }

    function waive(uint256 which, uint8 off) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        uint32 given = uint32(recorded(id, SEQUENCES)) + (off % 4 == 0 ? 1 : 0);
        bool fits = !_books[id].isClosed;
        vm.prank(buyer());
        try monitor.waive(id, given) {
            if (!fits) broken = true;
            // All there are, if it is more.
            _books[id].waived = recorded(id, SEQUENCES);
        } catch {
            if (fits) broken = true;
        }
    }

    /// Any step but a settlement, by whoever may take it.
    function step(uint256 which, uint8 kind, uint64 share) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        kind %= 10;
        (bool wasClean, bool wasEarned) = (isClean(id), isEarned(id));
        DeliveryInfo memory before = monitor.infoOf(id);
        uint256 had = token.balanceOf(seller());
        (address by, bytes memory call) = _call(id, kind, share);
        vm.prank(by);
        // Whether it was allowed is judged by what it did.
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded, ) = address(monitor).call(call);
        if (!succeeded) return;
        if (_books[id].isClosed) broken = true;
        uint256 paid = token.balanceOf(seller()) - had;
        _judge(id, kind, by, before);
        // By time, the seller gets what it earned, and all of it.
        if (kind == 4 && paid != (wasEarned ? _books[id].due : 0)) broken = true;
        if (kind == 5 && (!wasEarned || paid != _books[id].due)) broken = true;
        if ((kind == 4 || kind == 5) && paid != 0) ++paidByTime;
        if (kind == 1 && !wasClean) broken = true;
        if (kind != 1 && kind != 3 && kind != 4 && kind != 5 && paid != 0) broken = true;
    }

    function settle(uint256 which, uint64 toSeller, bool forged) external {
        if (ids.length == 0) return;
        bytes32 id = ids[which % ids.length];
        Book storage b = _books[id];
        uint48 deadlineS = uint48(block.timestamp) - (toSeller % 5 == 0 ? 1 : 0);
        DeliverySettlement memory s = DeliverySettlement(id, toSeller, uint32(recorded(id, SEQUENCES)), deadlineS);
        bytes memory signature = _sign(forged ? SELLER + 1 : SELLER, monitor.digestOf(s));
        bool fits = !b.isClosed && !forged && toSeller <= b.due && toSeller % 5 != 0;
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

    /// The goods arrived, nothing stands against payment, and the sensor was heard: all of its readings are of the start.
    function isEarned(bytes32 delivery) public view returns (bool) {
        DeliveryInfo memory d = monitor.infoOf(delivery);
        if (d.arrivedAtS == 0 || !isClean(delivery) || !_books[delivery].isHeard) return false;
        uint48 untilS = d.arrivedAtS < d.endS ? d.arrivedAtS : d.endS;
        return _watch().watchingOf(delivery).heartbeatS == 0 || untilS - d.startS <= HEARTBEAT_S;
    }

    function _watch() private view returns (IConditionWatch) {
        return monitor.WATCH();
    }

    function _call(bytes32 id, uint8 kind, uint64 share) private view returns (address by, bytes memory) {
        DeliveryInfo memory d = monitor.infoOf(id);
        if (kind == 0) return (d.custodian, abi.encodeCall(monitor.deliver, (id)));
        if (kind == 1) return (buyer(), abi.encodeCall(monitor.confirm, (id, uint32(recorded(id, SEQUENCES)))));
        if (kind == 2) return (share % 2 == 0 ? buyer() : seller(), abi.encodeCall(monitor.dispute, (id, 0)));
        if (kind == 3) return (ARBITER, abi.encodeCall(monitor.decide, (id, share)));
        if (kind == 4) return (address(this), abi.encodeCall(monitor.lapse, (id)));
        if (kind == 5) return (address(this), abi.encodeCall(monitor.release, (id)));
        if (kind == 6) return (address(this), abi.encodeCall(monitor.reclaim, (id)));
        if (kind == 7) return (buyer(), abi.encodeCall(monitor.deliver, (id)));
        if (kind == 8) return (CARRIER, abi.encodeCall(monitor.acceptCustody, (id)));
        address to =
            share % 3 == 0
                ? buyer()
                : share % 3 == 1
                    ? seller()
                    : CARRIER;
        return (d.custodian, abi.encodeCall(monitor.offerCustody, (id, to)));
    }

    /// Judges a step that went through by where it led.
    function _judge(bytes32 id, uint8 kind, address by, DeliveryInfo memory before) private {
        DeliveryInfo memory d = monitor.infoOf(id);
        DeliveryState state = d.state;
        bool hasArrived = before.arrivedAtS == 0 && d.arrivedAtS != 0;
        // The buyer's confirmation says it, too.
        if (hasArrived != (kind == 0 || (kind == 1 && before.arrivedAtS == 0))) broken = true;
        if (kind == 7) broken = true;
        // An arrival leaves disputed what was; nothing else but custody leaves a state as it is.
        if (kind == 0 && before.state == DeliveryState.Disputed && state != before.state) broken = true;
        if (state == before.state && kind < 7 && !hasArrived) broken = true;
        if (kind == 9 && d.offeredTo == buyer()) broken = true;
        if (state == DeliveryState.Confirmed && (by != buyer() || kind != 1)) broken = true;
        if (state == DeliveryState.Failed && (kind != 6 || before.state != DeliveryState.Underway)) broken = true;
        if (kind == 8) _books[id].custodian = CARRIER;
        if (hasArrived) _books[id].custodian = buyer();
        _note(id, state);
    }

    function _makeLot(bytes32 salt) private returns (bytes12) {
        vm.prank(seller());
        return lots.create(NewLot(Goods("steel", "", 0, "kg"), 1, salt), new bytes12[](0));
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
