// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Proposal, SealedProposal} from "../types/Deals.sol";
import {Bid, QuotationInfo, QuotationRequest, QuotationState} from "../types/Quotations.sol";
import {IMembership} from "./IMembership.sol";
import {INegotiation} from "./INegotiation.sol";

/// @title IQuotations
/// @notice A buyer asks invited suppliers, or in a tender any member, for quotations. Bids are committed first and revealed
/// afterwards, to the buyer alone or openly; an award opens a negotiation at the terms of the bid.
/// @dev A bid is the supplier's signed proposal for round 1 of the negotiation `NEGOTIATION.idOf(buyer, supplier, isSealed,
/// salt = request)`; its commitment is that proposal's digest. Must always hold:
/// 1. Nobody, the buyer included, learns a bid before `bidsUntilS`, unless its supplier tells: a digest hides terms whose salt
///    or note's salt is random.
/// 2. What is awarded is what was committed to in time. One award stands at most: another is possible, until `awardUntilS`, once
///    the negotiation that the one before it opened ended without a deal.
/// 3. Bids that are not awarded and were not revealed openly stay sealed.
/// 4. A supplier is not bound before it revealed its signature, and the buyer not before it accepts in the negotiation.
/// 5. A request's id is the hash of all that is in it, and `bidCount` is how many bids stand: who reads requests and bids from
///    events sees whether the node left one out or altered it.
/// An award needs the commitment and the proposal, not a reveal: who holds the signed proposal got it from its supplier, and
/// how does not matter. It is possible as soon as bids are closed: the contract compares nothing, the buyer answers for its
/// choice, which anyone can check against the criteria as far as bids are open.
/// Trust: `Membership` for who is a member.
/// Errors are listed in the order in which they are checked.
interface IQuotations {
    /// @notice `buyer` asks for quotations.
    event QuotationRequested(bytes32 indexed request, address indexed buyer, QuotationRequest requested);
    /// @notice `supplier` may bid.
    event SupplierInvited(bytes32 indexed request, address indexed supplier, address indexed buyer);
    /// @notice `supplier` bid, in the place of any bid of its before.
    event BidCommitted(bytes32 indexed request, address indexed supplier, address indexed buyer, bytes32 commitment);
    /// @notice `supplier` took its bid back.
    event BidWithdrawn(bytes32 indexed request, address indexed supplier, address indexed buyer);
    /// @notice `supplier` showed its bid to the buyer: proposal and signature, sealed for its key.
    event BidRevealed(bytes32 indexed request, address indexed supplier, address indexed buyer, bytes ciphertext);
    /// @notice `supplier` showed its bid to everybody.
    event BidRevealedOpenly(
        bytes32 indexed request,
        address indexed supplier,
        address indexed buyer,
        Proposal proposal,
        bytes signature
    );
    /// @notice The buyer chose the bid of `supplier`; they negotiate from its terms.
    event QuotationAwarded(
        bytes32 indexed request,
        address indexed supplier,
        address indexed buyer,
        bytes32 negotiation
    );
    /// @notice The buyer chose none.
    event QuotationCancelled(bytes32 indexed request, address indexed buyer);

