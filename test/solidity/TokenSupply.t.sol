// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {EnergyToken} from "../../contracts/EnergyToken.sol";
import {Redemption, ReserveStatus} from "../../contracts/types/Tokens.sol";
import {TokenHandler} from "./support/TokenHandler.sol";

contract TokenSupplyTest {
    TokenHandler private _handler;
    EnergyToken private _token;

    function setUp() external {
        _handler = new TokenHandler();
        _token = _handler.TOKEN();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// The token takes what the books allow and nothing else: no mint above the attestation, beyond the limit, without a
    /// quorum or while paused, no reference twice, no redemption ended twice, none refused because of a pause.
    function invariant_TakesWhatTheBooksAllow() external view {
        assert(!_handler.broken());
    }

    /// The supply is what was minted and not paid out, and the sum of all balances with what is pending.
    function invariant_SupplyIsTheSumOfBalances() external view {
        uint256 sum = _token.balanceOf(address(_token));
        assert(sum == _handler.pending());
        for (uint256 i = 0; i < _handler.HOLDERS(); ++i) {
            address holder = _handler.holder(i);
            assert(_token.balanceOf(holder) == _handler.balances(holder));
            sum += _token.balanceOf(holder);
        }
        assert(_token.totalSupply() == sum);
        assert(sum == _handler.minted() - _handler.paidOut());
    }

    function invariant_RedemptionsAreAsInTheBooks() external view {
        TokenHandler.Entry[] memory entries = _handler.entries();
        assert(_token.redemptionCount() == entries.length);
        for (uint256 i = 0; i < entries.length; ++i) {
            Redemption memory r = _token.redemptionOf(i + 1);
            assert(r.status == entries[i].status && r.holder == entries[i].holder && r.amount == entries[i].amount);
        }
    }

    function invariant_ShowsTheShortfall() external view {
        ReserveStatus memory status = _token.reserveStatus();
        uint256 supply = _handler.minted() - _handler.paidOut();
        assert(status.supply == supply && status.reserves == _handler.reserves());
        assert(status.shortfall == (supply > status.reserves ? supply - status.reserves : 0));
    }

    /// The handler's actions take effect: it mints, redeems, ends redemptions both ways and waits out a window.
    function test_HandlerReachesEveryEnd() external {
        _handler.attest(type(uint64).max);
        _handler.mintAloneUpToLimit(1, 0, false);
        _handler.mintUpToReserves(2, 1, false);
        _handler.redeem(0, 100, false);
        _handler.redeemFor(1, 1, 100, false);
        _handler.setPaused(true);
        _handler.redeem(1, 50, false);
        _handler.confirm(1, 3);
        _handler.wait(uint32(5 days + 1));
        _handler.giveBack(2);
        assert(_handler.taken() == 7 && !_handler.broken());
        assert(_handler.paidOut() == 100 && _handler.pending() == 50);
    }
}
