// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryMonitor} from "../../contracts/DeliveryMonitor.sol";
import {Lots} from "../../contracts/Lots.sol";
import {IDeviceRegistry} from "../../contracts/interfaces/IDeviceRegistry.sol";
import {IMembership} from "../../contracts/interfaces/IMembership.sol";
import {INegotiation} from "../../contracts/interfaces/INegotiation.sol";
import {IRecordAnchor} from "../../contracts/interfaces/IRecordAnchor.sol";
import {DeliveryInfo, Outcome} from "../../contracts/types/Deliveries.sol";
import {Lot, LotState} from "../../contracts/types/Lots.sol";
import {Silence, Watching, WatchInfo} from "../../contracts/types/Watches.sol";
import {DeliveryBooks} from "./support/DeliveryBooks.sol";
import {DeliveryGame} from "./support/DeliveryGame.sol";
import {DeliveryHandler} from "./support/DeliveryHandler.sol";
import {TestDeals, TestMoney} from "./support/TestDeals.sol";
import {vm} from "./support/Vm.sol";
import {WatchBooks} from "./support/WatchBooks.sol";
import {WatchHandler} from "./support/WatchHandler.sol";

/// What must always hold of `DeliveryMonitor` and `ConditionWatch`, driven by `DeliveryHandler` and held against its books.
contract DeliveryMonitorTest is DeliveryGame {
    // The handler's.
    uint256 private constant BUYER = 10;
    uint256 private constant SELLER = 11;
    // Bit of a wish: by the buyer's sensor the temperature.
    uint8 private constant BUYERS = 2;

    function setUp() external {
        vm.warp(1_000_000);
        TestDeals deals = new TestDeals(vm.addr(BUYER), vm.addr(SELLER));
        TestMoney token = new TestMoney();
        address all = address(deals);
        DeliveryMonitor monitor = new DeliveryMonitor(
            INegotiation(all),
            new Lots(all, IMembership(all)),
            IDeviceRegistry(all),
            IRecordAnchor(all),
            token
        );
        _handler = new DeliveryHandler(monitor, deals, token);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// Nothing hangs for ever: whatever was done before, time and anybody's calls end every delivery.
    function testFuzz_TimeEndsEveryDelivery(uint256 dice) external {
        _game(bytes32(dice), 60);
        _checkAll();
        _endAllByTime();
        _checkAll();
    }

    /// A run tests something: every step goes through, and is refused.
    function test_TheHandlerComesFar() external {
        bytes32[17] memory steps = _steps();
        uint256[17] memory done;
        uint256[17] memory refused;
        uint256 paid;
        for (uint256 game = 0; game < 16; ++game) {
            _game(bytes32(game), 90);
            _endAllByTime();
            _checkAll();
            for (uint256 i = 0; i < steps.length; ++i) {
                done[i] += _handler.done(steps[i]);
                refused[i] += _handler.refused(steps[i]);
            }
            paid += _handler.paidByTime();
            this.setUp();
        }
        // What is known always fills.
        for (uint256 i = 0; i < steps.length; ++i)
            assert(done[i] != 0 && (refused[i] != 0 || steps[i] == "fill known"));
        assert(paid != 0);
    }

    /// Of four deliveries without an arbiter that arrive at once, time pays the one of which the seller's sensor said something
    /// good, whatever the buyer's said or did not.
    function test_TimePaysWhatIsEarned() external {
        for (uint64 i = 0; i < 4; ++i) _handler.open(_wish(i < 3 ? SELLERS | BUYERS : SELLERS));
        _handler.wait(1, USUAL);
        _say(0, 0, 1, 0);
        _say(1, 0, 1, 127);
        _say(2, 1, 1, 0);
        _handler.change(true, 0);
        for (uint256 which = 0; which < 4; ++which) _handler.deliver(which, USUAL);
        _endAllByTime();
        assert(_handler.ended() == 4 && _handler.paidByTime() == 1);
        _checkAll();
    }

    /// A reading that came before those ahead of it makes no silence of them: what comes late fills it, and the seller is paid.
    function test_AFilledSilencePays() external {
        _handler.open(_wish(SELLERS));
        _handler.wait(5 hours, USUAL);
        _handler.wait(5 hours, USUAL);
        // The latest first, then one of the middle, twice.
        _say(0, 0, 2, 0, 10 hours);
        _say(0, 0, 1, 0, 5 hours);
        _handler.deliver(0, USUAL);
        assert(!_handler.isEarned(_handler.ids(0)));
        _handler.fillKnown(0);
        assert(_handler.isEarned(_handler.ids(0)));
        _endAllByTime();
        assert(_handler.paidByTime() == 1);
        _checkAll();
    }

    /// What was paid in is still held, or was paid out to buyer and seller as the books say: no unit is lost, made, or another
    /// delivery's.
    function invariant_MoneyIsWhereTheBooksSay() public view {
        uint256 held;
        for (uint256 i = 0; i < _handler.idCount(); ++i) held += _handler.bookOf(_handler.ids(i)).held;
        assert(_handler.token().balanceOf(address(_handler.monitor())) == held);
        assert(_handler.token().balanceOf(_handler.buyer()) == _handler.buyersMoney());
        assert(_handler.token().balanceOf(_handler.seller()) == _handler.sellersMoney());
    }

    /// Every delivery is in the state to which its steps lead, and the only one of its negotiation.
    function invariant_DeliveriesAreAsBooked() public view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            DeliveryInfo memory d = _handler.monitor().infoOf(id);
            DeliveryBooks.Book memory b = _handler.bookOf(id);
            assert(_handler.monitor().deliveryOf(b.negotiation) == id);
            assert(d.state == b.state && d.held == b.held && d.waived == b.waived && d.arbiter == b.arbiter);
            assert(d.custodian == b.custodian && d.offeredTo == b.offeredTo);
            assert(d.arrivedAtS == b.arrivedAtS && d.disputedAtS == b.disputedAtS && d.closedAtS == b.closedAtS);
            assert(d.routeHead == b.routeHead && d.routePoints == b.routePoints);
        }
    }

    /// No money is held on evidence that nobody but the buyer could give: else there is an arbiter.
    function invariant_SomebodyCanDecideAboutMoney() public view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            DeliveryInfo memory d = _handler.monitor().infoOf(id);
            if (d.held == 0 || d.arbiter != address(0)) continue;
            Watching memory g = _handler.watch().watchingOf(id);
            uint256 provable;
            WatchInfo[] memory watches = _handler.watch().watchesOf(id);
            for (uint256 j = 0; j < watches.length; ++j)
                if (!watches[j].isBuyers) provable |= 1 << watches[j].condition;
            assert(g.heartbeatS != 0 && g.conditionCount != 0 && provable == (1 << g.conditionCount) - 1);
        }
    }

    /// Each reading counts once, no violation is uncounted, and all of them lead to the head; what is unreported is what a count
    /// one by one says, in whatever order all came.
    function invariant_ViolationsAreThoseThatWereSaid() public view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            WatchBooks.WatchingBook memory b = _handler.watchingBookOf(id);
            Watching memory g = _handler.watch().watchingOf(id);
            (uint32 violations, uint256 unreported) = _handler.watch().standingOf(id);
            assert(violations == b.violations && g.violations == b.violations && g.head == b.head);
            assert(unreported == _handler.unreportedOf(id));
            assert(g.untilS == b.untilS && g.isOpen == b.isOpen);
            WatchInfo[] memory watches = _handler.watch().watchesOf(id);
            for (uint256 j = 0; j < watches.length; ++j) {
                assert(watches[j].readings == b.watches[j].readings.length);
                assert(watches[j].violations == _handler.recordedOf(id, j, type(uint64).max));
                assert(watches[j].isBuyers == (b.watches[j].sensor == "sensor of the buyer"));
            }
        }
    }

    /// Silences are those between neighbouring words that are further apart than the heartbeat, each of them once.
    function invariant_SilencesAreBetweenWords() public view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            WatchInfo[] memory watches = _handler.watch().watchesOf(id);
            uint256[] memory counts = new uint256[](watches.length);
            Silence[] memory silences = _handler.watch().silencesOf(id);
            for (uint256 j = 0; j < silences.length; ++j) {
                Silence memory s = silences[j];
                if (s.toS == 0) continue;
                assert(s.toS == _handler.silentUntil(id, s.watch, s.fromS));
                ++counts[s.watch];
                for (uint256 k = 0; k < j; ++k) assert(silences[k].watch != s.watch || silences[k].fromS != s.fromS);
            }
            for (uint256 j = 0; j < watches.length; ++j) {
                assert(counts[j] == _handler.silencesOf(id, j) && counts[j] == watches[j].silences);
                assert(watches[j].lastAtS == _handler.lastWordOf(id, j));
                bool isSilent = _handler.watch().isSilent(id, watches[j].field, watches[j].sensor);
                assert(isSilent == _handler.isSilentNow(id, j));
            }
        }
    }

    /// What is known of each condition, and whether nothing is missing, is what the words of all sensors say.
    function invariant_EvidenceIsWhatTheBooksSay() public view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            uint48 untilS = _handler.lastToConfirmS(id);
            assert(_handler.watch().isWhole(id, untilS) == _handler.isWholeByBooks(id, untilS));
            uint256[3] memory known;
            WatchInfo[] memory watches = _handler.watch().watchesOf(id);
            for (uint256 j = 0; j < watches.length; ++j) {
                bool isFirst = true;
                for (uint256 k = 0; k < j; ++k) if (watches[k].field == watches[j].field) isFirst = false;
                if (isFirst) ++known[_handler.conditionOf(id, watches[j].field)];
            }
            Outcome memory o = _handler.monitor().outcomeOf(id);
            assert(o.unprovenConditions == known[0] && o.keptConditions == known[1] && o.brokenConditions == known[2]);
        }
    }

    /// Goods are carried by their delivery until they arrive or it ends, and are never locked afterwards: the buyer has what
    /// arrived, and whoever had taken it over what did not.
    function invariant_GoodsAreWithWhoMustHaveThem() public view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes12 id = _handler.bookOf(_handler.ids(i)).lot;
            if (id == 0) continue;
            Lot memory lot = _handler.lots().lotOf(id);
            DeliveryBooks.LotBook memory b = _handler.lotBookOf(_handler.ids(i));
            assert(lot.state == (b.delivery == 0 ? LotState.Kept : LotState.Carried));
            assert(lot.delivery == b.delivery && lot.custodian == b.custodian);
        }
    }

    /// Every step goes through that the books allow, and no other.
    function invariant_StepsGoAsTheBooksSay() public view {
        assert(_handler.broken() == 0);
    }

    function _checkAll() private view {
        invariant_StepsGoAsTheBooksSay();
        invariant_MoneyIsWhereTheBooksSay();
        invariant_DeliveriesAreAsBooked();
        invariant_SomebodyCanDecideAboutMoney();
        invariant_ViolationsAreThoseThatWereSaid();
        invariant_SilencesAreBetweenWords();
        invariant_EvidenceIsWhatTheBooksSay();
        invariant_GoodsAreWithWhoMustHaveThem();
    }

    function _steps() private pure returns (bytes32[17] memory) {
        return
            [
                bytes32("fill known"),
                "open",
                "report",
                "fill",
                "summarise",
                "deliver",
                "confirm",
                "waive",
                "dispute",
                "decide",
                "lapse",
                "release",
                "reclaim",
                "offer",
                "accept",
                "point",
                "settle"
            ];
    }

    function _wish(uint8 watches) private pure returns (DeliveryHandler.Wish memory) {
        return DeliveryHandler.Wish(1e6, 5000, watches, 1, 0, false, true, false, true, 0);
    }

    /// The `watch`-th watch of a delivery says a value, at its start if not told otherwise.
    function _say(uint256 which, uint8 watch, uint8 sequence, int8 value) private {
        _say(which, watch, sequence, value, 0);
    }

    function _say(uint256 which, uint8 watch, uint8 sequence, int8 value, uint32 afterS) private {
        WatchHandler.Said memory said = WatchHandler.Said(watch, sequence, value, afterS, 7);
        _handler.report(which, said, said, false);
    }

    /// Released if it is earned, reclaimed if nothing came, and otherwise disputed by a party and decided by the record.
    function _endAllByTime() private {
        vm.warp(block.timestamp + 30 days);
        for (uint256 which = 0; which < _handler.idCount(); ++which) {
            _handler.release(which);
            _handler.reclaim(which);
            _handler.dispute(which, USUAL, which % 2 == 0);
        }
        vm.warp(block.timestamp + 181 days);
        for (uint256 which = 0; which < _handler.idCount(); ++which) _handler.lapse(which);
        assert(_handler.ended() == _handler.idCount());
    }
}
