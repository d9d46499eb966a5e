// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What a proposal is about, by the function that it calls. `Other` is whatever nobody foresaw, and asks all.
enum ProposalKind {
    Other,
    AdmitMember,
    ExpelMember,
    AdmitNode,
    RemoveNode,
    RevokeCertificate,
    ReinstateCertificate,
    SetContract,
    RetireContract,
    GrantRole,
    RevokeRole,
    Administer
}

/// @notice How many of the members have to agree: more than half, at least two thirds, all.
/// @dev In this order: a proposal of several calls needs the greatest of their shares.
enum Share {
    Majority,
    TwoThirds,
    All
}

/// @notice Says of what kind a call is.
struct ProposalRule {
    address target;
    bytes4 selector;
    ProposalKind kind;
}

/// @notice What a consortium agrees on at its founding.
/// @param votingPeriodS How long members may vote, seconds. A proposal that has its votes passes at once.
/// @param executionWindowS How long a proposal that passed may wait to be queued, and one that is due to be executed.
/// @param shares By kind, from `AdmitMember` on.
/// @param openRoles Roles that `GrantRole` and `RevokeRole` are about; all other roles are `Other`.
/// @param rules Kinds of the calls that are known.
struct GovernanceTerms {
    uint32 votingPeriodS;
    uint48 executionWindowS;
    Share[] shares;
    uint64[] openRoles;
    ProposalRule[] rules;
}
