// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NegotiationInfo, NegotiationState, Note, Opening, Proposal, SealedProposal, Terms} from "../types/Deals.sol";
import {IMembership} from "./IMembership.sol";

/// @title INegotiation
/// @notice Two members negotiate on the record: proposals in any number of rounds by either side, until one of the two
/// accepts what the other proposed last, or the negotiation ends without a deal.
/// @dev Must always hold: nobody is bound to terms they did not sign. Each round carries the complete terms, so there is
/// nothing to be put together afterwards; an acceptance names the round and the terms, so it is void for any others.
/// Every step is an EIP-712 struct in the domain `Wattproof Negotiation`, version 1, signed by a party (ERC-1271 counts)
/// and relayed by anyone: `Proposal(bytes32 negotiation,uint32 round,uint48 expiresAtS,Terms terms,Note note,
/// bytes ciphertext)`, `Acceptance(bytes32 negotiation,uint32 round,Terms terms)`,
/// `Rejection(bytes32 negotiation,uint32 round)` and `Withdrawal(bytes32 negotiation,uint32 round)` with
/// `Terms(address buyer,address seller,string item,uint128 priceMicro,uint64 quantityMilli,string currency,Condition[] conditions,
/// string target,bytes32 salt)`, `Condition(bytes32 field,int64 minMilli,int64 maxMilli)` and `Note(string text,bytes32 salt)`.
/// Both are members when a negotiation opens, and whoever proposes or accepts is one then: who was expelled cannot bind itself
/// anew. What it proposed as a member stands until it expires, for the other side to accept, and it may reject and withdraw.
/// A public proposal's ciphertext is empty. Conditions of public terms must be sound, see `ConditionCheck`; whether sealed
/// ones are, the parties see for themselves.
/// Errors are listed in the order in which they are checked.
interface INegotiation {
    /// @notice A negotiation began. Its first round follows.
    event NegotiationOpened(
        bytes32 indexed negotiation,
        address indexed buyer,
        address indexed seller,
        bool isSealed,
        bytes32 salt
    );
    /// @notice `from` proposes these terms to `to`.
    event ProposalMade(
        bytes32 indexed negotiation,
        address indexed from,
        address indexed to,
        uint32 round,
        bytes32 termsHash,
        uint48 expiresAtS,
        Terms terms,
        Note note
    );
    /// @notice `from` proposes terms that only the two can read to `to`.
    event SealedProposalMade(
        bytes32 indexed negotiation,
        address indexed from,
        address indexed to,
        uint32 round,
        bytes32 termsHash,
        bytes32 noteHash,
        uint48 expiresAtS,
        bytes ciphertext
    );
    /// @notice `by` accepted what `from` proposed: a deal.
    event ProposalAccepted(
        bytes32 indexed negotiation,
        address indexed by,
        address indexed from,
        uint32 round,
        bytes32 termsHash
    );
    /// @notice `by` rejected what `from` proposed and ended the negotiation.
    event NegotiationRejected(bytes32 indexed negotiation, address indexed by, address indexed from, uint32 round);
    /// @notice `by` took its proposal to `to` back and ended the negotiation.
    event NegotiationWithdrawn(bytes32 indexed negotiation, address indexed by, address indexed to, uint32 round);
    /// @notice Nobody accepted the last proposal in its time.
    event NegotiationExpired(bytes32 indexed negotiation, address indexed buyer, address indexed seller, uint32 round);

