// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";

/// @title Netting
/// @notice Collects the payments of one call, so that each account's balance is read once and written once.
/// @dev Where an account's entry lies in memory is kept in transient storage under the account's own address: 100 gas to
/// look up, however many accounts there are. A hash table in memory would have to defend itself against addresses made to
/// collide. Nothing else may use transient storage in a contract that uses this, and nothing may call out between `open`
/// and `close` to whom could call back.
library Netting {
    /// @param amount What the account holds, token units.
    /// @param locked What of it the account may not withdraw; may be more than is left.
    struct Balance {
        // slot 0
        uint128 amount;
        uint128 locked;
    }

    /// @notice Memory that holds the number of entries and then the entries.
    type Book is uint256;

    /// @notice An account's part in the call, three words of memory: the account, what is available (held before the call,
    /// less what it paid in it) and what it was paid, its own from the end of the call on.
    type Entry is uint256;

    uint256 private constant ENTRY_BYTES = 0x60;

    /// @notice Reserves memory for as many accounts as may pay or be paid.
    function open(uint256 capacity) internal pure returns (Book book) {
        assembly ("memory-safe") {
            book := mload(0x40)
            mstore(book, 0)
            mstore(0x40, add(add(book, 0x20), mul(capacity, ENTRY_BYTES)))
        }
    }

    /// @notice The account's entry, which it gets when it is first asked for.
    function entryOf(
        Book book,
        mapping(address account => Balance) storage balances,
        address account
    ) internal returns (Entry entry) {
        assembly ("memory-safe") {
            entry := tload(account)
        }
        if (Entry.unwrap(entry) != 0) return entry;

        uint256 available = balances[account].amount;
        assembly ("memory-safe") {
            let count := mload(book)
            mstore(book, add(count, 1))
            entry := add(add(book, 0x20), mul(count, ENTRY_BYTES))
            mstore(entry, account)
            mstore(add(entry, 0x20), available)
            mstore(add(entry, 0x40), 0)
            tstore(account, entry)
        }
    }

    /// @notice Takes up to `cost` from an account.
    /// @return paid What it had of it.
    function debit(Entry entry, uint256 cost) internal pure returns (uint256 paid) {
        assembly ("memory-safe") {
            let available := mload(add(entry, 0x20))
            paid := xor(cost, mul(xor(cost, available), lt(available, cost)))
            mstore(add(entry, 0x20), sub(available, paid))
        }
    }

    /// @notice Gives an account what others paid.
    function credit(Entry entry, uint256 amount) internal pure {
        assembly ("memory-safe") {
            let at := add(entry, 0x40)
            mstore(at, add(mload(at), amount))
        }
    }

    /// @notice Writes every account's balance, and forgets where the entries were.
    function close(Book book, mapping(address account => Balance) storage balances) internal {
        uint256 at;
        uint256 end;
        assembly ("memory-safe") {
            at := add(book, 0x20)
            end := add(at, mul(mload(book), ENTRY_BYTES))
        }
        for (; at < end; at += ENTRY_BYTES) {
            address account;
            uint256 amount;
            assembly ("memory-safe") {
                account := mload(at)
                amount := add(mload(add(at, 0x20)), mload(add(at, 0x40)))
                tstore(account, 0)
            }
            balances[account].amount = SafeCast.toUint128(amount);
        }
    }
}
