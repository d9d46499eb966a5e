// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title IDirectory
/// @notice Tells clients which contract stands behind a name. Its own address is the verifying contract of every
/// device's EIP-712 domain and never changes, so devices in the field outlive every other contract.
/// @dev Trust: whoever holds the authority's role moves names. Contracts never look each other up here.
interface IDirectory {
    /// @notice A contract and the block time from which it stood behind a name; zero from the time when the name was
    /// retired.
    struct Entry {
        address target;
        uint48 sinceS;
    }

    /// @notice `target` stands behind `name` from now on.
    event NameSet(bytes32 indexed name, address indexed target, uint256 version);

    /// @notice `target` does not stand behind `name` any more, and nothing else does.
    event NameRetired(bytes32 indexed name, address indexed target, uint256 version);

    /// @notice `name` was never set.
    error DirectoryUnknownName(bytes32 name);
    /// @notice `name` is retired: what stood there must not be used any more.
    error DirectoryRetired(bytes32 name);
    /// @notice `target` holds no code.
    error DirectoryNotAContract(bytes32 name, address target);

    /// @notice Moves `name` to `target`; the history keeps what stood there before. A retired name comes back so.
    /// @param name Contract name in ASCII, right-padded with zeros.
    function set(bytes32 name, address target) external;

    /// @notice Takes the contract behind `name` out of use without a successor: clients and oracles refuse it from now on.
    /// What it holds stays readable. Reverts with `DirectoryUnknownName` and `DirectoryRetired`.
    function retire(bytes32 name) external;

    /// @notice Contract behind `name` now. Reverts with `DirectoryUnknownName` and `DirectoryRetired`.
    function addressOf(bytes32 name) external view returns (address target);

    /// @notice Everything that ever stood behind `name`, oldest first.
    function history(bytes32 name) external view returns (Entry[] memory entries);

    /// @notice All names ever set.
    function names() external view returns (bytes32[] memory);
}
