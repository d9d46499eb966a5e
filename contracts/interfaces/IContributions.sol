// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Author, Contribution, ContributionInfo} from "../types/Contributions.sol";

/// @title IContributions
/// @notice Who contributed which idea, with whom, in which shares, on what it builds, and since when. Nobody has a role here.
/// @dev Must always hold: the authorship of a contribution cannot be changed later, nor its content and parents. The list of
/// its children grows, and the time that it counts from can become an earlier one: only that of a block with a commitment to
/// this very contribution, authors and shares included.
///
/// A contribution's id is the EIP-712 digest of `Contribution(bytes32 content,Author[] authors,bytes32[] parents)` with
/// `Author(address account,uint16 sharePerMille)` in the domain `Wattproof Contributions`, version 1. Authors and parents are
/// sorted, so that the same contribution has one id. Every author consents to it: one of them sends it, each other one
/// signed its id (ERC-1271 counts).
///
/// Whoever sees a registration on its way must not be able to be earlier with the same content. So the authors commit to the
/// id first, with a salt that nobody can guess, wait until that is in a block, and register with the salt: the contribution
/// then counts from the commitment's time. A co-author that registers it without the salt takes nothing from that: the
/// commitment can be opened afterwards. Only an author can send a registration, so that it is in their hands when it is known.
///
/// What counts as first is the time that a contribution counts from, in seconds, and of two equal ones the one that showed it
/// first. That is as of now: a commitment that nobody opened yet may be an earlier one. It proves who showed a hash when, not
/// who had the idea.
///
/// Errors are listed in the order in which they are checked.
interface IContributions {
    /// @notice Somebody committed to a contribution that nobody knows yet.
    event CommitmentMade(bytes32 indexed commitment);
    /// @notice A contribution was registered. `AuthorNamed` follows for each author.
    event ContributionRegistered(
        bytes32 indexed contribution,
        bytes32 indexed content,
        uint48 countsFromS,
        bytes32[] parents
    );
    /// @notice `account` is an author of the contribution.
    event AuthorNamed(bytes32 indexed contribution, address indexed account, uint16 sharePerMille);

    /// @notice The contribution was registered before, and counts from this earlier time from now on.
    event CommitmentOpened(bytes32 indexed contribution, bytes32 indexed content, uint48 countsFromS);

    /// @notice The commitment was made before; its first time counts.
    error ContributionsAlreadyCommitted(bytes32 commitment, uint48 committedAtS);
    /// @notice Nobody made this commitment.
    error ContributionsNotCommitted(bytes32 contribution, bytes32 commitment);
    /// @notice Nobody registered it.
    error ContributionsUnknown(bytes32 contribution);
    /// @notice It counts from no later than the commitment already.
    error ContributionsNotEarlier(bytes32 contribution, uint48 countsFromS, uint48 committedAtS);
    /// @notice The very same was registered before.
    error ContributionsAlreadyRegistered(bytes32 contribution);
    /// @notice A contribution has the hash of a content.
    error ContributionsNoContent(bytes32 contribution);
    /// @notice A contribution has one to `MAX_AUTHORS` authors.
    error ContributionsInvalidAuthors(bytes32 contribution, uint256 count);
    /// @notice Authors are sorted by account, each once.
    error ContributionsUnsortedAuthors(bytes32 contribution, address account);
    /// @notice Every author has a share, and the shares sum to 1000.
    error ContributionsInvalidShares(bytes32 contribution, uint256 sum);
    /// @notice A contribution builds on `MAX_PARENTS` others at most.
    error ContributionsTooManyParents(bytes32 contribution, uint256 count);
    /// @notice Parents are sorted by id, each once.
    error ContributionsUnsortedParents(bytes32 contribution, bytes32 parent);
    /// @notice There is no such contribution to build on.
    error ContributionsUnknownParent(bytes32 contribution, bytes32 parent);
    /// @notice There is one signature for each author, empty for the one that sends.
    error ContributionsSignatureCount(bytes32 contribution, uint256 expected, uint256 given);
    /// @notice Only an author sends the registration.
    error ContributionsNotAuthor(bytes32 contribution, address account);
    /// @notice The author did not sign this contribution.
    error ContributionsInvalidSignature(bytes32 contribution, address author);

