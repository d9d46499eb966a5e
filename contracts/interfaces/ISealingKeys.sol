// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IMembership} from "./IMembership.sol";

/// @title ISealingKeys
/// @notice Where members publish the keys with which others seal what only they may read.
/// @dev A key is an X25519 public key (RFC 7748), 32 bytes, for HPKE (RFC 9180). The chain cannot tell whether anybody
/// holds its private half. What was sealed with a key stays readable with that key, whatever replaced it.
interface ISealingKeys {
    /// @notice `member` reads what is sealed with `key` from now on.
    event SealingKeyPublished(address indexed member, bytes32 key);

    /// @notice Only members publish keys.
    error SealingKeysNotMember(address account);
    /// @notice Zero is no key.
    error SealingKeysInvalidKey(bytes32 key);

    /// @notice Publishes the caller's key in the place of the one before. Members only.
    /// @dev Reverts with `SealingKeysNotMember`, `SealingKeysInvalidKey`.
    /// @param key X25519 public key, 32 bytes, not zero; whether it is sound is not looked at.
    function publish(bytes32 key) external;

    /// @notice The key that the account published last, also if it is a member no more; zero if it published none.
    /// @param member Whose key.
    function keyOf(address member) external view returns (bytes32);

    /// @notice Who may publish.
    function MEMBERSHIP() external view returns (IMembership);
}
