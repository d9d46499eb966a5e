// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Netting} from "../../contracts/libraries/Netting.sol";
import {vm} from "./support/Vm.sol";

/// Payments of a call against a ledger that keeps what was there before and what came in apart, account by account.
contract NettingTest {
    using Netting for Netting.Book;

    uint256 private constant ACCOUNTS = 5;

    mapping(address account => Netting.Balance) private _balances;

    struct Payment {
        uint8 from;
        uint8 to;
        uint128 cost;
    }

    /// Every payment takes what its payer had before the call and has not paid since; credits count at the end.
    function testFuzz_PaysAsALedgerWould(uint128[5] memory amounts, Payment[20] memory payments) external {
        uint256[5] memory available;
        uint256[5] memory credits;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            // Sums stay below 2^128, as they do while all balances are tokens of one supply.
            available[i] = amounts[i] / ACCOUNTS;
            _balances[_account(i)] = Netting.Balance(uint128(available[i]), uint128(i + 1));
        }
        Netting.Book book = Netting.open(ACCOUNTS);
        for (uint256 i = 0; i < payments.length; ++i) {
            uint256 from = payments[i].from % ACCOUNTS;
            uint256 to = payments[i].to % ACCOUNTS;
            uint256 cost = i % 2 == 0 ? payments[i].cost : payments[i].cost % (available[from] + 1);
            uint256 paid = book.pay(_balances, _account(from), _account(to), cost);
            assert(paid == (cost < available[from] ? cost : available[from]));
            available[from] -= paid;
            credits[to] += paid;
        }
        book.close();
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            Netting.Balance storage balance = _balances[_account(i)];
            assert(balance.amount == available[i] + credits[i]);
            assert(balance.locked == i + 1);
        }
    }

    /// What lies in memory behind the book stays as it is: one account too many is refused, and one less is enough.
    function testFuzz_KeepsWithinItsMemory(uint8 accounts, bytes32 behind) external {
        uint256 count = 1 + (accounts % 50);
        Netting.Book book = Netting.open(count);
        bytes32[1] memory next = [behind];
        for (uint256 i = 0; i < count; ++i) book.pay(_balances, _account(i), _account(0), 0);
        assert(next[0] == behind);
        book.close();
        try this.overfill(count) {
            assert(false);
        } catch (bytes memory reason) {
            assert(bytes4(reason) == Netting.NettingFull.selector);
        }
    }

    function overfill(uint256 count) external {
        Netting.Book book = Netting.open(count);
        for (uint256 i = 0; i <= count; ++i) book.pay(_balances, _account(i), _account(0), 0);
    }

    /// A second call of the same transaction begins anew: nothing is left where entries were looked up.
    function testFuzz_LeavesNothingBehind(uint64 amount, uint64 cost) external {
        (address payer, address payee) = (_account(0), _account(1));
        _balances[payer].amount = amount;
        uint256 paid = _payOnce(payer, payee, cost);
        assert(_transient(payer) == 0 && _transient(payee) == 0);
        uint256 rest = amount - paid;
        assert(_payOnce(payer, payee, cost) == (cost < rest ? cost : rest));
        // What was credited counts from the next call on.
        uint256 credited = _balances[payee].amount;
        assert(_payOnce(payee, payer, type(uint128).max) == credited && _balances[payer].amount == amount);
    }

    /// An account that pays itself keeps what it has.
    function testFuzz_PayingOneselfChangesNothing(uint128 amount, uint128 cost) external {
        _balances[_account(0)].amount = amount;
        _payOnce(_account(0), _account(0), cost);
        assert(_balances[_account(0)].amount == amount);
    }

    function test_RefusesABalanceBeyond128Bits() external {
        _balances[_account(0)].amount = 1;
        _balances[_account(1)].amount = type(uint128).max;
        vm.expectRevert(abi.encodeWithSelector(Netting.NettingOverflow.selector));
        this.payOnce(_account(0), _account(1), 1);
    }

    function payOnce(address from, address to, uint256 cost) external {
        _payOnce(from, to, cost);
    }

    function _payOnce(address from, address to, uint256 cost) private returns (uint256 paid) {
        Netting.Book book = Netting.open(2);
        paid = book.pay(_balances, from, to, cost);
        book.close();
    }

    function _transient(address account) private view returns (uint256 word) {
        bytes32 slot = keccak256(abi.encode(account, _slotOfBalances()));
        assembly ("memory-safe") {
            word := tload(slot)
        }
    }

    function _slotOfBalances() private pure returns (uint256 slot) {
        assembly ("memory-safe") {
            slot := _balances.slot
        }
    }

    function _account(uint256 index) private pure returns (address) {
        // Differs in its highest bits, and has none above them: the library hashes addresses as they are given.
        return address(bytes20(keccak256(abi.encode(index))));
    }
}
