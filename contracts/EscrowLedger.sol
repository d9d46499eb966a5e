// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {IEscrowLedger} from "./interfaces/IEscrowLedger.sol";

/// @title EscrowLedger
/// @notice See `IEscrowLedger`.
abstract contract EscrowLedger is IEscrowLedger {
    using SafeERC20 for IERC20;

    /// @notice Token of the escrow.
    IERC20Permit public immutable TOKEN;

    mapping(address account => uint256 amount) private _escrow;

    constructor(IERC20Permit token) {
        TOKEN = token;
    }

    /// @inheritdoc IEscrowLedger
    function deposit(address account, uint256 amount) external {
        _deposit(msg.sender, account, amount);
    }

    /// @inheritdoc IEscrowLedger
    function depositWithPermit(
        address account,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        TOKEN.permit(account, address(this), amount, deadline, v, r, s);
        _deposit(account, account, amount);
    }

    /// @inheritdoc IEscrowLedger
    function withdraw(address to, uint256 amount) external {
        uint256 balance = _escrow[msg.sender];
        require(balance >= amount, EscrowLedgerInsufficient(msg.sender, balance, amount));

        _escrow[msg.sender] = balance - amount;
        emit Withdrawn(msg.sender, to, amount);
        IERC20(address(TOKEN)).safeTransfer(to, amount);
    }

    /// @inheritdoc IEscrowLedger
    function escrowOf(address account) external view returns (uint256) {
        return _escrow[account];
    }

    /// @dev Moves up to `amount` inside the ledger.
    /// @return paid What the payer's escrow held of it.
    function _pay(address from, address to, uint256 amount) internal returns (uint256 paid) {
        uint256 balance = _escrow[from];
        paid = amount < balance ? amount : balance;
        if (paid == 0) return 0;
        _escrow[from] = balance - paid;
        _escrow[to] += paid;
    }

    function _deposit(address from, address account, uint256 amount) private {
        _escrow[account] += amount;
        emit Deposited(account, amount);
        IERC20(address(TOKEN)).safeTransferFrom(from, address(this), amount);
    }
}
