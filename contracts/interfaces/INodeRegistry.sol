// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Node, NodeAdmission} from "../types/Nodes.sol";

/// @title INodeRegistry
/// @notice The nodes of the consortium's chain, their certificates, and which of them are its validators.
/// @dev Trust: whoever administers the authority admits, removes and revokes; that is the timelock, and so the members by
/// vote. A node signs its own admission, so nobody registers a key that no node holds. What stands here becomes so on
/// the chain by the agents beside the nodes, which cast the validators' votes and keep the lists of peers, or, on a chain
/// that asks a contract for its validators, by `getValidators`.
///
/// Must always hold: validators are distinct, and none is the zero address. Once there are four, which is what it takes to
/// bear one that fails (n ≥ 3f + 1), there are never fewer; never fewer than one otherwise. The set changes once per
/// `BLOCKS_BETWEEN_CHANGES` blocks, so that a quorum of the old set and one of the new overlap in nodes that follow.
/// That the nodes which remain are awake is for the proposer and the agents to look at: no contract can.
interface INodeRegistry {
    /// @notice A node is registered.
    event NodeAdmitted(
        address indexed node,
        address indexed organisation,
        uint40 index,
        bytes id,
        string name,
        string endpoint
    );
    /// @notice A node is registered no more.
    event NodeRemoved(address indexed node);
    /// @notice The set of validators changed: `node` joined or left it.
    event ValidatorsChanged(address indexed node, bool joined, uint256 count);
    /// @notice No node with this certificate may connect. `node` is the one that has it, zero if none does.
    event CertificateRevoked(bytes32 indexed certificateHash, address indexed node);
    /// @notice The certificate is good again.
    event CertificateReinstated(bytes32 indexed certificateHash, address indexed node);
    /// @notice The node is reached at `endpoint` and shows this certificate from now on.
    event NodeRenewed(address indexed node, string endpoint, bytes32 indexed oldHash, bytes32 indexed newHash);

    /// @notice A node's id is its public key of 64 bytes.
    error NodeRegistryInvalidId(bytes id);
    /// @notice A node needs a name of 1 to 64 bytes.
    error NodeRegistryInvalidName(string name);
    /// @notice An endpoint is an IPv4 address and a port in decimal digits: `10.0.0.1:30303`.
    error NodeRegistryInvalidEndpoint(string endpoint);
    /// @notice The change spacing is at most a day of blocks of one second.
    error NodeRegistryInvalidSpacing(uint48 blocks);
    /// @notice Founding nodes and their proofs are not equally many.
    error NodeRegistryProofsMissing(uint256 nodes, uint256 proofs);
    /// @notice Only members run nodes.
    error NodeRegistryNotMember(address organisation);
    /// @notice The node is registered already.
    error NodeRegistryAlreadyRegistered(address node);
    /// @notice Another node has this name.
    error NodeRegistryNameTaken(string name, address node);
    /// @notice A certificate has a hash other than zero.
    error NodeRegistryCertificateMissing();
    /// @notice Another node has this certificate.
    error NodeRegistryCertificateTaken(bytes32 certificateHash, address node);
    /// @notice The certificate is on the revocation list.
    error NodeRegistryCertificateRevoked(bytes32 certificateHash);
    /// @notice The certificate is not on the revocation list.
    error NodeRegistryNotRevoked(bytes32 certificateHash);
    /// @notice The node's key did not sign this, or not with the node's next nonce.
    error NodeRegistryInvalidProof(address node);
    /// @notice No such node is registered.
    error NodeRegistryUnknownNode(address node);
    /// @notice Only the organisation that runs the node renews what is known of it.
    error NodeRegistryNotOrganisation(address node, address account);
    /// @notice Without this node there would be fewer validators than are safe: a further one has to be admitted before.
    error NodeRegistryLastSafeValidator(address node, uint256 validators);
    /// @notice The set of validators changed a moment ago and may change again from `fromBlock` on.
    error NodeRegistryChangedRecently(uint256 fromBlock);

    /// @notice Admits a node that signs for itself.
    /// @param admission See `NodeAdmission`.
    /// @param proof 65 bytes: the node key's signature over `NodeAdmission` with the node's nonce (`nonces`), EIP-712
    /// domain `Wattproof Nodes`, version 1, this chain, no contract.
    /// @return node Its address.
    function admit(NodeAdmission calldata admission, bytes calldata proof) external returns (address node);

    /// @notice Removes a node. Its organisation may have it admitted again.
    function remove(address node) external;

    /// @notice Puts a certificate on the revocation list, whether a node has it or not. A validator that has it is none
    /// any longer.
    function revokeCertificate(bytes32 certificateHash) external;

    /// @notice Revokes the certificate that the node shows then. Its organisation may renew a certificate at any time, also
    /// while the members vote; from then on it may not.
    function revokeNode(address node) external;

    /// @notice Takes a certificate off the revocation list. A node that was admitted as a validator is one again.
    function reinstateCertificate(bytes32 certificateHash) external;

    /// @notice Tells that a node has moved, or has another certificate before the present one ends. For its organisation,
    /// while neither certificate is revoked.
    /// @param endpoint As in `NodeAdmission`; the present one if only the certificate is another.
    /// @param certificateHash As in `NodeAdmission`; the present one if only the endpoint is another.
    /// @param proof The node key's signature over
    /// `NodeRenewal(address node,string endpoint,bytes32 certificateHash,uint64 nonce)`.
    function renew(address node, string calldata endpoint, bytes32 certificateHash, bytes calldata proof) external;

    /// @notice Addresses of the validators, in no order. Also what a chain asks whose validators a contract selects.
    function getValidators() external view returns (address[] memory);

    /// @notice Whether the node is a validator now.
    function isValidator(address node) external view returns (bool);

    /// @notice A registered node. Reverts with `NodeRegistryUnknownNode`.
    function nodeOf(address node) external view returns (Node memory);

    /// @notice Number of registered nodes.
    function nodeCount() external view returns (uint256);

    /// @notice A page of at most 200 registered nodes, in no order.
    function nodes(uint256 start, uint256 limit) external view returns (Node[] memory);

    /// @notice Since when a certificate is revoked, Unix seconds; zero if it is not.
    function revokedSinceS(bytes32 certificateHash) external view returns (uint48);

    /// @notice Block in which the set of validators changed last.
    function lastChangeBlock() external view returns (uint48);

    /// @notice Blocks from one change of the set of validators to the next, at least.
    // solhint-disable-next-line func-name-mixedcase
    function BLOCKS_BETWEEN_CHANGES() external view returns (uint48);
}
