// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title IGenesisValidators
/// @notice Tells a QBFT chain its validators where a contract selects them: those of the founding until all founders have
/// confirmed the consortium's registry of nodes, and that registry's from then on. It stands in the genesis, before any
/// other contract, so it has no constructor; its founding validators and founders are in its storage from the start.
/// Experimental.
/// @dev Trust: all founders together, once; then whoever administers the registry's authority, that is the timelock. Must
/// always hold: it never answers with nobody and never reverts, since either stops the chain for good. Where the registry
/// does, the founding validators are the answer, if they are still at hand. Besu asks in each block, with no gas to spare for
/// more than the registry's own answer (https://besu.hyperledger.org/private-networks/how-to/configure/consensus/qbft).
interface IGenesisValidators {
    /// @notice A founder says which registry is to tell the validators.
    event RegistryConfirmed(address indexed founder, address indexed registry);
    /// @notice `registry` tells the validators from the next block on.
    event RegistryFollowed(address indexed registry);

    /// @notice Only accounts that founded the chain confirm its registry.
    error GenesisValidatorsNotFounder(address account);
    /// @notice The registry was confirmed by all founders; only its administrator moves on from it.
    error GenesisValidatorsAlreadyFollowing(address registry);
    /// @notice Only the administrator of the registry's authority moves on from it.
    error GenesisValidatorsNotAdministrator(address account);
    /// @notice The registry does not answer with distinct validators, or at the founding with others than those of the genesis.
    error GenesisValidatorsUnfit(address registry);

    /// @notice Confirms the registry; the last founder's word makes it count. A founder may change its word until then.
    function confirm(address registry) external;

    /// @notice Moves on to another registry, of a new version. For the administrator of the present one's authority.
    function move(address registry) external;

    /// @notice Validators of the next block.
    function getValidators() external view returns (address[] memory);

    /// @notice What the registry answers, or its refusal.
    function registryValidators() external view returns (address[] memory);

    /// @notice The registry that is followed; zero while it is none.
    function registry() external view returns (address);

    /// @notice Accounts that founded the chain, and have to confirm.
    function founders() external view returns (address[] memory);

    /// @notice The registry that a founder confirmed last; zero if none.
    function confirmedBy(address founder) external view returns (address);
}
