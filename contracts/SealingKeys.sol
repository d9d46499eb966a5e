// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMembership} from "./interfaces/IMembership.sol";
import {ISealingKeys} from "./interfaces/ISealingKeys.sol";

/// @title SealingKeys
/// @notice See `ISealingKeys`.
contract SealingKeys is ISealingKeys {
    /// @inheritdoc ISealingKeys
    IMembership public immutable MEMBERSHIP;

    /// @inheritdoc ISealingKeys
    mapping(address member => bytes32 key) public keyOf;

    constructor(IMembership membership) {
        MEMBERSHIP = membership;
    }

    /// @inheritdoc ISealingKeys
    function publish(bytes32 key) external {
        require(MEMBERSHIP.isMember(msg.sender), SealingKeysNotMember(msg.sender));
        require(key != 0, SealingKeysInvalidKey(key));

        keyOf[msg.sender] = key;
        emit SealingKeyPublished(msg.sender, key);
    }
}
