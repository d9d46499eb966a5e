// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Negotiation} from "../../contracts/Negotiation.sol";
import {Quotations} from "../../contracts/Quotations.sol";
import {IMembership} from "../../contracts/interfaces/IMembership.sol";
import {Condition, NegotiationInfo, NegotiationState} from "../../contracts/types/Deals.sol";
import {Bid, Criterion, QuotationInfo, QuotationRequest, QuotationState} from "../../contracts/types/Quotations.sol";
import {QuotationHandler} from "./support/QuotationHandler.sol";
import {vm} from "./support/Vm.sol";

/// What must always hold of `Quotations`, driven by `QuotationHandler`.
contract QuotationStepsTest {
    QuotationHandler private _handler;

    function setUp() external {
        _handler = new QuotationHandler();
        _handler.ask(0);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: every step is taken and refused, in both modes, and all agrees.
    function test_TheHandlerComesFar() external {
        uint256[9] memory done;
        for (uint256 run = 0; run < 2; ++run) {
            _handler = new QuotationHandler();
            for (uint256 i = 0; i < 110; ++i) _drive(keccak256(abi.encode(run, i)), i);
            for (uint256 i = 0; i < done.length; ++i) done[i] += _handler.done(i);
            assert(_handler.refused() > 20);
            this.invariant_StepsAreTakenWhenTheyAreDueAndThenAlone();
            this.invariant_WhatIsAwardedWasCommittedToInTime();
            this.invariant_NobodyIsBoundByABid();
        }
        for (uint256 i = 0; i < done.length; ++i) assert(done[i] != 0);
    }

    /// Each step is taken if and only if the books say that it is due, and leaves what they say; bids are counted.
    function invariant_StepsAreTakenWhenTheyAreDueAndThenAlone() external view {
        assert(!_handler.broken());
        Quotations quotations = _handler.quotations();
        QuotationHandler.Asked[] memory asked = _handler.asked();
        for (uint256 index = 0; index < asked.length; ++index) {
            QuotationInfo memory info = quotations.quotationOf(asked[index].id);
            assert(quotations.stateOf(asked[index].id) == _handler.stateOf(index));
            assert(info.supplier == (asked[index].awarded == 0 ? address(0) : vm.addr(asked[index].awarded)));
            uint256 count;
            for (uint8 who = 1; who <= _handler.LAST_SUPPLIER(); ++who) {
                QuotationHandler.Placed memory placed = _handler.bidOf(index, who);
                Bid memory bid = quotations.bidOf(asked[index].id, vm.addr(who));
                bytes32 commitment = placed.stands ? _handler.commitmentOf(index, who, placed.price) : bytes32(0);
                assert(bid.commitment == commitment && bid.committedAtS == placed.committedAtS);
                assert(bid.reveals == placed.reveals);
                if (placed.stands) ++count;
            }
            assert(info.bidCount == count);
        }
    }

    /// An award leads to a negotiation whose only round is what its supplier committed to before bids closed.
    function invariant_WhatIsAwardedWasCommittedToInTime() external view {
        QuotationHandler.Asked[] memory asked = _handler.asked();
        for (uint256 index = 0; index < asked.length; ++index) {
            if (asked[index].ended != QuotationState.Awarded) continue;
            address supplier = vm.addr(asked[index].awarded);
            Bid memory bid = _handler.quotations().bidOf(asked[index].id, supplier);
            NegotiationInfo memory n = _negotiationOf(asked[index].id, supplier);
            assert(bid.committedAtS <= asked[index].bidsUntilS);
            assert(n.head == keccak256(abi.encode(bytes32(0), bid.commitment, supplier)));
        }
    }

    /// No bid and no award makes a deal, and who was not awarded negotiates about nothing unless it began to.
    function invariant_NobodyIsBoundByABid() external view {
        QuotationHandler.Asked[] memory asked = _handler.asked();
        for (uint256 index = 0; index < asked.length; ++index) {
            for (uint8 who = _handler.FIRST_SUPPLIER(); who <= _handler.LAST_SUPPLIER(); ++who) {
                NegotiationInfo memory n = _negotiationOf(asked[index].id, vm.addr(who));
                assert(n.state == NegotiationState.None || n.state == NegotiationState.Open);
                bool isLeftAlone = who != asked[index].awarded && _handler.isUntouched(index, who);
                assert(!isLeftAlone || n.state == NegotiationState.None);
            }
        }
    }

    function _negotiationOf(bytes32 id, address supplier) private view returns (NegotiationInfo memory) {
        return _handler.negotiations().negotiationOf(_handler.quotations().negotiationOf(id, supplier));
    }

    function _drive(bytes32 dice, uint256 i) private {
        (uint8 a, uint8 b, uint8 c, uint8 d) = (uint8(dice[0]), uint8(dice[1]), uint8(dice[2]), uint8(dice[3]));
        if (i % 14 == 0) _handler.ask(a);
        _handler.commit(a, b, c);
        if (i % 2 == 1) _handler.withdrawBid(b, c);
        _handler.reveal(b, d);
        _handler.revealOpenly(c, a, b, d);
        if (i % 5 == 0) _handler.talk(d, 3 * (b % 2), c | 1, a % 4 == 0);
        _handler.award(d, b, a, c);
        if (i % 6 == 5) _handler.cancel(a, d);
        if (i % 8 == 7) _handler.expel(b);
        _handler.wait(d % 10);
    }
}

contract QuotationsTest {
    uint48 private constant START_S = 1_000_000_000;
    Quotations private _quotations;

    /// Everybody is a member.
    function isMember(address) external pure returns (bool) {
        return true;
    }

    function setUp() external {
        IMembership everybody = IMembership(address(this));
        _quotations = new Quotations(everybody, new Negotiation(everybody));
        vm.warp(START_S);
    }

    /// Phases follow each other without a gap, each to its last second, however long they are.
    function testFuzz_PhasesFollowEachOther(uint16[3] calldata lengths, uint32 afterS) external {
        uint48 bidsUntilS = START_S + lengths[0];
        uint48 revealsUntilS = bidsUntilS + 1 + lengths[1];
        uint48 awardUntilS = revealsUntilS + 1 + lengths[2];
        bytes32 id = _quotations.request(_request(_weights(400, 600), bidsUntilS, revealsUntilS, awardUntilS));

        uint48 nowS = START_S + (afterS % (3 + uint48(lengths[0]) + lengths[1] + lengths[2]));
        vm.warp(nowS);
        QuotationState expected =
            nowS <= bidsUntilS
                ? QuotationState.Bidding
                : nowS <= revealsUntilS
                    ? QuotationState.Revealing
                    : nowS <= awardUntilS
                        ? QuotationState.Deciding
                        : QuotationState.Expired;
        assert(_quotations.stateOf(id) == expected);
    }

    /// Exactly the weights that sum to 1000 are taken, whatever they are.
    function testFuzz_WeightsSumToThousand(uint16 price, uint16 quantity, bool isMended) external {
        if (isMended) (price, quantity) = (price % 1001, 1000 - (price % 1001));
        QuotationRequest memory r = _request(_weights(price, quantity), START_S, START_S + 1, START_S + 2);
        bool isSound = uint256(price) + quantity == 1000;
        // solhint-disable-next-line avoid-low-level-calls
        (bool taken, ) = address(_quotations).call(abi.encodeCall(Quotations.request, (r)));
        assert(taken == isSound);
    }

    function _weights(uint16 price, uint16 quantity) private pure returns (Criterion[] memory criteria) {
        criteria = new Criterion[](2);
        (criteria[0], criteria[1]) = (Criterion("price", price), Criterion("quantity", quantity));
    }

    function _request(
        Criterion[] memory criteria,
        uint48 bidsUntilS,
        uint48 revealsUntilS,
        uint48 awardUntilS
    ) private pure returns (QuotationRequest memory r) {
        (r.item, r.quantityMilli, r.currency, r.criteria) = ("steel", 1000, "USD", criteria);
        (r.bidsUntilS, r.revealsUntilS, r.awardUntilS) = (bidsUntilS, revealsUntilS, awardUntilS);
        (r.conditions, r.invited) = (new Condition[](0), new address[](0));
    }
}