    /// @notice Only members ask, are invited and bid.
    error QuotationsNotMember(address account);
    /// @notice Only the buyer does this.
    error QuotationsNotBuyer(bytes32 request, address account);
    /// @notice The buyer made this very request before.
    error QuotationsAlreadyRequested(bytes32 request);
    /// @notice The request's phase does not allow it: a bid or a reveal is early or late, or all is over.
    error QuotationsUnexpectedState(bytes32 request, QuotationState state);
    /// @notice Deadlines lie in the future, in the order bids, reveals, award.
    error QuotationsInvalidDeadlines(uint48 bidsUntilS, uint48 revealsUntilS, uint48 awardUntilS);
    /// @notice Weights sum to 1000 per mille.
    error QuotationsInvalidWeights(uint256 sum);
    /// @notice Bids are compared by price, quantity and reputation, each once.
    error QuotationsInvalidCriterion(bytes32 name);
    /// @notice Item, quantity or currency is missing.
    error QuotationsIncomplete();
    /// @notice Text or ciphertext is longer than anybody needs.
    error QuotationsTooLong(uint256 length, uint256 maximum);
    /// @notice More are invited than may be.
    error QuotationsTooManyInvited(uint256 count, uint256 maximum);
    /// @notice The account is invited twice, or the buyer itself.
    error QuotationsInvalidInvitation(address account);
    /// @notice The account was not invited.
    error QuotationsNotInvited(bytes32 request, address account);
    /// @notice The buyer does not bid.
    error QuotationsOwnRequest(bytes32 request, address account);
    /// @notice The supplier revealed as often as it may.
    error QuotationsTooManyReveals(bytes32 request, address supplier, uint256 maximum);
    /// @notice As many bids stand as the contract can count.
    error QuotationsTooManyBids(bytes32 request, uint256 maximum);
    /// @notice Zero is no commitment.
    error QuotationsNoCommitment(bytes32 request);
    /// @notice The account has no bid.
    error QuotationsNoBid(bytes32 request, address account);
    /// @notice The proposal is another than the one that was committed to.
    error QuotationsOtherBid(bytes32 request, address supplier, bytes32 commitment, bytes32 digest);
    /// @notice The bid that the account shows is proposed by another.
    error QuotationsNotProposer(bytes32 request, address account, address proposer);
    /// @notice The supplier did not sign the bid that it shows: nobody could award it.
    error QuotationsInvalidSignature(bytes32 request, address supplier);
    /// @notice A request for public negotiation takes public proposals, one for a sealed negotiation sealed ones.
    error QuotationsWrongMode(bytes32 request, bool isSealed);
    /// @notice The two negotiate about this already, and from other terms or further than the bid.
    error QuotationsNegotiatedOtherwise(bytes32 request, bytes32 negotiation);

    /// @notice Asks for quotations. The caller, a member, is the buyer.
    /// @dev Reverts with `QuotationsNotMember`, `QuotationsInvalidDeadlines`, `QuotationsIncomplete`, `QuotationsTooLong`,
    /// `QuotationsTooManyInvited`; of each condition `ConditionUnknownField`, `ConditionUnsorted`, `ConditionInvalidRange`;
    /// `QuotationsInvalidCriterion`, `QuotationsInvalidWeights`, `QuotationsAlreadyRequested`; of each that is invited
    /// `QuotationsInvalidInvitation`, `QuotationsNotMember`.
    /// @param requested What is wanted, of which members, until when, and by what bids are compared.
    /// @return id `idOf(caller, requested)`.
    function request(QuotationRequest calldata requested) external returns (bytes32 id);

    /// @notice Bids, or bids anew, until `bidsUntilS`. Members other than the buyer, invited unless it is a tender.
    /// @dev Reverts with `QuotationsUnexpectedState`, `QuotationsNotMember`, `QuotationsOwnRequest`,
    /// `QuotationsNotInvited`, `QuotationsNoCommitment`, `QuotationsTooManyBids`.
    /// @param id Of the request.
    /// @param commitment `NEGOTIATION.digestOf` or `digestOfSealed` of the proposal for round 1, which the supplier signs.
    function commit(bytes32 id, bytes32 commitment) external;

    /// @notice Takes the caller's bid back, until `bidsUntilS`.
    /// @dev Reverts with `QuotationsUnexpectedState`, `QuotationsNoBid`.
    /// @param id Of the request.
    function withdrawBid(bytes32 id) external;

    /// @notice Shows the caller's bid to the buyer alone, after `bidsUntilS` and until `revealsUntilS`, while no award stands. Up
    /// to `MAX_REVEALS` times, open ones included: what fits the commitment counts.
    /// @dev Whether it fits is for the buyer to see.
    /// Reverts with `QuotationsUnexpectedState`, `QuotationsNoBid`, `QuotationsTooManyReveals`, `QuotationsTooLong`.
    /// @param id Of the request.
    /// @param ciphertext Proposal and signature, sealed for the key that the buyer published.
    function reveal(bytes32 id, bytes calldata ciphertext) external;

    /// @notice Shows the caller's bid to everybody, when and as often as `reveal`. Not for sealed negotiations.
    /// @dev Reverts with `QuotationsUnexpectedState`, `QuotationsWrongMode`, `QuotationsNoBid`, `QuotationsTooManyReveals`,
    /// `QuotationsNotProposer`, `QuotationsOtherBid`, `QuotationsInvalidSignature`.
    /// @param id Of the request.
    /// @param proposal What was committed to, proposed by the caller.
    /// @param signature The caller's over it (ERC-1271 counts), with which the buyer awards.
    function revealOpenly(bytes32 id, Proposal calldata proposal, bytes calldata signature) external;

