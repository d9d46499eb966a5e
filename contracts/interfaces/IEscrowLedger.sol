// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Permit.sol";

/// @title IEscrowLedger
/// @notice Money that accounts set aside for what they will owe. Payments move inside the ledger; tokens move only when
/// an account deposits or withdraws.
/// @dev Must always hold: the ledger's accounts add up to no more than the tokens it holds. An account may withdraw what its
/// agreements have not locked at any time. A lock keeps money in the ledger; it does not keep one supplier's payment from
/// drawing on what was locked for another.
interface IEscrowLedger {
    /// @notice `amount` of tokens entered the escrow of `account`.
    event Deposited(address indexed account, uint256 amount);
    /// @notice `amount` of tokens left the escrow of `account` for `to`.
    event Withdrawn(address indexed account, address indexed to, uint256 amount);

    /// @notice The account's free escrow is less than what is needed.
    error EscrowLedgerInsufficient(address account, uint256 free, uint256 needed);

    /// @notice Moves the caller's tokens into the escrow of `account`.
    function deposit(address account, uint256 amount) external;

    /// @notice Moves `account`'s tokens into its own escrow by its permit. Anyone may relay. A permit that somebody used
    /// before makes it revert, rather than spend an allowance that was given for something else.
    function depositWithPermit(
        address account,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external;

    /// @notice Moves tokens out of the caller's free escrow to `to`.
    function withdraw(address to, uint256 amount) external;

    /// @notice Escrow of an account, token units.
    function escrowOf(address account) external view returns (uint256);

    /// @notice What an account's agreements have locked, token units; may be more than is left.
    function lockedOf(address account) external view returns (uint256);

    /// @notice Token of the escrow.
    function TOKEN() external view returns (IERC20Permit);
}
