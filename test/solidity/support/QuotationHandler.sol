// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Negotiation} from "../../../contracts/Negotiation.sol";
import {Quotations} from "../../../contracts/Quotations.sol";
import {IMembership} from "../../../contracts/interfaces/IMembership.sol";
import {Note, Opening, Proposal, SealedProposal, Terms} from "../../../contracts/types/Deals.sol";
import {Criterion, QuotationRequest, QuotationState} from "../../../contracts/types/Quotations.sol";
import {vm} from "./Vm.sol";

/// A buyer, three suppliers and an outsider who take every step on public and sealed requests and tenders at any time, in
/// each other's name and with each other's signatures; members are expelled and come back. Books of its own say what must have
/// come of it. `broken` tells that something went through that must not, or that something permitted did not.
contract QuotationHandler {
    /// A request as it must stand.
    struct Asked {
        bytes32 id;
        bool isTender;
        bool isSealed;
        uint48 bidsUntilS;
        uint48 revealsUntilS;
        uint48 awardUntilS;
        QuotationState ended;
        uint8 awarded;
    }

    /// A bid as it must stand. The price says what is in the proposal, see `_termsOf` and `_expiryOf`.
    struct Placed {
        bool stands;
        uint8 reveals;
        uint8 price;
        uint48 committedAtS;
    }

    /// What came of the negotiation before the award: nothing, the supplier's proposal of a price, or anything else.
    enum Talk {
        None,
        Proposed,
        Otherwise
    }

    uint8 public constant BUYER = 1;
    uint8 public constant FIRST_SUPPLIER = 2;
    /// Invited by nobody: it bids in tenders alone.
    uint8 public constant LAST_SUPPLIER = 4;
    uint8 private constant OUTSIDER = 5;
    uint48 private constant PHASE_S = 30;
    uint256 private constant MOST_REQUESTS = 12;

    Negotiation public immutable negotiations;
    Quotations public immutable quotations;

    bool public broken;
    /// Bids, bids in the place of others, withdrawals, reveals, open reveals, awards, sealed ones, awards of what was
    /// opened before, cancellations.
    uint256[9] public done;
    uint256 public refused;

    Asked[] private _asked;
    mapping(uint256 index => mapping(uint8 who => Placed)) private _bids;
    mapping(uint256 index => mapping(uint8 who => Talk)) private _talks;
    mapping(uint256 index => mapping(uint8 who => uint8 price)) private _proposed;
    mapping(address account => bool) private _isMember;

    constructor() {
        vm.warp(1_000_000);
        negotiations = new Negotiation(IMembership(address(this)));
        quotations = new Quotations(IMembership(address(this)), negotiations);
        for (uint8 who = BUYER; who <= LAST_SUPPLIER; ++who) _isMember[vm.addr(who)] = true;
    }

    /// What both contracts ask `Membership`.
    function isMember(address account) external view returns (bool) {
        return _isMember[account];
    }

    function asked() external view returns (Asked[] memory) {
        return _asked;
    }

    function bidOf(uint256 index, uint8 who) external view returns (Placed memory) {
        return _bids[index][who];
    }

    function isUntouched(uint256 index, uint8 who) external view returns (bool) {
        return _talks[index][who] == Talk.None;
    }

    function stateOf(uint256 index) public view returns (QuotationState) {
        Asked storage a = _asked[index];
        // An award of what nobody accepted in time is none.
        bool isLost = a.ended == QuotationState.Awarded && block.timestamp <= a.awardUntilS;
        isLost = isLost && block.timestamp > _expiryOf(index, _bids[index][a.awarded].price);
        if (a.ended != QuotationState.Bidding && !isLost) return a.ended;
        if (block.timestamp <= a.bidsUntilS) return QuotationState.Bidding;
        if (block.timestamp <= a.revealsUntilS) return QuotationState.Revealing;
        return block.timestamp <= a.awardUntilS ? QuotationState.Deciding : QuotationState.Expired;
    }

    function commitmentOf(uint256 index, uint8 who, uint8 price) public view returns (bytes32) {
        if (!_asked[index].isSealed) return _digestOfPublic(index, who, price);
        bytes32 negotiation = quotations.negotiationOf(_asked[index].id, vm.addr(who));
        return negotiations.digestOfSealed(negotiation, _sealed(index, who, who, price, 1));
    }

    /// Mostly of the first two suppliers, and of a tender.
    function ask(uint8 dice) external {
        if (_asked.length == MOST_REQUESTS) return;
        QuotationRequest memory r;
        (r.item, r.quantityMilli, r.currency, r.salt) = ("steel", 1000, "USD", bytes32(_asked.length));
        r.criteria = new Criterion[](1);
        r.criteria[0] = Criterion("price", 1000);
        (r.isSealed, r.invited) = (dice % 2 == 1, new address[]((dice / 2) % 2 == 0 ? 0 : 2));
        uint8 second = dice / 4 == 0 ? OUTSIDER : FIRST_SUPPLIER + 1;
        if (r.invited.length != 0) (r.invited[0], r.invited[1]) = (vm.addr(FIRST_SUPPLIER), vm.addr(second));
        r.bidsUntilS = uint48(block.timestamp) + PHASE_S;
        (r.revealsUntilS, r.awardUntilS) = (r.bidsUntilS + PHASE_S, r.bidsUntilS + 2 * PHASE_S);

        bool isInvitable = r.invited.length == 0 || (_mayDeal(FIRST_SUPPLIER) && _mayDeal(second));
        bytes32 id = quotations.idOf(vm.addr(BUYER), r);
        if (!_take(BUYER, abi.encodeCall(Quotations.request, (r)), _mayDeal(BUYER) && isInvitable)) return;
        Asked memory a;
        (a.id, a.isTender, a.isSealed, a.ended) = (id, r.invited.length == 0, r.isSealed, QuotationState.Bidding);
        (a.bidsUntilS, a.revealsUntilS, a.awardUntilS) = (r.bidsUntilS, r.revealsUntilS, r.awardUntilS);
        _asked.push(a);
    }

    function commit(uint8 back, uint8 dice, uint8 price) external {
        (uint256 index, uint8 who) = (_recent(back), _anybody(dice));
        if (_asked.length == 0) return;
        bool isNothing = price == 255;
        bytes32 commitment = isNothing ? bytes32(0) : commitmentOf(index, who, price);
        bool isAsked = who != BUYER && (_asked[index].isTender || who < LAST_SUPPLIER);
        bool allowed = stateOf(index) == QuotationState.Bidding && _mayDeal(who) && isAsked && !isNothing;
        if (!_take(who, abi.encodeCall(Quotations.commit, (_asked[index].id, commitment)), allowed)) return;
        ++done[_bids[index][who].stands ? 1 : 0];
        _bids[index][who] = Placed(true, 0, price, uint48(block.timestamp));
    }

    function withdrawBid(uint8 back, uint8 dice) external {
        (uint256 index, uint8 who) = (_recent(back), _anybody(dice));
        if (_asked.length == 0) return;
        bool allowed = stateOf(index) == QuotationState.Bidding && _bids[index][who].stands;
        if (!_take(who, abi.encodeCall(Quotations.withdrawBid, (_asked[index].id)), allowed)) return;
        delete _bids[index][who];
        ++done[2];
    }

    function reveal(uint8 back, uint8 dice) external {
        (uint256 index, uint8 who) = (_recent(back), _anybody(dice));
        if (_asked.length == 0) return;
        bool allowed = stateOf(index) == QuotationState.Revealing && _mayReveal(index, who);
        if (!_take(who, abi.encodeCall(Quotations.reveal, (_asked[index].id, "ciphertext")), allowed)) return;
        ++_bids[index][who].reveals;
        ++done[3];
    }

    /// @param fault 1: another price; 2: another's proposal; 3: another's signature.
    function revealOpenly(uint8 back, uint8 dice, uint8 price, uint8 fault) external {
        (uint256 index, uint8 who) = (_recent(back), _anybody(dice));
        if (_asked.length == 0) return;
        Placed memory b = _bids[index][who];
        if (fault % 8 != 1) price = b.price;
        uint8 proposer = fault % 8 == 2 ? _other(who) : who;
        uint8 signer = fault % 8 == 3 ? _other(who) : who;
        bool isBid = _mayReveal(index, who) && price == b.price && proposer == who && signer == who;
        bool allowed = stateOf(index) == QuotationState.Revealing && !_asked[index].isSealed && isBid;
        bytes memory signature = _sign(signer, _digestOfPublic(index, who, price));
        Proposal memory proposal = _public(index, who, proposer, price, 1);
        if (!_take(who, abi.encodeCall(Quotations.revealOpenly, (_asked[index].id, proposal, signature)), allowed))
            return;
        ++_bids[index][who].reveals;
        ++done[4];
    }

    /// @param fault 1: another price; 2: by another; 3: another's signature; 4: of the other mode.
    function award(uint8 back, uint8 dice, uint8 price, uint8 fault) external {
        (uint256 index, uint8 who) = (_recent(back), _anybody(dice));
        if (_asked.length == 0) return;
        if (fault % 8 != 1) price = _bids[index][who].price;
        uint8 signer = fault % 8 == 3 ? _other(who) : who;
        bool isSealed = _asked[index].isSealed != (fault % 8 == 4);
        bool allowed = _mayAward(index, who, price, signer) && fault % 8 != 2 && fault % 8 != 4;
        bytes memory signature = _sign(signer, commitmentOf(index, who, price));
        bytes memory call =
            isSealed
                ? abi.encodeCall(
                    Quotations.awardSealed,
                    (_asked[index].id, _sealed(index, who, who, price, 1), signature)
                )
                : abi.encodeCall(Quotations.award, (_asked[index].id, _public(index, who, who, price, 1), signature));
        if (!_take(fault % 8 == 2 ? FIRST_SUPPLIER : BUYER, call, allowed)) return;
        (_asked[index].ended, _asked[index].awarded) = (QuotationState.Awarded, who);
        ++done[isSealed ? 6 : 5];
        if (_talks[index][who] != Talk.None) ++done[7];
    }

    function cancel(uint8 back, uint8 dice) external {
        uint256 index = _recent(back);
        if (_asked.length == 0 || dice % 4 != 0) return;
        uint8 who = dice % 16 == 0 ? _anybody(dice) : BUYER;
        QuotationState state = stateOf(index);
        bool isOpen =
            state == QuotationState.Bidding || state == QuotationState.Revealing || state == QuotationState.Deciding;
        if (!_take(who, abi.encodeCall(Quotations.cancel, (_asked[index].id)), isOpen && who == BUYER)) return;
        _asked[index].ended = QuotationState.Cancelled;
        ++done[8];
    }

    /// Whoever has a signed proposal opens the negotiation before the award, or goes on in it: the supplier's bid or another
    /// proposal, or the buyer's of the very same terms. What `Negotiation` takes of it is not this handler's to say.
    function talk(uint8 back, uint8 dice, uint8 price, bool isBuyers) external {
        uint256 index = _recent(back);
        if (_asked.length == 0 || stateOf(index) == QuotationState.Awarded || dice % 3 != 0) return;
        uint8 who = FIRST_SUPPLIER + (dice % 2);
        if (price % 4 != 0) price = _bids[index][who].price;
        uint8 proposer = isBuyers ? BUYER : who;
        uint32 round = _talks[index][who] == Talk.None ? 1 : 2;
        if (!_propose(index, who, proposer, price, round)) return;
        _talks[index][who] = round == 1 && !isBuyers ? Talk.Proposed : Talk.Otherwise;
        _proposed[index][who] = price;
    }

    /// Expels a member, or admits it again.
    function expel(uint8 dice) external {
        if (dice % 4 != 0) return;
        address account = vm.addr(BUYER + ((dice / 4) % LAST_SUPPLIER));
        _isMember[account] = !_isMember[account];
    }

    function wait(uint8 timeS) external {
        vm.warp(block.timestamp + (timeS % PHASE_S));
    }

    function _mayReveal(uint256 index, uint8 who) private view returns (bool) {
        return _bids[index][who].stands && _bids[index][who].reveals < 4;
    }

    function _mayAward(uint256 index, uint8 who, uint8 price, uint8 signer) private view returns (bool) {
        QuotationState state = stateOf(index);
        if (state != QuotationState.Revealing && state != QuotationState.Deciding) return false;
        Placed storage b = _bids[index][who];
        if (!b.stands || b.price != price || block.timestamp > _expiryOf(index, price)) return false;
        if (_talks[index][who] != Talk.None)
            return _talks[index][who] == Talk.Proposed && _proposed[index][who] == price;
        bool isSound = _asked[index].isSealed || _termsOf(who, price).quantityMilli != 0;
        return isSound && signer == who && _mayDeal(BUYER) && _mayDeal(who);
    }

    function _propose(
        uint256 index,
        uint8 who,
        uint8 proposer,
        uint8 price,
        uint32 round
    ) private returns (bool taken) {
        bool isSealed = _asked[index].isSealed;
        bytes32 negotiation = quotations.negotiationOf(_asked[index].id, vm.addr(who));
        Opening memory o = Opening(vm.addr(BUYER), vm.addr(who), isSealed, _asked[index].id);
        bytes memory call;
        if (isSealed) {
            SealedProposal memory p = _sealed(index, who, proposer, price, round);
            bytes memory signature = _sign(proposer, negotiations.digestOfSealed(negotiation, p));
            call =
                round == 1
                    ? abi.encodeCall(Negotiation.offerSealed, (o, p, signature))
                    : abi.encodeCall(Negotiation.counterOfferSealed, (negotiation, p, signature));
        } else {
            Proposal memory p = _public(index, who, proposer, price, round);
            bytes memory signature = _sign(proposer, negotiations.digestOf(negotiation, p));
            call =
                round == 1
                    ? abi.encodeCall(Negotiation.offer, (o, p, signature))
                    : abi.encodeCall(Negotiation.counterOffer, (negotiation, p, signature));
        }
        // solhint-disable-next-line avoid-low-level-calls
        (taken, ) = address(negotiations).call(call);
    }

    function _take(uint8 who, bytes memory call, bool allowed) private returns (bool taken) {
        vm.prank(vm.addr(who));
        // solhint-disable-next-line avoid-low-level-calls
        (taken, ) = address(quotations).call(call);
        if (taken != allowed) broken = true;
        if (!taken) ++refused;
    }

    /// Mostly the last request.
    function _recent(uint8 back) private view returns (uint256) {
        uint256 count = _asked.length;
        return count < 2 || back % 4 != 0 ? (count == 0 ? 0 : count - 1) : count - 2;
    }

    /// Mostly a supplier.
    function _anybody(uint8 dice) private pure returns (uint8) {
        uint8 rest = dice % 11;
        if (rest == 10) return OUTSIDER;
        return rest == 9 ? BUYER : FIRST_SUPPLIER + (rest % 3);
    }

    function _other(uint8 who) private pure returns (uint8) {
        return who == FIRST_SUPPLIER ? FIRST_SUPPLIER + 1 : FIRST_SUPPLIER;
    }

    function _mayDeal(uint8 who) private view returns (bool) {
        return _isMember[vm.addr(who)];
    }

    /// Some cannot be awarded to the last, since nobody could accept them any more.
    function _expiryOf(uint256 index, uint8 price) private view returns (uint48) {
        return price % 8 == 7 ? _asked[index].revealsUntilS : _asked[index].awardUntilS + PHASE_S;
    }

    /// Some ask for nothing, which a public negotiation does not take, and of a sealed one nobody sees.
    function _termsOf(uint8 who, uint8 price) private pure returns (Terms memory t) {
        (t.buyer, t.seller, t.item, t.currency) = (vm.addr(BUYER), vm.addr(who), "steel", "USD");
        (t.priceMicro, t.quantityMilli) = (price, price % 8 == 6 ? 0 : 1000);
    }

    function _public(
        uint256 index,
        uint8 who,
        uint8 proposer,
        uint8 price,
        uint32 round
    ) private view returns (Proposal memory) {
        return Proposal(vm.addr(proposer), round, _expiryOf(index, price), _termsOf(who, price), Note("", 0));
    }

    function _sealed(
        uint256 index,
        uint8 who,
        uint8 proposer,
        uint8 price,
        uint32 round
    ) private view returns (SealedProposal memory) {
        bytes32 termsHash = negotiations.hashTerms(_termsOf(who, price));
        return SealedProposal(vm.addr(proposer), round, _expiryOf(index, price), termsHash, 0, "ciphertext");
    }

    function _digestOfPublic(uint256 index, uint8 who, uint8 price) private view returns (bytes32) {
        bytes32 negotiation = quotations.negotiationOf(_asked[index].id, vm.addr(who));
        return negotiations.digestOf(negotiation, _public(index, who, who, price, 1));
    }

    function _sign(uint8 key, bytes32 digest) private pure returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, digest);
        return abi.encodePacked(r, s, v);
    }
}
