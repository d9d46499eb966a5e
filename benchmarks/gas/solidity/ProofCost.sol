// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {MerkleProofLib} from "solady/src/utils/MerkleProofLib.sol";

interface IAnchor {
    function verify(
        bytes32 stream,
        uint64 sequence,
        bytes32 root,
        bytes32 structHash,
        bytes32[] calldata proof
    ) external view returns (uint64 anchoredAtS);
}

/// @title ProofCost
/// @notice What a proof costs inside of a larger call: calldata and the transaction are somebody else's.
contract ProofCost {
    function openZeppelin(bytes32[] calldata proof, bytes32 root, bytes32 leaf) external view returns (uint256 gas) {
        uint256 before = gasleft();
        bool proven = MerkleProof.verifyCalldata(proof, root, leaf);
        gas = before - gasleft();
        require(proven, "OpenZeppelin does not prove it");
    }

    function solady(bytes32[] calldata proof, bytes32 root, bytes32 leaf) external view returns (uint256 gas) {
        uint256 before = gasleft();
        bool proven = MerkleProofLib.verifyCalldata(proof, root, leaf);
        gas = before - gasleft();
        require(proven, "Solady does not prove it");
    }

    /// @notice A contract that asks `RecordAnchor` whether a record is anchored.
    function anchored(
        IAnchor anchor,
        bytes32 stream,
        uint64 sequence,
        bytes32 root,
        bytes32 structHash,
        bytes32[] calldata proof
    ) external view returns (uint256 gas) {
        uint256 before = gasleft();
        uint64 anchoredAtS = anchor.verify(stream, sequence, root, structHash, proof);
        gas = before - gasleft();
        require(anchoredAtS != 0, "RecordAnchor does not prove it");
    }
}
