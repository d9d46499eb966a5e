// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice Who has a share in a contribution.
/// @param sharePerMille At least one thousandth; the shares of all authors are the whole.
struct Author {
    address account;
    uint16 sharePerMille;
}

/// @notice An idea as its authors sign it.
/// @param content Hash of what was contributed, which need not be public.
/// @param authors Sorted by account.
/// @param parents Contributions that it builds on, sorted by id.
struct Contribution {
    bytes32 content;
    Author[] authors;
    bytes32[] parents;
}

/// @notice What is kept of a contribution beside its authors and parents.
/// @param content Hash of what was contributed.
/// @param countsFromS Block time of the earliest commitment to it that was opened, or of its registration if none was. Zero
/// marks an unknown one.
/// @param registeredAtS Block time of its registration.
struct ContributionInfo {
    bytes32 content;
    uint48 countsFromS;
    uint48 registeredAtS;
}
