// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Direction} from "../../contracts/types/Settlement.sol";
import {Channel, ChannelStatus, Voucher} from "../../contracts/types/Channels.sol";
import {ChannelHandler} from "./support/ChannelHandler.sol";
import {ChannelWorld} from "./support/ChannelWorld.sol";

/// What must always hold of `PaymentChannel`, driven by `ChannelHandler`.
contract PaymentChannelTest {
    ChannelHandler private _handler;

    function setUp() external {
        _handler = new ChannelHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: channels open, pay, close either way and are paid out, and all agrees.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 200; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            uint256 which = uint8(dice[0]);
            if (round % 20 == 0) _handler.open(round / 20, [uint32(900), 400], [uint32(5000), 7000]);
            _handler.deposit(which, round % 2 == 0, 1_000_000);
            _handler.sign(which, round % 3 != 0, uint16(bytes2(dice)), uint8(dice[3]), round % 9 == 0);
            _handler.present(uint8(dice[4]));
            _handler.forge(uint8(dice[5]), uint8(dice[6]));
            _handler.settle(which, [uint32(uint8(dice[7])), uint8(dice[8])], 9);
            if (round % 25 == 24) _handler.close(uint8(dice[9]), uint8(dice[10]));
            if (round % 70 == 69) _handler.closeTogether(uint8(dice[11]), [uint64(7), 5], false);
            if (round % 10 == 9) _handler.wait(1 hours);
            _handler.finalise(uint8(dice[12]));
            _handler.withdraw(uint8(dice[13]));
        }
        assert(_handler.idCount() > 3 && _handler.deposited() > 10_000_000 && _handler.withdrawn() > 1_000_000);
        this.invariant_DepositsArePayOuts();
        this.invariant_EveryTokenIsSomebodys();
        this.invariant_CreditsFollowTheBooks();
        this.invariant_NewestVoucherWins();
    }

    /// What was deposited is either still there or was paid out.
    function invariant_DepositsArePayOuts() external view {
        uint256 held = _handler.token().balanceOf(address(_handler.channels()));
        assert(held == _handler.deposited() - _handler.withdrawn());
    }

    /// Deposits of open channels and credits are all that the contract holds.
    function invariant_EveryTokenIsSomebodys() external view {
        uint256 sum;
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            Channel memory c = _handler.channels().channelOf(_handler.ids(i));
            if (c.status != ChannelStatus.Closed) sum += uint256(c.ownerDeposit) + c.partnerDeposit;
        }
        for (uint256 i = 0; i < _handler.PARTIES(); ++i) {
            sum += _handler.channels().creditOf(_handler.partyOf(i));
        }
        assert(sum == _handler.token().balanceOf(address(_handler.channels())));
    }

    /// Each party is credited what independent books say: no more than was deposited, by the newest vouchers.
    function invariant_CreditsFollowTheBooks() external view {
        for (uint256 i = 0; i < _handler.PARTIES(); ++i) {
            address party = _handler.partyOf(i);
            assert(_handler.channels().creditOf(party) == _handler.due(party));
        }
    }

    /// The newest voucher that was presented in time counts, and nothing went through that must not.
    function invariant_NewestVoucherWins() external view {
        assert(!_handler.broken());
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            Channel memory c = _handler.channels().channelOf(_handler.ids(i));
            ChannelHandler.Book memory b = _handler.bookOf(_handler.ids(i));
            assert(c.importPromised == b.promised[0] && c.exportPromised == b.promised[1]);
            assert(c.status == b.status);
        }
    }
}

/// Why the register of a voucher need not be kept: of two justified vouchers the one of the higher amount never pays less.
contract PaymentChannelOrderTest is ChannelWorld {
    uint256 private constant OWNER = 1;
    uint256 private constant PARTNER = 2;

    function setUp() external {
        _deploy();
    }

    function testFuzz_HigherAmountNeverPaysLess(
        uint96 price,
        uint32[2] memory flowsWh,
        uint128[2] memory amounts,
        uint32 settledWh
    ) external {
        if (price == 0) price = 1;
        bytes32 channel = _open(OWNER, PARTNER, [price, 0], [uint64(0), 0], 1);
        _channels.deposit(channel, _ownerOf(channel), type(uint128).max);
        _meters.settle(bytes32(uint256(1)), settledWh, 0);
        uint256[2] memory paid;
        uint256[2] memory given;
        for (uint256 i = 0; i < 2; ++i) {
            uint256 most = (uint256(price) * flowsWh[i]) / 1000;
            if (most > type(uint128).max) most = type(uint128).max;
            Voucher memory v = Voucher(channel, Direction.Import, flowsWh[i], uint128(amounts[i] % (most + 1)));
            given[i] = v.amount;
            // Paid by the voucher's own register, as if it were kept.
            uint256 shownWh = flowsWh[i] < settledWh ? flowsWh[i] : settledWh;
            uint256 shown = (uint256(price) * shownWh) / 1000;
            paid[i] = shown < v.amount ? shown : v.amount;
            if (v.amount <= _channels.channelOf(channel).importPromised) continue;
            _channels.present(v, _signVoucher(OWNER, v));
            (uint128 paidByOwner, ) = _channels.paymentsOf(channel);
            assert(paidByOwner == paid[i]);
        }
        assert(given[0] < given[1] ? paid[0] <= paid[1] : paid[1] <= paid[0]);
    }

    function _ownerOf(bytes32 channel) private view returns (address) {
        return _channels.channelOf(channel).owner;
    }
}
