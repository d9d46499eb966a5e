// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title RecordDomain
/// @notice EIP-712 domain of everything a device signs: the `Directory` is its verifying contract, on every chain.
library RecordDomain {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant NAME_HASH = keccak256("Wattproof");
    bytes32 private constant VERSION_HASH = keccak256("1");

    function separator(address directory) internal view returns (bytes32) {
        return keccak256(abi.encode(DOMAIN_TYPEHASH, NAME_HASH, VERSION_HASH, block.chainid, directory));
    }

    /// @notice The bytes that a device hashes and signs: keccak-256 with secp256k1, SHA-256 with P-256.
    function preimage(bytes32 domainSeparator, bytes32 structHash) internal pure returns (bytes memory) {
        return abi.encodePacked(hex"1901", domainSeparator, structHash);
    }
}
