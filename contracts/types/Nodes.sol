// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice A node that asks to be admitted, as it signs it itself.
/// @param id Its public key, 64 bytes: what stands before the `@` of its enode URL. Its address is the last 20 bytes of
/// their keccak-256, and the address that it proposes and seals blocks with.
/// @param name 1 to 64 bytes, no other node's.
/// @param endpoint Where others reach it over devp2p, as `NodeEndpoint` has it: `IPv4:port`.
/// @param organisation Member that runs it and issues its certificate.
/// @param certificateHash SHA-256 over its certificate in DER, which is no other node's.
/// @param validator Whether it proposes and seals blocks, or observes.
struct NodeAdmission {
    bytes id;
    string name;
    string endpoint;
    address organisation;
    bytes32 certificateHash;
    bool validator;
}

/// @notice A node as the registry holds it.
/// @param blockNumber Block of its admission.
/// @param index Which admission it was of all, from zero; never given again.
/// @param validator Whether it was admitted as a validator. It counts as one while its certificate is not revoked.
/// @dev The other members as in `NodeAdmission`.
struct Node {
    bytes id;
    string name;
    string endpoint;
    bytes32 certificateHash;
    address organisation;
    uint48 blockNumber;
    uint40 index;
    bool validator;
}
