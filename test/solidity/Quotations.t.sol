// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Negotiation} from "../../contracts/Negotiation.sol";
import {Quotations} from "../../contracts/Quotations.sol";
import {IMembership} from "../../contracts/interfaces/IMembership.sol";
import {Condition} from "../../contracts/types/Deals.sol";
import {Criterion, QuotationRequest, QuotationState} from "../../contracts/types/Quotations.sol";
import {vm} from "./support/Vm.sol";

contract QuotationsTest {
    uint48 private constant START_S = 1_000_000_000;
    address private constant SUPPLIER = address(0x5e11);
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

    /// Phases follow each other without a gap, and each step is taken in its phase alone.
    function testFuzz_StepsKeepToTheirPhases(uint16[3] calldata lengths, uint32 afterS) external {
        uint48 bidsUntilS = START_S + lengths[0];
        uint48 revealsUntilS = bidsUntilS + 1 + lengths[1];
        uint48 awardUntilS = revealsUntilS + 1 + lengths[2];
        bytes32 id = _quotations.request(_request(_weights(400, 600), bidsUntilS, revealsUntilS, awardUntilS));
        vm.prank(SUPPLIER);
        _quotations.commit(id, "bid");

        uint48 nowS = START_S + (afterS % (3 + uint48(lengths[0]) + lengths[1] + lengths[2]));
        vm.warp(nowS);
        bool isBidding = nowS <= bidsUntilS;
        bool isRevealing = !isBidding && nowS <= revealsUntilS;
        bool isOver = nowS > awardUntilS;
        QuotationState expected =
            isBidding
                ? QuotationState.Bidding
                : isRevealing
                    ? QuotationState.Revealing
                    : isOver
                        ? QuotationState.Expired
                        : QuotationState.Deciding;
        assert(_quotations.stateOf(id) == expected);
        assert(_isTaken(SUPPLIER, abi.encodeCall(Quotations.reveal, (id, "ciphertext"))) == isRevealing);
        assert(_isTaken(SUPPLIER, abi.encodeCall(Quotations.commit, (id, "better"))) == isBidding);
        assert(_isTaken(SUPPLIER, abi.encodeCall(Quotations.withdrawBid, (id))) == isBidding);
        assert(_isTaken(address(this), abi.encodeCall(Quotations.cancel, (id))) == !isOver);
    }

    /// Exactly the weights that sum to 1000 are taken, whatever they are.
    function testFuzz_WeightsSumToThousand(uint16 price, uint16 quantity, bool isMended) external {
        if (isMended) (price, quantity) = (price % 1001, 1000 - (price % 1001));
        QuotationRequest memory r = _request(_weights(price, quantity), START_S, START_S + 1, START_S + 2);
        bool isSound = uint256(price) + quantity == 1000;
        assert(_isTaken(address(this), abi.encodeCall(Quotations.request, (r))) == isSound);
    }

    function _isTaken(address from, bytes memory data) private returns (bool taken) {
        vm.prank(from);
        // solhint-disable-next-line avoid-low-level-calls
        (taken, ) = address(_quotations).call(data);
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
