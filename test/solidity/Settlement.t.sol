// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergySettlement} from "../../contracts/EnergySettlement.sol";
import {ExportRegister, ImportRegister} from "../../contracts/types/Settlement.sol";
import {SettlementBooks} from "./support/SettlementBooks.sol";
import {SettlementHandler} from "./support/SettlementHandler.sol";

/// What must always hold of `EnergySettlement`, driven by `SettlementHandler`.
contract SettlementTest {
    SettlementHandler private _handler;
    EnergySettlement private _settlement;

    function setUp() external {
        _handler = new SettlementHandler();
        _settlement = _handler.settlement();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// Every action of the handler goes through, so that a run tests something: energy and money move, and all agrees.
    function test_EveryActionGoesThrough() external {
        for (uint256 party = 0; party <= _handler.HOMES(); ++party) _handler.deposit(party, 50_000_000);
        uint32[5] memory flowsWh = [uint32(3000), 4000, 2000, 1500, 900];
        for (uint8 round = 0; round < 12; ++round) {
            _handler.close(round, flowsWh, round % 3 == 1 ? 2 : 0, round % 4 == 3);
            _handler.change(round, round / 2, 5000);
            _handler.correct(round, [uint32(round) * 1000, 77]);
            _handler.withdraw(round % 5, 1, round % 2 == 0);
            _handler.payClaim(round);
            _handler.release(round);
            _handler.forge(round, round % 2 == 0);
            _handler.replay(round % 2 == 0);
            _handler.donate(3);
        }
        assert(_handler.deliveredWh(0) != 0 && _handler.deliveredWh(1) != 0);
        assert(_handler.escrows(_handler.GRID()) > 50_000_000);
        this.invariant_LedgerIsSolvent();
        this.invariant_MoneyIsConserved();
        this.invariant_EnergyIsConserved();
        this.invariant_NothingForbiddenWentThrough();
        this.invariant_AccountsAreWhatTheRulesSay();
        this.invariant_RegistersAreWhereReadingsLeftThem();
        this.invariant_HeadsAreThoseOfTheRulesWords();
    }

    /// The accounts of the ledger add up to its tokens, apart from those sent past it.
    function invariant_LedgerIsSolvent() external view {
        uint256 balance = _handler.token().balanceOf(address(_settlement));
        assert(_escrows() + _handler.donated() == balance);
    }

    /// Money only enters by deposit and leaves by withdrawal: payments move it inside.
    function invariant_MoneyIsConserved() external view {
        assert(_escrows() == _handler.deposited() - _handler.withdrawn());
    }

    /// A supplier never delivers more than it produced, nor an agreement more than its cap.
    function invariant_EnergyIsConserved() external view {
        for (uint256 supplier = 0; supplier < _handler.SUPPLIERS(); ++supplier) {
            assert(_handler.deliveredWh(supplier) <= _handler.producedWh(supplier));
        }
        SettlementBooks.Supply[] memory supplies = _handler.supplies();
        for (uint256 i = 0; i < supplies.length; ++i) {
            assert(_settlement.deliveredWhOf(supplies[i].id) <= supplies[i].capWh);
        }
    }

    /// No replay, no doubled reading, no flow beyond what a connection carries and no overdraft went through.
    function invariant_NothingForbiddenWentThrough() external view {
        assert(!_handler.broken());
    }

    /// To the unit: every escrow, lock, claim and delivery is what the rules come to.
    function invariant_AccountsAreWhatTheRulesSay() external view {
        for (uint256 party = 0; party <= _handler.HOMES(); ++party) {
            assert(_settlement.escrowOf(_handler.partyOf(party)) == _handler.escrows(party));
            assert(_settlement.lockedOf(_handler.partyOf(party)) == _handler.lockedOf(party));
        }
        SettlementBooks.Supply[] memory supplies = _handler.supplies();
        for (uint256 i = 0; i < supplies.length; ++i) {
            SettlementBooks.Supply memory s = supplies[i];
            assert(_settlement.claimOf(s.id) == s.claim);
            assert(_settlement.deliveredWhOf(s.id) == (s.supplier == _handler.GRID() ? 0 : s.deliveredWh));
        }
    }

    /// Every register stands where the last reading that counted left it.
    function invariant_RegistersAreWhereReadingsLeftThem() external view {
        for (uint256 home = 0; home < _handler.HOMES(); ++home) {
            ImportRegister memory taken = _settlement.importOf(_handler.meters(home));
            ExportRegister memory given = _settlement.exportOf(_handler.meters(home));
            SettlementBooks.Register memory r = _handler.registerOf(home, 0);
            assert(taken.atS == r.atS && taken.registerWh == r.settledWh && taken.corrected == r.corrected);
            r = _handler.registerOf(home, 1);
            assert(given.atS == r.atS && given.registerWh == r.settledWh && given.corrected == r.corrected);
        }
    }

    /// All that was settled replays from own words to the heads in storage.
    function invariant_HeadsAreThoseOfTheRulesWords() external view {
        for (uint256 supplier = 0; supplier < _handler.SUPPLIERS(); ++supplier) {
            assert(_settlement.headOf(_handler.meters(supplier)) == _handler.heads(supplier));
            assert(_settlement.settledUntil(_handler.meters(supplier)) == _handler.untilS(supplier));
        }
    }

    function _escrows() private view returns (uint256 sum) {
        for (uint256 party = 0; party <= _handler.HOMES(); ++party) {
            sum += _settlement.escrowOf(_handler.partyOf(party));
        }
    }
}
