// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IDirectory} from "./interfaces/IDirectory.sol";

/// @title Directory
/// @notice See `IDirectory`.
contract Directory is IDirectory, AccessManaged {
    mapping(bytes32 name => Entry[] entries) private _history;
    bytes32[] private _names;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IDirectory
    function set(bytes32 name, address target) external restricted {
        require(target.code.length != 0, DirectoryNotAContract(name, target));

        Entry[] storage entries = _history[name];
        if (entries.length == 0) _names.push(name);
        entries.push(Entry(target, uint48(block.timestamp)));
        emit NameSet(name, target, entries.length);
    }

    /// @inheritdoc IDirectory
    function retire(bytes32 name) external restricted {
        Entry[] storage entries = _history[name];
        address target = addressOf(name);

        entries.push(Entry(address(0), uint48(block.timestamp)));
        emit NameRetired(name, target, entries.length);
    }

    /// @inheritdoc IDirectory
    function addressOf(bytes32 name) public view returns (address target) {
        Entry[] storage entries = _history[name];
        require(entries.length != 0, DirectoryUnknownName(name));
        target = entries[entries.length - 1].target;
        require(target != address(0), DirectoryRetired(name));
    }

    /// @inheritdoc IDirectory
    function history(bytes32 name) external view returns (Entry[] memory) {
        return _history[name];
    }

    /// @inheritdoc IDirectory
    function names() external view returns (bytes32[] memory) {
        return _names;
    }
}
