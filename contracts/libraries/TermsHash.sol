// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Condition, Note, Terms} from "../types/Deals.sol";

/// @title TermsHash
/// @notice EIP-712 struct hashes of terms and notes. The on-chain twin of `protocol/deals/terms.ts`.
library TermsHash {
    bytes32 internal constant CONDITION_TYPEHASH = keccak256("Condition(bytes32 field,int64 minMilli,int64 maxMilli)");
    bytes32 internal constant NOTE_TYPEHASH = keccak256("Note(string text,bytes32 salt)");
    bytes32 internal constant TERMS_TYPEHASH = keccak256(
        "Terms(address buyer,address seller,string item,uint128 priceMicro,uint64 quantityMilli,string currency,"
        "Condition[] conditions,string target,bytes32 salt)Condition(bytes32 field,int64 minMilli,int64 maxMilli)"
    );

    function hash(Terms calldata t) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    TERMS_TYPEHASH,
                    t.buyer,
                    t.seller,
                    keccak256(bytes(t.item)),
                    t.priceMicro,
                    t.quantityMilli,
                    keccak256(bytes(t.currency)),
                    hash(t.conditions),
                    keccak256(bytes(t.target)),
                    t.salt
                )
            );
    }

    function hash(Note calldata note) internal pure returns (bytes32) {
        return keccak256(abi.encode(NOTE_TYPEHASH, keccak256(bytes(note.text)), note.salt));
    }

    /// @notice Hash of a list of conditions, as it stands within the terms.
    function hash(Condition[] calldata conditions) internal pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](conditions.length);
        for (uint256 i = 0; i < conditions.length; ++i) {
            // A struct of words only is encoded as EIP-712 encodes its members.
            hashes[i] = keccak256(abi.encode(CONDITION_TYPEHASH, conditions[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
