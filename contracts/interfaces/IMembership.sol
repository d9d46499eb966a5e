// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title IMembership
/// @notice The organisations of the consortium: one soulbound vote token each.
/// @dev Trust: whoever holds the authority's roles admits and expels; once a consortium is founded that is its timelock,
/// and so the members by vote. Must always hold: one organisation, one vote.
interface IMembership {
    /// @notice `organisation` joined under `name`.
    event MemberAdmitted(address indexed organisation, uint256 indexed tokenId, string name);
    /// @notice `organisation` left.
    event MemberExpelled(address indexed organisation, uint256 indexed tokenId);

    /// @notice The account is a member already.
    error MembershipAlreadyMember(address organisation);
    /// @notice The account is not a member.
    error MembershipNotMember(address organisation);
    /// @notice A consortium has at least one member.
    error MembershipLastMember(address organisation);
    /// @notice The vote token belongs to its organisation for good.
    error MembershipSoulbound(uint256 tokenId);
    /// @notice A vote is exercised by the member itself.
    error MembershipNotDelegable(address organisation);
    /// @notice A member needs a name of 1 to 64 bytes.
    error MembershipInvalidName(string name);

    /// @notice Admits `organisation`. Its vote counts from the next second.
    /// @return tokenId The organisation's address as a number.
    function admit(address organisation, string calldata name) external returns (uint256 tokenId);

    /// @notice Expels `organisation` and burns its vote.
    function expel(address organisation) external;

    /// @notice Whether `account` is a member now.
    function isMember(address account) external view returns (bool);

    /// @notice Number of members now.
    function memberCount() external view returns (uint256);

    /// @notice A page of at most 200 members, in no order.
    function members(uint256 start, uint256 limit) external view returns (address[] memory);

    /// @notice Name under which `organisation` was admitted.
    function nameOf(address organisation) external view returns (string memory);
}