    /// @notice Only members open a negotiation, propose and accept.
    error NegotiationNotMember(address account);
    /// @notice Nobody negotiates with itself.
    error NegotiationSameParty(address account);
    /// @notice There is such a negotiation already.
    error NegotiationAlreadyOpened(bytes32 negotiation);
    /// @notice The negotiation is not open: `None` if there is none.
    error NegotiationNotOpen(bytes32 negotiation, NegotiationState state);
    /// @notice The negotiation's time is not over.
    error NegotiationNotExpired(bytes32 negotiation, uint48 expiresAtS);
    /// @notice A public negotiation takes public proposals, a sealed one sealed ones.
    error NegotiationWrongMode(bytes32 negotiation, bool isSealed);
    /// @notice The account is no party of the negotiation.
    error NegotiationNotParty(bytes32 negotiation, address account);
    /// @notice Another round is due to be proposed, or to be answered: somebody was faster.
    error NegotiationUnexpectedRound(bytes32 negotiation, uint32 due, uint32 round);
    /// @notice The last proposal has other terms than those that were accepted.
    error NegotiationTermsChanged(bytes32 negotiation, bytes32 termsHash, bytes32 accepted);
    /// @notice A proposal needs time: it would have expired already.
    error NegotiationProposalExpired(bytes32 negotiation, uint48 expiresAtS);
    /// @notice The terms name other parties, or nothing as item, quantity or currency.
    error NegotiationInvalidTerms(bytes32 negotiation);
    /// @notice Text or ciphertext is longer than anybody needs.
    error NegotiationTooLong(bytes32 negotiation, uint256 length, uint256 maximum);
    /// @notice The party did not sign this step.
    error NegotiationInvalidSignature(bytes32 negotiation, address party);

    /// @notice Opens a public negotiation with a first proposal. Anyone may relay.
    /// @dev Reverts with `NegotiationAlreadyOpened`, `NegotiationSameParty`, `NegotiationNotMember` of buyer and seller, then as
    /// `counterOffer` from `NegotiationWrongMode` on.
    /// @param opening The parties, both members, and a salt that they did not use before; not sealed.
    /// @param proposal Round 1, by either party.
    /// @param signature The proposer's over `digestOf(negotiation, proposal)` (ERC-1271 counts).
    /// @return negotiation `idOf(opening)`.
    function offer(
        Opening calldata opening,
        Proposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation);

    /// @notice Opens a sealed negotiation with a first proposal. Anyone may relay.
    /// @dev Reverts with `NegotiationAlreadyOpened`, `NegotiationSameParty`, `NegotiationNotMember` of buyer and seller, then as
    /// `counterOfferSealed` from `NegotiationWrongMode` on.
    /// @param opening As for `offer`, and sealed.
    /// @param proposal Round 1, by either party, terms and note as hashes.
    /// @param signature The proposer's over `digestOfSealed(negotiation, proposal)` (ERC-1271 counts).
    /// @return negotiation `idOf(opening)`.
    function offerSealed(
        Opening calldata opening,
        SealedProposal calldata proposal,
        bytes calldata signature
    ) external returns (bytes32 negotiation);

    /// @notice Proposes the next round's terms, whole. Either party, a member, also after its own proposal. Anyone may relay.
    /// @dev Reverts with `NegotiationNotOpen`, `NegotiationWrongMode`, `NegotiationUnexpectedRound`,
    /// `NegotiationProposalExpired`, `NegotiationInvalidTerms`, `NegotiationTooLong` of the terms; of each condition
    /// `ConditionUnknownField`, `ConditionUnsorted`, `ConditionInvalidRange`; `NegotiationTooLong` of the note,
    /// `NegotiationNotParty`, `NegotiationNotMember` of the proposer, `NegotiationInvalidSignature`.
    /// @param negotiation Id of it.
    /// @param proposal The round after the last.
    /// @param signature The proposer's over `digestOf(negotiation, proposal)` (ERC-1271 counts).
    function counterOffer(bytes32 negotiation, Proposal calldata proposal, bytes calldata signature) external;

    /// @notice As `counterOffer`, in a sealed negotiation.
    /// @dev Reverts with `NegotiationNotOpen`, `NegotiationWrongMode`, `NegotiationUnexpectedRound`,
    /// `NegotiationProposalExpired`, `NegotiationTooLong` of the ciphertext, `NegotiationNotParty`,
    /// `NegotiationNotMember` of the proposer, `NegotiationInvalidSignature`.
    /// @param negotiation Id of it.
    /// @param proposal The round after the last, terms and note as hashes.
    /// @param signature The proposer's over `digestOfSealed(negotiation, proposal)` (ERC-1271 counts).
    function counterOfferSealed(
        bytes32 negotiation,
        SealedProposal calldata proposal,
        bytes calldata signature
    ) external;

