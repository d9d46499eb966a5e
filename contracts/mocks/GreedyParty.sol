// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {IPaymentChannel} from "../interfaces/IPaymentChannel.sol";
import {CallingToken, ITokenReceiver} from "./CallingToken.sol";

/// @title GreedyParty
/// @notice Test only: a contract that agrees to everything, and when it is paid asks to be paid again, or wants no money.
contract GreedyParty is IERC1271, ITokenReceiver {
    /// @notice It wants no money.
    error MoneyRefused();

    IPaymentChannel private immutable _channels;
    bool private _refuses;
    /// @notice How often it asked again.
    uint256 public attempts;

    constructor(IPaymentChannel channels, CallingToken token) {
        _channels = channels;
        token.listen();
    }

    /// @notice Makes it refuse money from now on.
    function refuse() external {
        _refuses = true;
    }

    /// @inheritdoc ITokenReceiver
    function onTokens() external {
        require(!_refuses, MoneyRefused());
        ++attempts;
        // Whether it succeeds shows in the balance.
        // solhint-disable-next-line avoid-low-level-calls
        (bool succeeded, ) = address(_channels).call(abi.encodeCall(IPaymentChannel.withdraw, (address(this))));
        succeeded;
    }

    /// @inheritdoc IERC1271
    function isValidSignature(bytes32, bytes calldata) external pure returns (bytes4) {
        return IERC1271.isValidSignature.selector;
    }
}