    /// @notice Notes a commitment with the block's time. Anyone may, for anybody.
    /// @dev Reverts with `ContributionsAlreadyCommitted`.
    /// @param commitment `commitmentOf(id, salt)`.
    function commit(bytes32 commitment) external;

    /// @notice Registers a contribution that counts from now. One of the authors sends it.
    /// @dev Reverts with `ContributionsAlreadyRegistered`, `ContributionsNoContent`, `ContributionsInvalidAuthors`; of each author
    /// `ContributionsUnsortedAuthors`; `ContributionsInvalidShares`, `ContributionsTooManyParents`; of each parent
    /// `ContributionsUnsortedParents`, `ContributionsUnknownParent`; `ContributionsSignatureCount`; of each author but the caller
    /// `ContributionsInvalidSignature`; `ContributionsNotAuthor`.
    /// @param contribution Authors and parents sorted.
    /// @param signatures Of the authors over the id (ERC-1271 counts), in their order; the caller's own is not looked at.
    /// @return id EIP-712 digest of the contribution.
    function register(Contribution calldata contribution, bytes[] calldata signatures) external returns (bytes32 id);

    /// @notice As `register`, for a contribution that counts from its commitment.
    /// @dev Reverts with `ContributionsNotCommitted`, then as `register`.
    /// @param contribution What was committed to.
    /// @param signatures As for `register`.
    /// @param salt That the commitment was made with.
    /// @return id EIP-712 digest of the contribution.
    function registerCommitted(
        Contribution calldata contribution,
        bytes[] calldata signatures,
        bytes32 salt
    ) external returns (bytes32 id);

    /// @notice Makes a contribution that is registered already count from a commitment to it that is earlier. Anyone who knows
    /// the salt may: its authors agreed when it was registered, and the time is the commitment's, not the caller's.
    /// @dev Reverts with `ContributionsUnknown`, `ContributionsNotCommitted`, `ContributionsNotEarlier`.
    /// @param contribution Id of what is registered.
    /// @param salt That the commitment was made with.
    function openCommitment(bytes32 contribution, bytes32 salt) external;

    /// @notice The contribution; all zero if there is none.
    /// @param contribution Its id.
    function contributionOf(bytes32 contribution) external view returns (ContributionInfo memory);

    /// @notice Its authors with their shares, per mille, sorted by account; none of an unknown one.
    /// @param contribution Its id.
    function authorsOf(bytes32 contribution) external view returns (Author[] memory);

    /// @notice Ids of what it builds on, sorted; none of an unknown one.
    /// @param contribution Its id.
    function parentsOf(bytes32 contribution) external view returns (bytes32[] memory);

    /// @notice Ids of what builds on it, oldest registration first, a page at a time.
    /// @param contribution Id of what is built on.
    /// @param start Position of the first that is wanted, from zero.
    /// @param limit Most that are wanted, and no more than 200.
    /// @return page Empty behind the end.
    function childrenOf(
        bytes32 contribution,
        uint256 start,
        uint256 limit
    ) external view returns (bytes32[] memory page);

    /// @notice How many contributions build on it.
    /// @param contribution Its id.
    function childCountOf(bytes32 contribution) external view returns (uint256);

    /// @notice The contribution of this content that counts from the earliest time known now; zero if there is none.
    /// @param content Hash of what was contributed.
    function firstOf(bytes32 content) external view returns (bytes32 contribution);

    /// @notice Block time of the commitment, Unix seconds; zero if nobody made it.
    /// @param commitment `commitmentOf(id, salt)`.
    function committedAtS(bytes32 commitment) external view returns (uint48);

    /// @notice Id of a contribution: the EIP-712 digest that its authors sign.
    /// @param contribution Authors and parents sorted, or nobody can register it.
    function idOf(Contribution calldata contribution) external view returns (bytes32);

    /// @notice `keccak256(abi.encode(contribution, salt))`.
    /// @param contribution Its id.
    /// @param salt 32 random bytes, which nobody can guess.
    function commitmentOf(bytes32 contribution, bytes32 salt) external pure returns (bytes32);

    /// @notice Most authors of a contribution.
    function MAX_AUTHORS() external view returns (uint256);

    /// @notice Most parents of a contribution.
    function MAX_PARENTS() external view returns (uint256);
}
