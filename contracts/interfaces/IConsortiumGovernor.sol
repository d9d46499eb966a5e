// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ProposalKind, Share} from "../types/Proposals.sol";

/// @title IConsortiumGovernor
/// @notice How the members decide: any of them proposes, each has one vote, and what has its votes waits in the timelock
/// before it is carried out. Beside OpenZeppelin's `IGovernor`, which says the rest.
/// @dev Trust: the members, as many of them as the kind of proposal asks, of all who are members when it is made; whoever
/// does not vote has not agreed. Must always hold: nothing changes without those votes and the timelock's delay. What a
/// proposal is about follows from the calls that it makes, never from what its proposer says; a proposal with several
/// calls needs what the most demanding of them does, and a call that no rule names needs all members.
///
/// A proposal passes in the moment in which it has its votes: no vote is taken back, so later ones cannot turn it. One
/// that nobody queues or executes within `EXECUTION_WINDOW_S` expires: an old decision does not meet a changed consortium.
interface IConsortiumGovernor {
    /// @notice A call is of a kind from now on. At founding, and by vote of all members.
    event CallClassified(address indexed target, bytes4 indexed selector, ProposalKind kind);

    /// @notice The terms of the founding do not fit: a share for each kind but `Other`, periods that are not zero.
    error ConsortiumGovernorInvalidTerms();
    /// @notice A proposal has 1 to 2,048 bytes that describe it.
    error ConsortiumGovernorInvalidDescription(uint256 length);

    /// @notice Says of what kind a call is; `Other` asks all members again. By vote of all members, so that what is
    /// deployed later can be governed like what was there at the founding.
    function classify(address target, bytes4 selector, ProposalKind kind) external;

    /// @notice Kind of a call. A role's grant and revocation are `Other` but for the roles open to accounts.
    function kindOf(address target, bytes calldata data) external view returns (ProposalKind);

    /// @notice How many of the members a kind of proposal needs.
    function shareOf(ProposalKind kind) external view returns (Share);

    /// @notice How many of the members a proposal needs.
    function proposalShare(uint256 proposalId) external view returns (Share);

    /// @notice Votes in favour that a proposal needs, of those who were members when it was made.
    function votesNeeded(uint256 proposalId) external view returns (uint256);

    /// @notice What the proposer wrote.
    function descriptionOf(uint256 proposalId) external view returns (string memory);

    /// @notice How long a proposal that passed waits to be queued, and one that is due waits to be executed, seconds.
    // solhint-disable-next-line func-name-mixedcase
    function EXECUTION_WINDOW_S() external view returns (uint48);
}
