// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {NodeAdmission} from "../types/Nodes.sol";

/// @title NodeHash
/// @notice EIP-712 digests of what nodes sign with their node keys. Twin of `protocol/nodes`.
/// @dev The domain names no contract: the nodes of a founding sign before any contract stands.
library NodeHash {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256("EIP712Domain(string name,string version,uint256 chainId)");
    bytes32 private constant NAME_HASH = keccak256("Wattproof Nodes");
    bytes32 private constant VERSION_HASH = keccak256("1");
    bytes32 private constant ADMISSION_TYPEHASH = keccak256(
        "NodeAdmission(bytes id,string name,string endpoint,address organisation,bytes32 certificateHash,bool validator,uint64 nonce)"
    );
    bytes32 private constant RENEWAL_TYPEHASH = keccak256(
        "NodeRenewal(address node,string endpoint,bytes32 certificateHash,uint64 nonce)"
    );

    /// @notice Address of a node by its public key.
    function addressOf(bytes memory id) internal pure returns (address) {
        return address(uint160(uint256(keccak256(id))));
    }

    /// @param nonce How often the node has signed something that counted.
    function digest(NodeAdmission memory a, uint256 nonce) internal view returns (bytes32) {
        return
            _digest(
                keccak256(
                    abi.encode(
                        ADMISSION_TYPEHASH,
                        keccak256(a.id),
                        keccak256(bytes(a.name)),
                        keccak256(bytes(a.endpoint)),
                        a.organisation,
                        a.certificateHash,
                        a.validator,
                        nonce
                    )
                )
            );
    }

    /// @param nonce As above.
    function renewalDigest(
        address node,
        string memory endpoint,
        bytes32 certificateHash,
        uint256 nonce
    ) internal view returns (bytes32) {
        bytes32 endpointHash = keccak256(bytes(endpoint));
        return _digest(keccak256(abi.encode(RENEWAL_TYPEHASH, node, endpointHash, certificateHash, nonce)));
    }

    function _digest(bytes32 structHash) private view returns (bytes32) {
        bytes32 separator = keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid));
        return keccak256(abi.encodePacked(hex"1901", separator, structHash));
    }
}
