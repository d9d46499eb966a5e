// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IEscrowLedger} from "./interfaces/IEscrowLedger.sol";
import {Netting} from "./libraries/Netting.sol";

/// @title EscrowLedger
/// @notice See `IEscrowLedger`.
abstract contract EscrowLedger is IEscrowLedger {
    using SafeERC20 for IERC20;

    /// @notice Token of the escrow.
    IERC20Permit public immutable TOKEN;

    mapping(address account => Netting.Balance) internal _escrow;

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
        _requireFree(msg.sender, amount);
        // Fits: no more than what is free.
        _escrow[msg.sender].amount -= uint128(amount);
        emit Withdrawn(msg.sender, to, amount);
        IERC20(address(TOKEN)).safeTransfer(to, amount);
    }

    /// @inheritdoc IEscrowLedger
    function escrowOf(address account) external view returns (uint256) {
        return _escrow[account].amount;
    }

    /// @inheritdoc IEscrowLedger
    function lockedOf(address account) external view returns (uint256) {
        return _escrow[account].locked;
    }

    function _lock(address account, uint128 amount) internal {
        _requireFree(account, amount);
        _escrow[account].locked += amount;
    }

    function _unlock(address account, uint128 amount) internal {
        _escrow[account].locked -= amount;
    }

    /// @dev Moves up to `amount` inside the ledger.
    /// @return paid What the payer's escrow held of it.
    function _pay(address from, address to, uint256 amount) internal returns (uint256 paid) {
        uint128 balance = _escrow[from].amount;
        paid = amount < balance ? amount : balance;
        // Fits: no more than the payer's balance, and all balances together are what the ledger holds.
        _escrow[from].amount = balance - uint128(paid);
        _escrow[to].amount += uint128(paid);
    }

    function _deposit(address from, address account, uint256 amount) private {
        _escrow[account].amount += SafeCast.toUint128(amount);
        emit Deposited(account, amount);
        IERC20(address(TOKEN)).safeTransferFrom(from, address(this), amount);
    }

    function _requireFree(address account, uint256 amount) private view {
        (uint256 balance, uint256 locked) = (_escrow[account].amount, _escrow[account].locked);
        uint256 free = balance > locked ? balance - locked : 0;
        require(free >= amount, EscrowLedgerInsufficient(account, free, amount));
    }
}
