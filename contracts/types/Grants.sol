// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice What data are of. A device's id and a passport's are different names, so that one cannot be made to look like the
/// other.
enum SubjectKind {
    Device,
    Battery
}

/// @notice What data are of.
/// @param id The device's id, or the battery passport's token id as bytes.
struct Subject {
    SubjectKind kind;
    bytes32 id;
}

/// @notice What an owner grants.
/// @param reader Account that may read.
/// @param purpose What for: an ASCII name, or the hash of a text.
/// @param fromS Data from this time on, Unix seconds.
/// @param toS End of the data, exclusive, Unix seconds.
/// @param untilS End of the access, exclusive, by block time, Unix seconds.
struct GrantTerms {
    Subject subject;
    address reader;
    bytes32 purpose;
    uint48 fromS;
    uint48 toS;
    uint48 untilS;
}

/// @notice A grant as the contract keeps it.
/// @param grantor Who owned the subject and granted.
/// @param kind Of the subject.
/// @param subject Id of the subject.
struct DataGrant {
    // slot 0
    address grantor;
    uint48 fromS;
    uint48 toS;
    // slot 1
    address reader;
    uint48 untilS;
    SubjectKind kind;
    bool isRevoked;
    // slot 2
    bytes32 subject;
    // slot 3
    bytes32 purpose;
}

/// @notice What a grant is worth now. `Lapsed`: its grantor does not own the subject. `Revoked` is final.
enum GrantState {
    None,
    InForce,
    Lapsed,
    Expired,
    Revoked
}

/// @notice A grant in a list.
struct ListedGrant {
    uint64 number;
    GrantState state;
    DataGrant grant;
}
