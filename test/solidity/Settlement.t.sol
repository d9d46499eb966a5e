// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {SettlementHandler} from "./support/SettlementHandler.sol";

/// What must always hold of `EnergySettlement`, driven by `SettlementHandler`.
contract SettlementTest {
    SettlementHandler private _handler;

    function setUp() external {
        _handler = new SettlementHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// The accounts of the ledger add up to its tokens, apart from those sent past it.
    function invariant_LedgerIsSolvent() external view {
        uint256 balance = _handler.token().balanceOf(address(_handler.settlement()));
        assert(_escrows() + _handler.donated() == balance);
    }

    /// Money only enters by deposit and leaves by withdrawal: payments move it inside.
    function invariant_MoneyIsConserved() external view {
        assert(_escrows() == _handler.deposited() - _handler.withdrawn());
    }

    /// A supplier never delivers more than it produced, nor a consumer gets more than it took or its cap.
    function invariant_EnergyIsConserved() external view {
        for (uint256 supplier = 0; supplier < 2; ++supplier) {
            assert(_handler.deliveredWh(supplier) <= _handler.producedWh(supplier));
        }
        for (uint256 home = 1; home < _handler.HOMES(); ++home) {
            uint64 delivered = _handler.settlement().deliveredWhOf(_handler.ids(home));
            assert(delivered <= _handler.registersWh(home, 0));
            if (home == 2) assert(delivered <= 20_000);
        }
    }

    /// No replay, no doubled reading and no overdraft went through, and no interval delivered more than it had.
    function invariant_NothingSettlesTwice() external view {
        assert(!_handler.broken());
    }

    function _escrows() private view returns (uint256 sum) {
        for (uint256 home = 0; home < _handler.HOMES(); ++home) {
            sum += _handler.settlement().escrowOf(_handler.ownerOf(home));
        }
    }
}
