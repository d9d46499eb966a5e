// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title ITokenReceiver
/// @notice Test only: a contract that is told of tokens.
interface ITokenReceiver {
    /// @notice The token calls this before it is done with a transfer.
    function onTokens() external;
}

/// @title CallingToken
/// @notice Test only: a token of anybody's making that calls whoever receives it, if that is a contract which wants to know.
contract CallingToken is ERC20 {
    mapping(address account => bool wanted) private _listens;

    constructor() ERC20("Calling", "CALL") {}

    /// @notice Gives the account tokens.
    function mint(address account, uint256 amount) external {
        _mint(account, amount);
    }

    /// @notice Has transfers to the caller announced to it.
    function listen() external {
        _listens[msg.sender] = true;
    }

    function _update(address from, address to, uint256 amount) internal override {
        super._update(from, to, amount);
        if (_listens[to]) ITokenReceiver(to).onTokens();
    }
}
