// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryPlan, DeliverySettlement, Milestone, OpenedTerms} from "../types/Deliveries.sol";
import {Watch} from "../types/Watches.sol";
import {TermsHash} from "./TermsHash.sol";

/// @title DeliveryHash
/// @notice EIP-712 struct hashes of what parties sign of a delivery. The on-chain twin of
/// `protocol/deals/plan.ts`.
library DeliveryHash {
    bytes32 private constant MILESTONE_TYPEHASH = keccak256("Milestone(bytes32 name,uint48 plannedAtS)");
    bytes32 private constant WATCH_TYPEHASH = keccak256("Watch(bytes32 field,bytes32 sensor,uint64 warnMarginMilli)");
    bytes32 private constant PLAN_TYPEHASH = keccak256(
        "DeliveryPlan(bytes32 negotiation,uint48 startS,uint48 endS,address custodian,address arbiter,uint32 heartbeatS,"
        "uint32 confirmWithinS,bool paysInTokens,Watch[] watches,Milestone[] milestones,bytes12[] lots,bytes32 salt)"
        "Milestone(bytes32 name,uint48 plannedAtS)"
        "Watch(bytes32 field,bytes32 sensor,uint64 warnMarginMilli)"
    );
    bytes32 private constant SETTLEMENT_TYPEHASH = keccak256(
        "DeliverySettlement(bytes32 delivery,uint128 toSeller,uint32 violations,uint48 deadlineS)"
    );

    function hash(DeliveryPlan calldata p) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    PLAN_TYPEHASH,
                    p.negotiation,
                    p.startS,
                    p.endS,
                    p.custodian,
                    p.arbiter,
                    p.heartbeatS,
                    p.confirmWithinS,
                    p.paysInTokens,
                    hash(p.watches),
                    hash(p.milestones),
                    // Packed, an array's elements are words each, as EIP-712 encodes them.
                    keccak256(abi.encodePacked(p.lots)),
                    p.salt
                )
            );
    }

    /// @notice Hash of the `Terms` whose item and target stay behind their hashes.
    function hash(OpenedTerms calldata t) internal pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    TermsHash.TERMS_TYPEHASH,
                    t.buyer,
                    t.seller,
                    t.itemHash,
                    t.priceMicro,
                    t.quantityMilli,
                    keccak256(bytes(t.currency)),
                    TermsHash.hash(t.conditions),
                    t.targetHash,
                    t.salt
                )
            );
    }

    function hash(DeliverySettlement calldata s) internal pure returns (bytes32) {
        return keccak256(abi.encode(SETTLEMENT_TYPEHASH, s));
    }

    function hash(Watch[] calldata watches) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](watches.length);
        for (uint256 i = 0; i < watches.length; ++i) {
            hashes[i] = keccak256(abi.encode(WATCH_TYPEHASH, watches[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }

    function hash(Milestone[] calldata milestones) private pure returns (bytes32) {
        bytes32[] memory hashes = new bytes32[](milestones.length);
        for (uint256 i = 0; i < milestones.length; ++i) {
            hashes[i] = keccak256(abi.encode(MILESTONE_TYPEHASH, milestones[i]));
        }
        return keccak256(abi.encodePacked(hashes));
    }
}
