// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {MintOrder, RedeemOrder, ReserveAttestation} from "../types/Tokens.sol";

/// @title TokenHash
/// @notice EIP-712 struct hashes of what treasurers and holders sign to the token. Twin of `protocol/records`.
library TokenHash {
    bytes32 private constant MINT_ORDER_TYPEHASH = keccak256(
        "MintOrder(address to,uint256 amount,bytes32 paymentReference,uint48 deadlineS)"
    );
    bytes32 private constant RESERVE_ATTESTATION_TYPEHASH = keccak256(
        "ReserveAttestation(uint256 amount,uint48 asOfS,bytes32 reportHash,uint48 deadlineS)"
    );
    bytes32 private constant REDEEM_ORDER_TYPEHASH = keccak256(
        "RedeemOrder(address holder,uint256 amount,bytes32 payoutHash,uint256 nonce,uint48 deadlineS)"
    );

    function hash(MintOrder calldata o) internal pure returns (bytes32) {
        return keccak256(abi.encode(MINT_ORDER_TYPEHASH, o));
    }

    function hash(ReserveAttestation calldata a) internal pure returns (bytes32) {
        return keccak256(abi.encode(RESERVE_ATTESTATION_TYPEHASH, a));
    }

    function hash(RedeemOrder calldata o) internal pure returns (bytes32) {
        return keccak256(abi.encode(REDEEM_ORDER_TYPEHASH, o));
    }
}
