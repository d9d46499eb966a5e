// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @title Netting
/// @notice Collects the payments of one call, so that each account's balance is read once and written once.
/// @dev Where an account's entry lies in memory is kept in transient storage, under the key that its balance has in storage:
/// 100 gas to look up, however many accounts there are. A hash table in memory would have to defend itself against addresses made to
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

    /// @notice Memory: number of entries, the account credited last, its entry, the most entries, then the entries.
    type Book is uint256;

    /// @dev An account's part in the call, three words of memory: where its balance is stored; the balance as it was, less what
    /// the account paid in the call; and what it was paid, its own from the end of the call on.
    type Entry is uint256;

    /// @notice An account would hold 2^128 units or more.
    error NettingOverflow();
    /// @notice More accounts took part than the book was opened for.
    error NettingFull();

    uint256 private constant ENTRIES_AT = 0x80;
    uint256 private constant ENTRY_BYTES = 0x60;

    /// @notice Reserves memory for as many accounts as may pay or be paid.
    function open(uint256 capacity) internal pure returns (Book book) {
        assembly ("memory-safe") {
            book := mload(0x40)
            mstore(book, 0)
            mstore(add(book, 0x20), 0)
            mstore(add(book, 0x60), capacity)
            mstore(0x40, add(add(book, ENTRIES_AT), mul(capacity, ENTRY_BYTES)))
        }
    }

    /// @notice Moves up to `cost` from one account to another.
    /// @return paid What the payer had of it.
    function pay(
        Book book,
        mapping(address account => Balance) storage balances,
        address from,
        address to,
        uint256 cost
    ) internal returns (uint256 paid) {
        Entry payer = _entryOf(book, balances, from);
        assembly ("memory-safe") {
            let at := add(payer, 0x20)
            let word := mload(at)
            let available := and(word, 0xffffffffffffffffffffffffffffffff)
            paid := cost
            if lt(available, cost) {
                paid := available
            }
            mstore(at, sub(word, paid))
        }
        Entry payee = _payeeOf(book, balances, to);
        assembly ("memory-safe") {
            let at := add(payee, 0x40)
            mstore(at, add(mload(at), paid))
        }
    }

    /// @notice Writes every account's balance, and forgets where the entries were.
    function close(Book book) internal {
        uint256 entry;
        uint256 end;
        assembly ("memory-safe") {
            entry := add(book, ENTRIES_AT)
            end := add(entry, mul(mload(book), ENTRY_BYTES))
        }
        while (entry < end) {
            uint256 word;
            uint256 credit;
            assembly ("memory-safe") {
                word := mload(add(entry, 0x20))
                credit := mload(add(entry, 0x40))
            }
            unchecked {
                // The lock above the amount stays as it is.
                require(uint128(word) + credit <= type(uint128).max, NettingOverflow());
                word += credit;
            }
            assembly ("memory-safe") {
                let slot := mload(entry)
                sstore(slot, word)
                tstore(slot, 0)
                entry := add(entry, ENTRY_BYTES)
            }
        }
    }

    /// @dev A supplier is paid by one consumer after the other.
    function _payeeOf(
        Book book,
        mapping(address account => Balance) storage balances,
        address account
    ) private returns (Entry entry) {
        bool isLast;
        assembly ("memory-safe") {
            isLast := eq(mload(add(book, 0x20)), account)
            entry := mload(add(book, 0x40))
        }
        if (isLast) return entry;
        entry = _entryOf(book, balances, account);
        assembly ("memory-safe") {
            mstore(add(book, 0x20), account)
            mstore(add(book, 0x40), entry)
        }
    }

    /// @dev The account's entry, which it gets when it is first asked for.
    function _entryOf(
        Book book,
        mapping(address account => Balance) storage balances,
        address account
    ) private returns (Entry entry) {
        bytes4 full = NettingFull.selector;
        assembly ("memory-safe") {
            // Whatever the caller left above the address is none of it.
            mstore(0x00, shr(96, shl(96, account)))
            mstore(0x20, balances.slot)
            let slot := keccak256(0x00, 0x40)
            entry := tload(slot)
            if iszero(entry) {
                let count := mload(book)
                // What lies behind the book must stay as it is.
                if eq(count, mload(add(book, 0x60))) {
                    mstore(0x00, full)
                    revert(0x00, 0x04)
                }
                mstore(book, add(count, 1))
                entry := add(add(book, ENTRIES_AT), mul(count, ENTRY_BYTES))
                mstore(entry, slot)
                mstore(add(entry, 0x20), sload(slot))
                mstore(add(entry, 0x40), 0)
                tstore(slot, entry)
            }
        }
    }
}
