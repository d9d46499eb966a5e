// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IConsortiumGovernor} from "./interfaces/IConsortiumGovernor.sol";
import {GovernanceTerms, ProposalKind, ProposalRule, Share} from "./types/Proposals.sol";

/// @title ProposalKinds
/// @notice What a proposal is about and how many members it needs, as `IConsortiumGovernor` says.
abstract contract ProposalKinds is IConsortiumGovernor {
    mapping(ProposalKind kind => Share) private _shares;
    mapping(address target => mapping(bytes4 selector => ProposalKind)) private _kinds;
    mapping(uint64 role => bool) private _isOpen;

    constructor(GovernanceTerms memory terms) {
        uint256 kinds = uint256(type(ProposalKind).max);
        require(terms.shares.length == kinds, ConsortiumGovernorInvalidTerms());

        _shares[ProposalKind.Other] = Share.All;
        for (uint256 i = 0; i < kinds; ++i) _shares[ProposalKind(i + 1)] = terms.shares[i];
        for (uint256 i = 0; i < terms.openRoles.length; ++i) _isOpen[terms.openRoles[i]] = true;
        for (uint256 i = 0; i < terms.rules.length; ++i) {
            ProposalRule memory rule = terms.rules[i];
            _classify(rule.target, rule.selector, rule.kind);
        }
    }

    /// @inheritdoc IConsortiumGovernor
    function kindOf(address target, bytes memory data) public view returns (ProposalKind kind) {
        if (data.length < 4) return ProposalKind.Other;
        bytes4 selector = bytes4(data);
        kind = _kinds[target][selector];
        if (kind != ProposalKind.GrantRole && kind != ProposalKind.RevokeRole) return kind;
        // Roles that contracts hold for each other, and the administrator's, are not for a share of the members to move.
        if (data.length < 36 || !_isOpen[_firstRole(data)]) return ProposalKind.Other;
    }

    /// @inheritdoc IConsortiumGovernor
    function shareOf(ProposalKind kind) public view returns (Share) {
        return _shares[kind];
    }

    function _classify(address target, bytes4 selector, ProposalKind kind) internal {
        _kinds[target][selector] = kind;
        emit CallClassified(target, selector, kind);
    }

    /// @dev First argument of `grantRole(uint64,address,uint32)` and `revokeRole(uint64,address)`. What does not fit a
    /// role is refused by the authority itself.
    function _firstRole(bytes memory data) private pure returns (uint64) {
        bytes32 word;
        assembly ("memory-safe") {
            word := mload(add(data, 36))
        }
        return uint64(uint256(word));
    }
}
