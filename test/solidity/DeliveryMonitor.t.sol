// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryMonitor} from "../../contracts/DeliveryMonitor.sol";
import {Lots} from "../../contracts/Lots.sol";
import {IDeviceRegistry} from "../../contracts/interfaces/IDeviceRegistry.sol";
import {IMembership} from "../../contracts/interfaces/IMembership.sol";
import {INegotiation} from "../../contracts/interfaces/INegotiation.sol";
import {IRecordAnchor} from "../../contracts/interfaces/IRecordAnchor.sol";
import {DeliveryInfo, DeliveryState} from "../../contracts/types/Deliveries.sol";
import {Lot, LotState} from "../../contracts/types/Lots.sol";
import {DeliveryHandler} from "./support/DeliveryHandler.sol";
import {TestDeals, TestMoney} from "./support/TestDeals.sol";
import {vm} from "./support/Vm.sol";

/// What must always hold of `DeliveryMonitor`, driven by `DeliveryHandler`.
contract DeliveryMonitorTest {
    // The handler's.
    uint256 private constant SELLER = 11;

    DeliveryHandler private _handler;

    function setUp() external {
        vm.warp(1_000_000);
        TestDeals deals = new TestDeals(vm.addr(SELLER));
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

    /// A run tests something: deliveries open, are watched, and end every way.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 250; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            uint256 which = uint8(dice[0]);
            if (round % 10 == 0) _handler.open(uint64(bytes8(dice)) % 1e12, 5000, round % 20 == 0);
            _handler.report(which, uint8(dice[1]), int8(uint8(dice[2])) / 8, round % 3 == 0);
            _handler.summarise(which, uint8(dice[3]), uint8(dice[4]) % 4);
            if (round % 3 == 0) _handler.waive(which, uint8(dice[5]));
            if (round > 40) _handler.step(which, uint8(dice[6]), uint8(dice[7]));
            if (round > 200) _handler.settle(which, 1000, round % 2 == 0);
            if (round % 12 == 11) _handler.wait(9 hours);
        }
        assert(_handler.idCount() == 5 && _handler.ended() > 2);
        _endAllByTime();
        assert(_handler.ended() == 5);
        this.invariant_WhatWasPaidInIsHeldOrPaidOut();
        this.invariant_AClosedDeliveryHoldsNothing();
        this.invariant_ViolationsAreThoseThatWereReported();
        this.invariant_NothingGoesThroughThatMustNot();
        this.invariant_GoodsAreWithWhoMustHaveThem();
    }

    /// A run tests that, too: of three deliveries that arrive at once time pays the one of which the sensor said something good.
    function test_TheHandlerIsPaidByTime() external {
        for (uint64 which = 0; which < 3; ++which) _handler.open(1e6, 5000, true);
        _handler.report(0, 1, 0, false);
        _handler.report(1, 1, 11, false);
        for (uint256 which = 0; which < 3; ++which) _handler.step(which, 0, 0);
        _endAllByTime();
        assert(_handler.ended() == 3 && _handler.paidByTime() == 1);
        this.invariant_NothingGoesThroughThatMustNot();
    }

    /// Whatever was done before: time, and a dispute of what it does not decide, end every delivery.
    function _endAllByTime() private {
        _pass();
        for (uint256 which = 0; which < _handler.idCount(); ++which) {
            // Released if it is earned, reclaimed if nothing came, and otherwise disputed, by the buyer.
            _handler.step(which, 5, 0);
            _handler.step(which, 6, 0);
            _handler.step(which, 2, 0);
        }
        _pass();
        for (uint256 which = 0; which < _handler.idCount(); ++which) _handler.step(which, 4, 0);
    }

    /// Longer than a dispute stands.
    function _pass() private {
        for (uint256 i = 0; i < 20; ++i) _handler.wait(9.5 days);
    }

    /// What was paid in is still held, or was paid out to buyer and seller: no unit is lost, made, or another delivery's.
    function invariant_WhatWasPaidInIsHeldOrPaidOut() external view {
        uint256 held;
        for (uint256 i = 0; i < _handler.idCount(); ++i) held += _handler.monitor().infoOf(_handler.ids(i)).held;
        assert(_handler.token().balanceOf(address(_handler.monitor())) == held);
        uint256 out = _handler.token().balanceOf(_handler.buyer()) + _handler.token().balanceOf(_handler.seller());
        assert(held + out == _handler.paidIn());
    }

    /// A delivery that is over holds nothing and stays over; one that is not holds all that is due.
    function invariant_AClosedDeliveryHoldsNothing() external view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            DeliveryInfo memory d = _handler.monitor().infoOf(id);
            bool isClosed = uint8(d.state) >= uint8(DeliveryState.Confirmed);
            assert(isClosed == _handler.isClosed(id) && isClosed == (d.closedAtS != 0));
            assert(d.held == (isClosed ? 0 : _handler.dueOf(id)));
            assert(_handler.monitor().WATCH().watchingOf(id).isOpen == !isClosed);
        }
    }

    /// Each sequence counts once, and what is unreported is what a count one by one says, in whatever order all came.
    function invariant_ViolationsAreThoseThatWereReported() external view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            (uint32 violations, uint256 unreported) = _handler.monitor().WATCH().standingOf(id);
            assert(violations == _handler.recorded(id, 24));
            assert(unreported == _handler.unreported(id));
        }
    }

    /// Goods are carried by their delivery until they arrive or it ends, and are never locked afterwards: the buyer has what
    /// arrived, and whoever had taken it over what did not.
    function invariant_GoodsAreWithWhoMustHaveThem() external view {
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            bytes32 id = _handler.ids(i);
            Lot memory lot = _handler.lots().lotOf(_handler.lotOf(id));
            bool isCarried = !_handler.isClosed(id) && _handler.monitor().infoOf(id).arrivedAtS == 0;
            assert(lot.state == (isCarried ? LotState.Carried : LotState.Kept));
            assert(lot.delivery == (isCarried ? id : bytes32(0)));
            assert(lot.custodian == _handler.custodianOf(id));
        }
    }

    /// Only the buyer confirms, never over a violation that is open or unreported; time pays the seller what is earned and
    /// nothing else; nothing goes on after the end.
    function invariant_NothingGoesThroughThatMustNot() external view {
        assert(!_handler.broken());
    }
}
