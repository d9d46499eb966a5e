// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {GovernorSequentialProposalId} from "@openzeppelin/contracts/governance/extensions/GovernorSequentialProposalId.sol";
import {GovernorStorage} from "@openzeppelin/contracts/governance/extensions/GovernorStorage.sol";
import {GovernorTimelockControl} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockControl.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
import {ConsortiumVotes} from "./ConsortiumVotes.sol";
import {ProposalKinds} from "./ProposalKinds.sol";
import {IConsortiumGovernor} from "./interfaces/IConsortiumGovernor.sol";
import {GovernanceTerms, ProposalKind} from "./types/Proposals.sol";

/// @title ConsortiumGovernor
/// @notice See `IConsortiumGovernor`. Proposals are numbered from 1 and kept in storage with what their proposer wrote, so
/// that a node which answers for few blocks of logs tells all of them.
contract ConsortiumGovernor is ConsortiumVotes, GovernorStorage, GovernorSequentialProposalId, GovernorTimelockControl {
    uint256 private constant MAX_DESCRIPTION_BYTES = 2048;

    /// @inheritdoc IConsortiumGovernor
    uint48 public immutable EXECUTION_WINDOW_S;
    uint32 private immutable VOTING_PERIOD_S;

    mapping(uint256 proposalId => string) private _descriptions;

    constructor(
        IVotes membership,
        TimelockController timelock_,
        GovernanceTerms memory terms
    )
        Governor("Wattproof Consortium")
        GovernorVotes(membership)
        GovernorTimelockControl(timelock_)
        ProposalKinds(terms)
    {
        require(terms.votingPeriodS != 0 && terms.executionWindowS != 0, ConsortiumGovernorInvalidTerms());
        VOTING_PERIOD_S = terms.votingPeriodS;
        EXECUTION_WINDOW_S = terms.executionWindowS;
    }

    /// @inheritdoc IConsortiumGovernor
    function classify(address target, bytes4 selector, ProposalKind kind) external onlyGovernance {
        _classify(target, selector, kind);
    }

    /// @inheritdoc IConsortiumGovernor
    function descriptionOf(uint256 proposalId) external view returns (string memory) {
        return _descriptions[proposalId];
    }

    /// @notice Voting begins in the second after a proposal is made.
    function votingDelay() public pure override returns (uint256) {
        return 0;
    }

    /// @notice How long members may vote, seconds.
    function votingPeriod() public view override returns (uint256) {
        return VOTING_PERIOD_S;
    }

    /// @inheritdoc Governor
    function state(
        uint256 proposalId
    ) public view override(Governor, ConsortiumVotes, GovernorTimelockControl) returns (ProposalState state_) {
        state_ = super.state(proposalId);
        uint256 waitsSinceS;
        if (state_ == ProposalState.Succeeded) waitsSinceS = proposalDeadline(proposalId);
        else if (state_ == ProposalState.Queued) waitsSinceS = proposalEta(proposalId);
        else return state_;
        if (clock() > waitsSinceS + EXECUTION_WINDOW_S) return ProposalState.Expired;
    }

    /// @inheritdoc Governor
    function getProposalId(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) public view override(Governor, GovernorSequentialProposalId) returns (uint256) {
        return super.getProposalId(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc Governor
    function proposalNeedsQueuing(
        uint256 proposalId
    ) public view override(Governor, GovernorTimelockControl) returns (bool) {
        return super.proposalNeedsQueuing(proposalId);
    }

    /// @notice Only members propose.
    function proposalThreshold() public pure override returns (uint256) {
        return 1;
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    )
        internal
        override(Governor, ConsortiumVotes, GovernorStorage, GovernorSequentialProposalId)
        returns (uint256 proposalId)
    {
        uint256 length = bytes(description).length;
        require(length != 0 && length <= MAX_DESCRIPTION_BYTES, ConsortiumGovernorInvalidDescription(length));
        proposalId = super._propose(targets, values, calldatas, description, proposer);
        _descriptions[proposalId] = description;
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockControl) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }

    function _executor() internal view override(Governor, GovernorTimelockControl) returns (address) {
        return super._executor();
    }
}
