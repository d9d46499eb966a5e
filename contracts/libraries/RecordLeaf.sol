// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title RecordLeaf
/// @notice Leaf that OpenZeppelin's `StandardMerkleTree` makes of a struct hash: hashed twice, so that no inner node of
/// a tree can pass for a leaf.
library RecordLeaf {
    function leaf(bytes32 structHash) internal pure returns (bytes32) {
        return keccak256(bytes.concat(keccak256(abi.encode(structHash))));
    }
}
