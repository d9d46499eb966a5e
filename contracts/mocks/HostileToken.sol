// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";

/// @title HostileToken
/// @notice Test only: a token that calls somebody back before it moves, and that is itself an account which others let act.
contract HostileToken is ERC20Permit {
    address private _target;
    bytes private _callback;

    /// @notice How the last callback ended; empty if it succeeded or none was made.
    bytes public failure;
    /// @notice Callbacks made so far.
    uint256 public callbacks;

    constructor() ERC20("Hostile", "HST") ERC20Permit("Hostile") {}

    /// @notice Creates tokens.
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    /// @notice Lets the next transfer call `target` before anything moves.
    function arm(address target, bytes calldata callback) external {
        (_target, _callback) = (target, callback);
    }

    /// @notice Calls `target` as this account.
    function run(address target, bytes calldata data) external {
        Address.functionCall(target, data);
    }

    /// @inheritdoc ERC20
    function _update(address from, address to, uint256 amount) internal override {
        bytes memory callback = _callback;
        if (callback.length != 0) {
            delete _callback;
            ++callbacks;
            // solhint-disable-next-line avoid-low-level-calls
            (bool succeeded, bytes memory returned) = _target.call(callback);
            failure = succeeded ? bytes("") : returned;
        }
        super._update(from, to, amount);
    }
}
