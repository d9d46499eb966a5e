// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {INegotiation} from "./interfaces/INegotiation.sol";
import {ConditionCheck} from "./libraries/ConditionCheck.sol";
import {PartySignature} from "./libraries/PartySignature.sol";
import {TermsHash} from "./libraries/TermsHash.sol";
import {NegotiationInfo, NegotiationState, Note, Opening, Proposal, SealedProposal, Terms} from "./types/Deals.sol";

/// @title Negotiation
/// @notice See `INegotiation`.
contract Negotiation is INegotiation, EIP712 {
    using TermsHash for Terms;
    using TermsHash for Note;

    bytes32 private constant PROPOSAL_TYPEHASH = keccak256(
        "Proposal(bytes32 negotiation,uint32 round,uint48 expiresAtS,Terms terms,Note note,bytes ciphertext)"
        "Condition(bytes32 field,int64 minMilli,int64 maxMilli)"
        "Note(string text,bytes32 salt)"
        "Terms(address buyer,address seller,string item,uint128 priceMicro,uint64 quantityMilli,string currency,"
        "Condition[] conditions,string target,bytes32 salt)"
    );
    bytes32 private constant ACCEPTANCE_TYPEHASH = keccak256(
        "Acceptance(bytes32 negotiation,uint32 round,Terms terms)"
        "Condition(bytes32 field,int64 minMilli,int64 maxMilli)"
        "Terms(address buyer,address seller,string item,uint128 priceMicro,uint64 quantityMilli,string currency,"
        "Condition[] conditions,string target,bytes32 salt)"
    );
    bytes32 private constant REJECTION_TYPEHASH = keccak256("Rejection(bytes32 negotiation,uint32 round)");
    bytes32 private constant WITHDRAWAL_TYPEHASH = keccak256("Withdrawal(bytes32 negotiation,uint32 round)");
    bytes32 private constant NO_CIPHERTEXT = keccak256("");
    /// @dev Stands for the time of the first round, which `_open` leaves to the proposal that follows it at once.
    uint48 private constant NO_ROUND_YET = type(uint48).max;

    /// @inheritdoc INegotiation
    uint256 public constant MAX_TEXT_BYTES = 1024;
    /// @inheritdoc INegotiation
    uint256 public constant MAX_CIPHERTEXT_BYTES = 16_384;

    /// @inheritdoc INegotiation
    IMembership public immutable MEMBERSHIP;

    mapping(bytes32 id => NegotiationInfo) private _negotiations;

    constructor(IMembership membership) EIP712("Wattproof Negotiation", "1") {
        MEMBERSHIP = membership;
    }

    /// @inheritdoc INegotiation
    function offer(
        Opening calldata opening,
        Proposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation) {
        negotiation = _open(opening);
        _propose(negotiation, proposal, signature);
    }

    /// @inheritdoc INegotiation
    function offerSealed(
        Opening calldata opening,
        SealedProposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation) {
        negotiation = _open(opening);
        _proposeSealed(negotiation, proposal, signature);
    }

    /// @inheritdoc INegotiation
    function counterOffer(bytes32 negotiation, Proposal calldata proposal, bytes calldata signature) external {
        _propose(negotiation, proposal, signature);
    }

    /// @inheritdoc INegotiation
    function counterOfferSealed(
        bytes32 negotiation,
        SealedProposal calldata proposal,
        bytes calldata signature
    ) external {
        _proposeSealed(negotiation, proposal, signature);
    }

    /// @inheritdoc INegotiation
    function accept(bytes32 negotiation, uint32 round, bytes32 termsHash, bytes calldata signature) external {
        NegotiationInfo storage n = _requireLastRound(negotiation, round);
        require(n.termsHash == termsHash, NegotiationTermsChanged(negotiation, n.termsHash, termsHash));
        (address from, address by) = _lastSides(n);
        _requireMember(by);
        bytes32 structHash = keccak256(abi.encode(ACCEPTANCE_TYPEHASH, negotiation, round, termsHash));
        bytes32 digest = _requireSigned(negotiation, by, structHash, signature);

        _end(n, NegotiationState.Accepted, digest, by);
        emit ProposalAccepted(negotiation, by, from, round, termsHash);
    }

    /// @inheritdoc INegotiation
    function reject(bytes32 negotiation, uint32 round, bytes calldata signature) external {
        NegotiationInfo storage n = _requireLastRound(negotiation, round);
        (address from, address by) = _lastSides(n);
        bytes32 structHash = keccak256(abi.encode(REJECTION_TYPEHASH, negotiation, round));
        bytes32 digest = _requireSigned(negotiation, by, structHash, signature);

        _end(n, NegotiationState.Rejected, digest, by);
        emit NegotiationRejected(negotiation, by, from, round);
    }

    /// @inheritdoc INegotiation
    function withdraw(bytes32 negotiation, uint32 round, bytes calldata signature) external {
        NegotiationInfo storage n = _requireLastRound(negotiation, round);
        (address by, address to) = _lastSides(n);
        bytes32 structHash = keccak256(abi.encode(WITHDRAWAL_TYPEHASH, negotiation, round));
        bytes32 digest = _requireSigned(negotiation, by, structHash, signature);

        _end(n, NegotiationState.Withdrawn, digest, by);
        emit NegotiationWithdrawn(negotiation, by, to, round);
    }

    /// @inheritdoc INegotiation
    function expire(bytes32 negotiation) external {
        NegotiationInfo storage n = _negotiations[negotiation];
        require(n.state == NegotiationState.Open, NegotiationNotOpen(negotiation, n.state));
        require(block.timestamp > n.expiresAtS, NegotiationNotExpired(negotiation, n.expiresAtS));

        (n.state, n.changedAtS) = (NegotiationState.Expired, uint48(block.timestamp));
        emit NegotiationExpired(negotiation, n.buyer, n.seller, n.round);
    }

    /// @inheritdoc INegotiation
    function negotiationOf(bytes32 negotiation) external view returns (NegotiationInfo memory) {
        return _negotiations[negotiation];
    }

    /// @inheritdoc INegotiation
    function stateOf(bytes32 negotiation) public view returns (NegotiationState) {
        NegotiationInfo storage n = _negotiations[negotiation];
        bool isOver = n.state == NegotiationState.Open && block.timestamp > n.expiresAtS;
        return isOver ? NegotiationState.Expired : n.state;
    }

    /// @inheritdoc INegotiation
    function idOf(Opening calldata opening) public view returns (bytes32 negotiation) {
        return keccak256(abi.encode(block.chainid, address(this), opening));
    }

    /// @inheritdoc INegotiation
    function hashTerms(Terms calldata terms) external pure returns (bytes32) {
        return terms.hash();
    }

    /// @inheritdoc INegotiation
    function digestOf(bytes32 negotiation, Proposal calldata p) external view returns (bytes32) {
        return _hashTypedDataV4(_hashPublic(negotiation, p, p.terms.hash()));
    }

    /// @inheritdoc INegotiation
    function digestOfSealed(bytes32 negotiation, SealedProposal calldata p) external view returns (bytes32) {
        return _hashTypedDataV4(_hashSealed(negotiation, p));
    }

    /// @dev Its first round has to follow at once.
    function _open(Opening calldata opening) private returns (bytes32 negotiation) {
        negotiation = idOf(opening);
        NegotiationInfo storage n = _negotiations[negotiation];
        require(n.state == NegotiationState.None, NegotiationAlreadyOpened(negotiation));
        require(opening.buyer != opening.seller, NegotiationSameParty(opening.buyer));
        _requireMember(opening.buyer);
        _requireMember(opening.seller);

        (n.buyer, n.seller) = (opening.buyer, opening.seller);
        (n.state, n.isSealed) = (NegotiationState.Open, opening.isSealed);
        n.expiresAtS = NO_ROUND_YET;
        emit NegotiationOpened(negotiation, opening.buyer, opening.seller, opening.isSealed, opening.salt);
    }

    function _propose(bytes32 negotiation, Proposal calldata p, bytes calldata signature) private {
        NegotiationInfo storage n = _requireNextRound(negotiation, p.round, p.expiresAtS, false);
        _requireTerms(negotiation, n, p.terms);
        _requireShort(negotiation, bytes(p.note.text).length, MAX_TEXT_BYTES);
        address to = _otherParty(negotiation, n, p.proposer);
        _requireMember(p.proposer);
        bytes32 termsHash = p.terms.hash();
        bytes32 structHash = _hashPublic(negotiation, p, termsHash);
        bytes32 digest = _requireSigned(negotiation, p.proposer, structHash, signature);

        _step(n, p.proposer, p.round, p.expiresAtS, termsHash, digest);
        emit ProposalMade(negotiation, p.proposer, to, p.round, termsHash, p.expiresAtS, p.terms, p.note);
    }

    function _proposeSealed(bytes32 negotiation, SealedProposal calldata p, bytes calldata signature) private {
        NegotiationInfo storage n = _requireNextRound(negotiation, p.round, p.expiresAtS, true);
        _requireShort(negotiation, p.ciphertext.length, MAX_CIPHERTEXT_BYTES);
        address to = _otherParty(negotiation, n, p.proposer);
        _requireMember(p.proposer);
        bytes32 digest = _requireSigned(negotiation, p.proposer, _hashSealed(negotiation, p), signature);

        _step(n, p.proposer, p.round, p.expiresAtS, p.termsHash, digest);
        emit SealedProposalMade(
            negotiation,
            p.proposer,
            to,
            p.round,
            p.termsHash,
            p.noteHash,
            p.expiresAtS,
            p.ciphertext
        );
    }

    function _step(
        NegotiationInfo storage n,
        address proposer,
        uint32 round,
        uint48 expiresAtS,
        bytes32 termsHash,
        bytes32 digest
    ) private {
        (n.round, n.buyerProposedLast) = (round, proposer == n.buyer);
        (n.expiresAtS, n.changedAtS) = (expiresAtS, uint48(block.timestamp));
        n.termsHash = termsHash;
        n.head = keccak256(abi.encode(n.head, digest, proposer));
    }

    function _end(NegotiationInfo storage n, NegotiationState state, bytes32 digest, address by) private {
        (n.state, n.changedAtS) = (state, uint48(block.timestamp));
        n.head = keccak256(abi.encode(n.head, digest, by));
    }

    /// @dev Of whoever binds itself; whoever was expelled may still reject and withdraw.
    function _requireMember(address account) private view {
        require(MEMBERSHIP.isMember(account), NegotiationNotMember(account));
    }

    function _requireOpen(bytes32 negotiation) private view returns (NegotiationInfo storage n) {
        NegotiationState state = stateOf(negotiation);
        require(state == NegotiationState.Open, NegotiationNotOpen(negotiation, state));
        return _negotiations[negotiation];
    }

    /// @dev Where the round is not the last, the other side did not see what it would accept, reject or withdraw.
    function _requireLastRound(bytes32 negotiation, uint32 round) private view returns (NegotiationInfo storage n) {
        n = _requireOpen(negotiation);
        require(round == n.round, NegotiationUnexpectedRound(negotiation, n.round, round));
    }

    function _requireNextRound(
        bytes32 negotiation,
        uint32 round,
        uint48 expiresAtS,
        bool isSealed
    ) private view returns (NegotiationInfo storage n) {
        n = _requireOpen(negotiation);
        require(n.isSealed == isSealed, NegotiationWrongMode(negotiation, n.isSealed));
        require(round == n.round + 1, NegotiationUnexpectedRound(negotiation, n.round + 1, round));
        require(block.timestamp <= expiresAtS, NegotiationProposalExpired(negotiation, expiresAtS));
    }

    function _requireTerms(bytes32 negotiation, NegotiationInfo storage n, Terms calldata t) private view {
        bool isComplete = t.quantityMilli != 0 && bytes(t.item).length != 0 && bytes(t.currency).length != 0;
        require(isComplete && t.buyer == n.buyer && t.seller == n.seller, NegotiationInvalidTerms(negotiation));
        uint256 textBytes = bytes(t.item).length + bytes(t.currency).length + bytes(t.target).length;
        _requireShort(negotiation, textBytes, MAX_TEXT_BYTES);
        ConditionCheck.requireSound(t.conditions);
    }

    function _requireShort(bytes32 negotiation, uint256 length, uint256 maximum) private pure {
        require(length <= maximum, NegotiationTooLong(negotiation, length, maximum));
    }

    function _requireSigned(
        bytes32 negotiation,
        address party,
        bytes32 structHash,
        bytes calldata signature
    ) private view returns (bytes32 digest) {
        digest = _hashTypedDataV4(structHash);
        require(PartySignature.isSigned(digest, party, signature), NegotiationInvalidSignature(negotiation, party));
    }

    function _otherParty(bytes32 negotiation, NegotiationInfo storage n, address party) private view returns (address) {
        if (party == n.buyer) return n.seller;
        require(party == n.seller, NegotiationNotParty(negotiation, party));
        return n.buyer;
    }

    function _lastSides(NegotiationInfo storage n) private view returns (address proposer, address other) {
        return n.buyerProposedLast ? (n.buyer, n.seller) : (n.seller, n.buyer);
    }

    function _hashPublic(bytes32 negotiation, Proposal calldata p, bytes32 termsHash) private pure returns (bytes32) {
        return _hash(negotiation, p.round, p.expiresAtS, termsHash, p.note.hash(), NO_CIPHERTEXT);
    }

    function _hashSealed(bytes32 negotiation, SealedProposal calldata p) private pure returns (bytes32) {
        return _hash(negotiation, p.round, p.expiresAtS, p.termsHash, p.noteHash, keccak256(p.ciphertext));
    }

    function _hash(
        bytes32 negotiation,
        uint32 round,
        uint48 expiresAtS,
        bytes32 termsHash,
        bytes32 noteHash,
        bytes32 ciphertextHash
    ) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(PROPOSAL_TYPEHASH, negotiation, round, expiresAtS, termsHash, noteHash, ciphertextHash)
            );
    }
}
