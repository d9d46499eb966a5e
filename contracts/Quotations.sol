// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMembership} from "./interfaces/IMembership.sol";
import {INegotiation} from "./interfaces/INegotiation.sol";
import {IQuotations} from "./interfaces/IQuotations.sol";
import {ConditionCheck} from "./libraries/ConditionCheck.sol";
import {PartySignature} from "./libraries/PartySignature.sol";
import {NegotiationState, Opening, Proposal, SealedProposal} from "./types/Deals.sol";
import {Bid, Criterion, QuotationInfo, QuotationRequest, QuotationState} from "./types/Quotations.sol";

/// @title Quotations
/// @notice See `IQuotations`.
contract Quotations is IQuotations {
    uint256 private constant ALL_WEIGHTS = 1000;

    /// @inheritdoc IQuotations
    uint256 public constant MAX_INVITED = 64;
    /// @inheritdoc IQuotations
    uint256 public constant MAX_BIDS = type(uint16).max;
    /// @inheritdoc IQuotations
    uint8 public constant MAX_REVEALS = 4;
    /// @inheritdoc IQuotations
    uint256 public constant MAX_TEXT_BYTES = 1024;
    /// @inheritdoc IQuotations
    uint256 public constant MAX_CIPHERTEXT_BYTES = 16_384;

    /// @inheritdoc IQuotations
    IMembership public immutable MEMBERSHIP;
    /// @inheritdoc IQuotations
    INegotiation public immutable NEGOTIATION;

    mapping(bytes32 id => QuotationInfo) private _quotations;
    mapping(bytes32 id => mapping(address supplier => bool)) private _invited;
    mapping(bytes32 id => mapping(address supplier => Bid)) private _bids;

    constructor(IMembership membership, INegotiation negotiation) {
        (MEMBERSHIP, NEGOTIATION) = (membership, negotiation);
    }

    /// @inheritdoc IQuotations
    function request(QuotationRequest calldata requested) external returns (bytes32 id) {
        _requireMember(msg.sender);
        _requireSound(requested);
        id = idOf(msg.sender, requested);
        QuotationInfo storage q = _quotations[id];
        require(q.buyer == address(0), QuotationsAlreadyRequested(id));

        (q.buyer, q.ended, q.bidsUntilS) = (msg.sender, QuotationState.Bidding, requested.bidsUntilS);
        (q.isTender, q.isSealed) = (requested.invited.length == 0, requested.isSealed);
        (q.revealsUntilS, q.awardUntilS) = (requested.revealsUntilS, requested.awardUntilS);
        emit QuotationRequested(id, msg.sender, requested);
        for (uint256 i = 0; i < requested.invited.length; ++i) _invite(id, requested.invited[i]);
    }

    /// @inheritdoc IQuotations
    function commit(bytes32 id, bytes32 commitment) external {
        QuotationInfo storage q = _requireState(id, QuotationState.Bidding);
        _requireMember(msg.sender);
        require(msg.sender != q.buyer, QuotationsOwnRequest(id, msg.sender));
        require(isInvited(id, msg.sender), QuotationsNotInvited(id, msg.sender));
        require(commitment != 0, QuotationsNoCommitment(id));

        Bid storage bid = _bids[id][msg.sender];
        if (bid.commitment == 0) {
            require(q.bidCount < MAX_BIDS, QuotationsTooManyBids(id, MAX_BIDS));
            ++q.bidCount;
        }
        (bid.commitment, bid.committedAtS) = (commitment, uint48(block.timestamp));
        emit BidCommitted(id, msg.sender, q.buyer, commitment);
    }

    /// @inheritdoc IQuotations
    function withdrawBid(bytes32 id) external {
        QuotationInfo storage q = _requireState(id, QuotationState.Bidding);
        _requireBid(id, msg.sender);

        --q.bidCount;
        delete _bids[id][msg.sender];
        emit BidWithdrawn(id, msg.sender, q.buyer);
    }

    /// @inheritdoc IQuotations
    function reveal(bytes32 id, bytes calldata ciphertext) external {
        QuotationInfo storage q = _requireState(id, QuotationState.Revealing);
        Bid storage bid = _requireRevealable(id, msg.sender);
        _requireShort(ciphertext.length, MAX_CIPHERTEXT_BYTES);

        ++bid.reveals;
        emit BidRevealed(id, msg.sender, q.buyer, ciphertext);
    }

    /// @inheritdoc IQuotations
    function revealOpenly(bytes32 id, Proposal calldata proposal, bytes calldata signature) external {
        QuotationInfo storage q = _requireState(id, QuotationState.Revealing);
        require(!q.isSealed, QuotationsWrongMode(id, q.isSealed));
        Bid storage bid = _requireRevealable(id, msg.sender);
        require(proposal.proposer == msg.sender, QuotationsNotProposer(id, msg.sender, proposal.proposer));
        bytes32 digest = NEGOTIATION.digestOf(negotiationOf(id, msg.sender), proposal);
        _requireCommitted(id, msg.sender, digest);
        // The digest says neither who proposes nor that anybody signed it.
        require(PartySignature.isSigned(digest, msg.sender, signature), QuotationsInvalidSignature(id, msg.sender));

        ++bid.reveals;
        emit BidRevealedOpenly(id, msg.sender, q.buyer, proposal, signature);
    }

    /// @inheritdoc IQuotations
    function award(
        bytes32 id,
        Proposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation) {
        _requireAwardable(id, false);
        negotiation = negotiationOf(id, proposal.proposer);
        bytes32 digest = NEGOTIATION.digestOf(negotiation, proposal);

        if (_award(id, proposal.proposer, negotiation, digest)) return negotiation;
        NEGOTIATION.offer(_openingOf(id, proposal.proposer), proposal, signature);
    }

    /// @inheritdoc IQuotations
    function awardSealed(
        bytes32 id,
        SealedProposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation) {
        _requireAwardable(id, true);
        negotiation = negotiationOf(id, proposal.proposer);
        bytes32 digest = NEGOTIATION.digestOfSealed(negotiation, proposal);

        if (_award(id, proposal.proposer, negotiation, digest)) return negotiation;
        NEGOTIATION.offerSealed(_openingOf(id, proposal.proposer), proposal, signature);
    }

    /// @inheritdoc IQuotations
    function cancel(bytes32 id) external {
        QuotationInfo storage q = _quotations[id];
        QuotationState state = stateOf(id);
        require(
            state == QuotationState.Bidding || state == QuotationState.Revealing || state == QuotationState.Deciding,
            QuotationsUnexpectedState(id, state)
        );
        require(msg.sender == q.buyer, QuotationsNotBuyer(id, msg.sender));

        q.ended = QuotationState.Cancelled;
        emit QuotationCancelled(id, msg.sender);
    }

    /// @inheritdoc IQuotations
    function quotationOf(bytes32 id) external view returns (QuotationInfo memory) {
        return _quotations[id];
    }

    /// @inheritdoc IQuotations
    function bidOf(bytes32 id, address supplier) external view returns (Bid memory) {
        return _bids[id][supplier];
    }

    /// @inheritdoc IQuotations
    function stateOf(bytes32 id) public view returns (QuotationState) {
        QuotationInfo storage q = _quotations[id];
        bool isOver = q.ended != QuotationState.Bidding && !_isAwardLost(id, q);
        if (isOver || block.timestamp <= q.bidsUntilS) return q.ended;
        if (block.timestamp <= q.revealsUntilS) return QuotationState.Revealing;
        return block.timestamp <= q.awardUntilS ? QuotationState.Deciding : QuotationState.Expired;
    }

    /// @inheritdoc IQuotations
    function isInvited(bytes32 id, address supplier) public view returns (bool) {
        return _quotations[id].isTender || _invited[id][supplier];
    }

    /// @inheritdoc IQuotations
    function idOf(address buyer, QuotationRequest calldata requested) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), buyer, keccak256(abi.encode(requested))));
    }

    /// @inheritdoc IQuotations
    function negotiationOf(bytes32 id, address supplier) public view returns (bytes32) {
        return NEGOTIATION.idOf(_openingOf(id, supplier));
    }

    function _invite(bytes32 id, address supplier) private {
        require(supplier != msg.sender && !_invited[id][supplier], QuotationsInvalidInvitation(supplier));
        _requireMember(supplier);

        _invited[id][supplier] = true;
        emit SupplierInvited(id, supplier, msg.sender);
    }

    /// @dev Returns whether the negotiation is there already, at this very proposal: whoever has a signed proposal can open it,
    /// and must not be able to prevent the award by that.
    function _award(bytes32 id, address supplier, bytes32 negotiation, bytes32 digest) private returns (bool) {
        _requireBid(id, supplier);
        _requireCommitted(id, supplier, digest);
        NegotiationState state = NEGOTIATION.stateOf(negotiation);
        bool isOpen = state != NegotiationState.None;
        if (isOpen) {
            bytes32 firstRound = keccak256(abi.encode(bytes32(0), digest, supplier));
            bytes32 head = NEGOTIATION.negotiationOf(negotiation).head;
            require(
                state == NegotiationState.Open && head == firstRound,
                QuotationsNegotiatedOtherwise(id, negotiation)
            );
        }

        QuotationInfo storage q = _quotations[id];
        (q.ended, q.supplier) = (QuotationState.Awarded, supplier);
        emit QuotationAwarded(id, supplier, msg.sender, negotiation);
        return isOpen;
    }

    /// @dev The negotiation that an award opened ended without a deal, in time for another award.
    function _isAwardLost(bytes32 id, QuotationInfo storage q) private view returns (bool) {
        if (q.ended != QuotationState.Awarded || block.timestamp > q.awardUntilS) return false;
        NegotiationState state = NEGOTIATION.stateOf(negotiationOf(id, q.supplier));
        return state != NegotiationState.Open && state != NegotiationState.Accepted;
    }

    function _openingOf(bytes32 id, address supplier) private view returns (Opening memory) {
        QuotationInfo storage q = _quotations[id];
        return Opening(q.buyer, supplier, q.isSealed, id);
    }

    function _requireMember(address account) private view {
        require(MEMBERSHIP.isMember(account), QuotationsNotMember(account));
    }

    function _requireState(bytes32 id, QuotationState expected) private view returns (QuotationInfo storage) {
        QuotationState state = stateOf(id);
        require(state == expected, QuotationsUnexpectedState(id, state));
        return _quotations[id];
    }

    function _requireAwardable(bytes32 id, bool isSealed) private view {
        QuotationInfo storage q = _quotations[id];
        QuotationState state = stateOf(id);
        require(
            state == QuotationState.Revealing || state == QuotationState.Deciding,
            QuotationsUnexpectedState(id, state)
        );
        require(msg.sender == q.buyer, QuotationsNotBuyer(id, msg.sender));
        require(q.isSealed == isSealed, QuotationsWrongMode(id, q.isSealed));
    }

    function _requireBid(bytes32 id, address supplier) private view returns (Bid storage bid) {
        bid = _bids[id][supplier];
        require(bid.commitment != 0, QuotationsNoBid(id, supplier));
    }

    function _requireRevealable(bytes32 id, address supplier) private view returns (Bid storage bid) {
        bid = _requireBid(id, supplier);
        require(bid.reveals < MAX_REVEALS, QuotationsTooManyReveals(id, supplier, MAX_REVEALS));
    }

    function _requireCommitted(bytes32 id, address supplier, bytes32 digest) private view {
        bytes32 commitment = _bids[id][supplier].commitment;
        require(digest == commitment, QuotationsOtherBid(id, supplier, commitment, digest));
    }

    function _requireSound(QuotationRequest calldata r) private view {
        require(
            block.timestamp <= r.bidsUntilS && r.bidsUntilS < r.revealsUntilS && r.revealsUntilS < r.awardUntilS,
            QuotationsInvalidDeadlines(r.bidsUntilS, r.revealsUntilS, r.awardUntilS)
        );
        bool isComplete = r.quantityMilli != 0 && bytes(r.item).length != 0 && bytes(r.currency).length != 0;
        require(isComplete, QuotationsIncomplete());
        _requireShort(bytes(r.item).length + bytes(r.currency).length + bytes(r.target).length, MAX_TEXT_BYTES);
        require(r.invited.length <= MAX_INVITED, QuotationsTooManyInvited(r.invited.length, MAX_INVITED));
        ConditionCheck.requireSound(r.conditions);
        _requireWeighed(r.criteria);
    }

    /// @dev As many criteria as there are names at most, since none comes twice.
    function _requireWeighed(Criterion[] calldata criteria) private pure {
        uint256 sum;
        uint256 seen;
        for (uint256 i = 0; i < criteria.length; ++i) {
            bytes32 name = criteria[i].name;
            uint256 flag = _flagOf(name);
            require(flag != 0 && seen & flag == 0, QuotationsInvalidCriterion(name));
            seen |= flag;
            sum += criteria[i].weight;
        }
        require(sum == ALL_WEIGHTS, QuotationsInvalidWeights(sum));
    }

    function _flagOf(bytes32 name) private pure returns (uint256) {
        if (name == "price") return 1;
        if (name == "quantity") return 2;
        return name == "reputation" ? 4 : 0;
    }

    function _requireShort(uint256 length, uint256 maximum) private pure {
        require(length <= maximum, QuotationsTooLong(length, maximum));
    }
}