    /// @notice Awards the bid of `proposal.proposer`, after `bidsUntilS` and until `awardUntilS`, while no award stands: the
    /// negotiation opens at its terms, or goes on from them if somebody opened it with the same proposal. Buyer only.
    /// @dev Reverts with `QuotationsUnexpectedState`, `QuotationsNotBuyer`, `QuotationsWrongMode`, `QuotationsNoBid`,
    /// `QuotationsOtherBid`, `QuotationsNegotiatedOtherwise`; and unless somebody opened the negotiation, as
    /// `INegotiation.offer`: `NegotiationNotMember`, `NegotiationUnexpectedRound`, `NegotiationProposalExpired`,
    /// `NegotiationInvalidTerms`, `NegotiationTooLong`, errors of conditions as `request`, `NegotiationTooLong`,
    /// `NegotiationInvalidSignature`.
    /// @param id Of the request.
    /// @param proposal What its proposer committed to.
    /// @param signature The proposer's over it (ERC-1271 counts); not looked at if the negotiation is open already.
    /// @return negotiation `negotiationOf(id, proposal.proposer)`.
    function award(
        bytes32 id,
        Proposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation);

    /// @notice As `award`, of a request for a sealed negotiation.
    /// @dev Reverts as `award`, but of the negotiation's errors with `NegotiationNotMember`, `NegotiationUnexpectedRound`,
    /// `NegotiationProposalExpired`, `NegotiationTooLong`, `NegotiationInvalidSignature` only: its terms are not looked at.
    /// @param id Of the request.
    /// @param proposal What its proposer committed to, terms and note as hashes.
    /// @param signature The proposer's over it (ERC-1271 counts); not looked at if the negotiation is open already.
    /// @return negotiation `negotiationOf(id, proposal.proposer)`.
    function awardSealed(
        bytes32 id,
        SealedProposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation);

    /// @notice Ends a request without an award, until `awardUntilS`, while no award stands. Buyer only.
    /// @dev Reverts with `QuotationsUnexpectedState`, `QuotationsNotBuyer`.
    /// @param id Of the request.
    function cancel(bytes32 id) external;

    /// @notice The request as it was written down; its buyer is zero if there is none. Where it is now says `stateOf`.
    /// @param id Of the request.
    function quotationOf(bytes32 id) external view returns (QuotationInfo memory);

    /// @notice Where the request is now; `None` if there is none. An award whose negotiation ended without a deal counts as none
    /// until `awardUntilS`, and as one again after it.
    /// @param id Of the request.
    function stateOf(bytes32 id) external view returns (QuotationState);

    /// @notice The supplier's bid; its commitment is zero if there is none.
    /// @param id Of the request.
    /// @param supplier Who bid.
    function bidOf(bytes32 id, address supplier) external view returns (Bid memory);

    /// @notice Whether the account may bid, as far as invitations go: of a tender, any account.
    /// @param id Of the request.
    /// @param supplier Who would bid.
    function isInvited(bytes32 id, address supplier) external view returns (bool);

    /// @notice `keccak256(abi.encode(chain id, this contract, buyer, keccak256(abi.encode(requested))))`.
    /// @param buyer Who asks.
    /// @param requested For what.
    function idOf(address buyer, QuotationRequest calldata requested) external view returns (bytes32 id);

    /// @notice The negotiation in which this supplier's bid is round 1. Of no meaning if nobody made the request.
    /// @param id Of the request, which is the negotiation's salt.
    /// @param supplier Who bids.
    function negotiationOf(bytes32 id, address supplier) external view returns (bytes32 negotiation);

    /// @notice Who may ask and bid.
    function MEMBERSHIP() external view returns (IMembership);

    /// @notice Where awards lead to.
    function NEGOTIATION() external view returns (INegotiation);

    /// @notice Most suppliers that are invited by name.
    function MAX_INVITED() external view returns (uint256);

    /// @notice Most bids that a request takes: more than a consortium has members.
    function MAX_BIDS() external view returns (uint256);

    /// @notice How often a supplier reveals its bid at most: once, and again where it mends what it revealed.
    function MAX_REVEALS() external view returns (uint8);

    /// @notice Longest item, currency and target together, in bytes.
    function MAX_TEXT_BYTES() external view returns (uint256);

    /// @notice Longest ciphertext, in bytes.
    function MAX_CIPHERTEXT_BYTES() external view returns (uint256);
}