    /// @notice Accepts the last proposal: a deal. Signed by the party that did not make it, a member. Anyone may relay.
    /// @dev Reverts with `NegotiationNotOpen`, `NegotiationUnexpectedRound`, `NegotiationTermsChanged`,
    /// `NegotiationNotMember`, `NegotiationInvalidSignature`.
    /// @param negotiation Id of it.
    /// @param round Number of the last round.
    /// @param termsHash Of the last round's terms, see `hashTerms`.
    /// @param signature Over the `Acceptance` of negotiation, round and terms (ERC-1271 counts).
    function accept(bytes32 negotiation, uint32 round, bytes32 termsHash, bytes calldata signature) external;

    /// @notice Ends the negotiation. Signed by the party that did not make the last proposal. Anyone may relay.
    /// @dev Reverts with `NegotiationNotOpen`, `NegotiationUnexpectedRound`, `NegotiationInvalidSignature`.
    /// @param negotiation Id of it.
    /// @param round Number of the last round.
    /// @param signature Over the `Rejection` of negotiation and round (ERC-1271 counts).
    function reject(bytes32 negotiation, uint32 round, bytes calldata signature) external;

    /// @notice Ends the negotiation. Signed by the party that made the last proposal. Anyone may relay.
    /// @dev Reverts with `NegotiationNotOpen`, `NegotiationUnexpectedRound`, `NegotiationInvalidSignature`.
    /// @param negotiation Id of it.
    /// @param round Number of the last round.
    /// @param signature Over the `Withdrawal` of negotiation and round (ERC-1271 counts).
    function withdraw(bytes32 negotiation, uint32 round, bytes calldata signature) external;

    /// @notice Writes down and announces that the last proposal's time is over. Anyone may call; nothing depends on it.
    /// @dev Reverts with `NegotiationNotOpen`, `NegotiationNotExpired`.
    /// @param negotiation Id of it.
    function expire(bytes32 negotiation) external;

    /// @notice The negotiation as it was written down; all zero and state `None` if there is none. One whose time is over says
    /// `Open` until `expire`: see `stateOf`.
    /// @param negotiation Id of it.
    function negotiationOf(bytes32 negotiation) external view returns (NegotiationInfo memory);

    /// @notice Where the negotiation is now: `Expired` from the second after the last proposal's `expiresAtS`; `None` if there is
    /// none.
    /// @param negotiation Id of it.
    function stateOf(bytes32 negotiation) external view returns (NegotiationState);

    /// @notice `keccak256(abi.encode(chain id, this contract, buyer, seller, isSealed, salt))`.
    /// @param opening Its parties, whether it is sealed, and a salt.
    function idOf(Opening calldata opening) external view returns (bytes32 negotiation);

    /// @notice EIP-712 struct hash of the terms, which an acceptance names.
    /// @param terms Whole; whether they are sound is not looked at.
    function hashTerms(Terms calldata terms) external pure returns (bytes32);

    /// @notice EIP-712 digest that the proposer of a public round signs.
    /// @param negotiation Its id, which it may not have yet.
    /// @param proposal Who proposes is no part of it: the signature tells.
    function digestOf(bytes32 negotiation, Proposal calldata proposal) external view returns (bytes32);

    /// @notice EIP-712 digest that the proposer of a sealed round signs.
    /// @param negotiation Its id, which it may not have yet.
    /// @param proposal Who proposes is no part of it: the signature tells.
    function digestOfSealed(bytes32 negotiation, SealedProposal calldata proposal) external view returns (bytes32);

    /// @notice Who may negotiate.
    function MEMBERSHIP() external view returns (IMembership);

    /// @notice Longest item, currency and target together, and longest note, in bytes.
    function MAX_TEXT_BYTES() external view returns (uint256);

    /// @notice Longest ciphertext, in bytes.
    function MAX_CIPHERTEXT_BYTES() external view returns (uint256);
}
