// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ERC1155Holder} from "@openzeppelin/contracts/token/ERC1155/utils/ERC1155Holder.sol";

/// @title TokenReceiver
/// @notice Test only: takes ERC-1155 tokens, and makes a call of its own when it is asked to; a call that fails refuses them.
contract TokenReceiver is ERC1155Holder {
    address private _target;
    bytes private _data;

    /// @notice Calls `target` with `data` when tokens arrive.
    function plan(address target, bytes calldata data) external {
        (_target, _data) = (target, data);
    }

    /// @inheritdoc ERC1155Holder
    function onERC1155Received(
        address operator,
        address from,
        uint256 id,
        uint256 value,
        bytes memory data
    ) public override returns (bytes4) {
        if (_target != address(0)) Address.functionCall(_target, _data);
        return super.onERC1155Received(operator, from, id, value, data);
    }
}
