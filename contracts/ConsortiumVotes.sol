// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {ProposalKinds} from "./ProposalKinds.sol";
import {IConsortiumGovernor} from "./interfaces/IConsortiumGovernor.sol";
import {Shares} from "./libraries/Shares.sol";
import {Share} from "./types/Proposals.sol";

/// @title ConsortiumVotes
/// @notice How the members' votes are counted: against the share of all members that a proposal needs, and done with as
/// soon as it has them.
abstract contract ConsortiumVotes is GovernorCountingSimple, GovernorVotes, ProposalKinds {
    using Shares for Share;

    mapping(uint256 proposalId => Share) private _needed;

    /// @inheritdoc IConsortiumGovernor
    function proposalShare(uint256 proposalId) public view returns (Share) {
        require(proposalSnapshot(proposalId) != 0, GovernorNonexistentProposal(proposalId));
        return _needed[proposalId];
    }

    /// @inheritdoc IConsortiumGovernor
    function votesNeeded(uint256 proposalId) public view returns (uint256) {
        return proposalShare(proposalId).votesOf(token().getPastTotalSupply(proposalSnapshot(proposalId)));
    }

    /// @notice Fewest votes that any proposal needs. What a proposal needs itself, `votesNeeded` says.
    function quorum(uint256 timepoint) public view override returns (uint256) {
        return Share.Majority.votesOf(token().getPastTotalSupply(timepoint));
    }

    /// @inheritdoc Governor
    function state(uint256 proposalId) public view virtual override returns (ProposalState) {
        ProposalState state_ = super.state(proposalId);
        if (state_ != ProposalState.Active || !_quorumReached(proposalId)) return state_;
        return proposalEta(proposalId) == 0 ? ProposalState.Succeeded : ProposalState.Queued;
    }

    /// @notice How front ends show the count: abstaining does not help a proposal.
    // solhint-disable-next-line func-name-mixedcase
    function COUNTING_MODE() public pure override(IGovernor, GovernorCountingSimple) returns (string memory) {
        return "support=bravo&quorum=for";
    }

    function _propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description,
        address proposer
    ) internal virtual override returns (uint256 proposalId) {
        proposalId = super._propose(targets, values, calldatas, description, proposer);
        Share needed;
        for (uint256 i = 0; i < targets.length; ++i) {
            Share share = shareOf(kindOf(targets[i], calldatas[i]));
            if (share > needed) needed = share;
        }
        _needed[proposalId] = needed;
    }

    /// @dev Votes of those who were members when it was proposed. Abstaining is not agreeing.
    function _quorumReached(
        uint256 proposalId
    ) internal view override(Governor, GovernorCountingSimple) returns (bool) {
        (, uint256 inFavour, ) = proposalVotes(proposalId);
        return inFavour >= votesNeeded(proposalId);
    }
}
