// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {IGenesisValidators} from "./interfaces/IGenesisValidators.sol";
import {INodeRegistry} from "./interfaces/INodeRegistry.sol";

/// @title GenesisValidators
/// @notice See `IGenesisValidators`.
/// @dev No constructor runs in a genesis: `network/genesis/validatorContract.ts` writes these slots, in this order.
contract GenesisValidators is IGenesisValidators {
    uint64 private constant ADMINISTRATOR = 0;

    address[] private _validators;
    address[] private _founders;
    /// @inheritdoc IGenesisValidators
    address public registry;
    /// @inheritdoc IGenesisValidators
    mapping(address founder => address registry) public confirmedBy;

    /// @inheritdoc IGenesisValidators
    function confirm(address registry_) external {
        require(registry == address(0), GenesisValidatorsAlreadyFollowing(registry));
        require(_isFounder(msg.sender), GenesisValidatorsNotFounder(msg.sender));
        address[] memory validators = _validatorsOf(registry_);
        require(validators.length == _validators.length, GenesisValidatorsUnfit(registry_));
        for (uint256 i = 0; i < validators.length; ++i) {
            require(INodeRegistry(registry_).isValidator(_validators[i]), GenesisValidatorsUnfit(registry_));
        }

        confirmedBy[msg.sender] = registry_;
        emit RegistryConfirmed(msg.sender, registry_);
        for (uint256 i = 0; i < _founders.length; ++i) if (confirmedBy[_founders[i]] != registry_) return;
        _follow(registry_);
    }

    /// @inheritdoc IGenesisValidators
    function move(address registry_) external {
        require(registry != address(0) && _administers(msg.sender), GenesisValidatorsNotAdministrator(msg.sender));
        _validatorsOf(registry_);

        _follow(registry_);
    }

    /// @inheritdoc IGenesisValidators
    function getValidators() external view returns (address[] memory validators) {
        if (registry == address(0)) return _validators;
        // By way of a call of its own: an answer that cannot be decoded reverts there, and is caught here.
        try this.registryValidators() returns (address[] memory answer) {
            if (answer.length != 0) return answer;
        } catch {}
        return _validators;
    }

    /// @inheritdoc IGenesisValidators
    function registryValidators() external view returns (address[] memory) {
        return INodeRegistry(registry).getValidators();
    }

    /// @inheritdoc IGenesisValidators
    function founders() external view returns (address[] memory) {
        return _founders;
    }

    function _follow(address registry_) private {
        registry = registry_;
        emit RegistryFollowed(registry_);
    }

    /// @dev Somebody at least, and nobody twice: what Besu takes and does not check.
    function _validatorsOf(address registry_) private view returns (address[] memory validators) {
        require(registry_.code.length != 0, GenesisValidatorsUnfit(registry_));
        validators = INodeRegistry(registry_).getValidators();
        require(validators.length != 0, GenesisValidatorsUnfit(registry_));
        for (uint256 i = 0; i < validators.length; ++i) {
            for (uint256 j = 0; j < i; ++j) require(validators[i] != validators[j], GenesisValidatorsUnfit(registry_));
        }
    }

    function _isFounder(address account) private view returns (bool) {
        for (uint256 i = 0; i < _founders.length; ++i) if (_founders[i] == account) return true;
        return false;
    }

    function _administers(address account) private view returns (bool isAdministrator) {
        address authority = IAccessManaged(registry).authority();
        (isAdministrator, ) = IAccessManager(authority).hasRole(ADMINISTRATOR, account);
    }
}
