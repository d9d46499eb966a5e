// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NegotiationInfo, NegotiationState} from "../../contracts/types/Deals.sol";
import {NegotiationHandler} from "./support/NegotiationHandler.sol";

/// What must always hold of `Negotiation`, driven by `NegotiationHandler`.
contract NegotiationTest {
    uint8 private constant BUYER = 1;
    uint8 private constant SELLER = 2;

    NegotiationHandler private _handler;

    function setUp() external {
        _handler = new NegotiationHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: deals are made, steps are refused, and all agrees.
    function test_TheHandlerComesFar() external {
        uint256 deals;
        uint256[2] memory rounds;
        for (uint256 run = 0; run < 12; ++run) {
            _handler = new NegotiationHandler();
            for (uint256 i = 0; i < 60; ++i) {
                bytes32 dice = keccak256(abi.encode(run, i));
                _handler.step(
                    uint8(dice[0]),
                    uint8(dice[1]),
                    uint8(dice[2]),
                    uint16(bytes2(dice)) % 4000,
                    uint8(dice[4])
                );
                _handler.bringAgain(uint8(dice[5]));
                if (i % 8 == 7) _handler.wait(uint16(uint8(dice[6])));
                if (i % 20 == 19) _handler.expire(uint8(dice[7]));
                if (i % 8 == 5) _handler.expel(uint8(dice[8]));
            }
            deals += _handler.accepted();
            for (uint256 i = 0; i < 2; ++i) rounds[i] += _handler.proposed(i);
            assert(_handler.refused() > 10);
            this.invariant_NothingElseGoesThrough();
            this.invariant_NobodyIsBoundToWhatTheyDidNotSign();
        }
        assert(deals > 2 && rounds[0] > 8 && rounds[1] > 8);
    }

    /// Each step goes through if and only if the books say that it is due and rightly signed, and leaves what they say.
    function invariant_NothingElseGoesThrough() external view {
        assert(!_handler.broken());
        for (uint8 i = 0; i < _handler.NEGOTIATIONS(); ++i) {
            bytes32 id = _handler.idOf(i);
            NegotiationHandler.Book memory b = _handler.bookOf(i);
            NegotiationInfo memory n = _handler.negotiations().negotiationOf(id);
            assert(_handler.negotiations().stateOf(id) == b.state);
            assert(n.round == b.round && n.termsHash == b.termsHash && n.head == b.head);
            assert(b.round == 0 || n.buyerProposedLast == (b.proposer == BUYER));
        }
    }

    /// A deal's terms were signed by the keys of both parties, for its last round.
    function invariant_NobodyIsBoundToWhatTheyDidNotSign() external view {
        for (uint8 i = 0; i < _handler.NEGOTIATIONS(); ++i) {
            NegotiationInfo memory n = _handler.negotiations().negotiationOf(_handler.idOf(i));
            if (n.state != NegotiationState.Accepted) continue;
            assert(_handler.signed(BUYER, i, n.round, n.termsHash));
            assert(_handler.signed(SELLER, i, n.round, n.termsHash));
        }
    }
}
