// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DeliveryHandler} from "./DeliveryHandler.sol";
import {WatchHandler} from "./WatchHandler.sol";

/// Plays `DeliveryHandler` as dice say, so that deliveries come far before they end.
abstract contract DeliveryGame {
    uint8 internal constant USUAL = 1;
    // Bit of a wish: by the seller's sensor the temperature.
    uint8 internal constant SELLERS = 1;

    DeliveryHandler internal _handler;

    /// Turns of which the first two thirds end nothing.
    function _game(bytes32 dice, uint256 turns) internal {
        for (uint256 turn = 0; turn < turns; ++turn) {
            uint256 rolled = uint256(keccak256(abi.encode(dice, turn)));
            _play(rolled, (rolled >> 64) % (turn * 3 < turns * 2 ? 40 : 54));
        }
    }

    /// A turn: somebody does something, as the dice say.
    function _play(uint256 dice, uint256 what) private {
        (uint8 a, uint8 b, uint8 c, uint8 d) = (_open(dice), uint8(dice >> 8), uint8(dice >> 16), uint8(dice >> 24));
        uint32 e = uint32(dice >> 32);
        if (_handler.idCount() == 0 || what < 3) _handler.open(_wishOf(dice));
        else if (what < 16) _handler.report(a, _saidOf(dice >> 128), _saidOf(dice >> 192), b % 2 == 0);
        else if (what < 21) _handler.fill(a, b, _saidOf(dice >> 128));
        else if (what < 24)
            _handler.summarise(a, WatchHandler.Told(b, c, d, uint8(e), uint8(e >> 8), e, uint8(e >> 16)));
        else if (what < 29) _handler.wait(e, b);
        else if (what < 30) _handler.change(a % 2 == 0, b);
        else if (what < 32) _handler.waive(a, b, c);
        else if (what < 33) _handler.fillKnown(a);
        else if (what < 35) _handler.deliver(a, b);
        else if (what < 36) _handler.offer(a, b, c);
        else if (what < 38) _handler.accept(a, b);
        else if (what < 39) _handler.addPoint(a, b, e);
        else if (what < 40) _handler.setMember(b);
        else if (what < 42) _handler.deliver(a, b);
        else if (what < 44) _handler.release(a);
        else if (what < 47) _handler.dispute(a, b, c % 2 == 0);
        else if (what < 52) _end(a, b, c, d, e);
        else if (what < 53) _handler.reclaim(a);
        else _handler.lapse(a);
    }

    /// A delivery: most often one that is open.
    function _open(uint256 dice) private view returns (uint8 which) {
        which = uint8(dice);
        if (which % 8 == 0) return which;
        for (uint256 i = 0; i < _handler.idCount(); ++i) {
            if (_handler.isOpen(_handler.ids(which % _handler.idCount()))) return which;
            unchecked {
                ++which;
            }
        }
    }

    function _end(uint8 a, uint8 b, uint8 c, uint8 d, uint32 e) private {
        if (e % 4 == 0) _handler.confirm(a, b, c);
        else if (e % 4 < 3) {
            _handler.dispute(a, USUAL, d % 2 == 0);
            _handler.decide(a, b, e);
        } else {
            _handler.settle(a, b, e, c, d);
        }
    }

    function _wishOf(uint256 dice) private pure returns (DeliveryHandler.Wish memory wish) {
        (wish.price, wish.quantity) = (uint64(dice >> 64) % 1e12, uint32(dice >> 128) % 1e6);
        (wish.watches, wish.heartbeat) = (uint8(dice >> 136), uint8(dice >> 144));
        // Half of them begin at once, and most can be decided by what the seller's sensor says.
        wish.startsInS = dice & 1 == 0 ? 0 : uint24(dice >> 152) % 8 hours;
        if (dice & 2 == 0) wish.watches = (wish.watches & 3) | SELLERS;
        (wish.hasArbiter, wish.isPaidInTokens) = (dice & 4 == 0, dice & 48 != 0);
        (wish.isCarried, wish.hasLot) = (dice & 64 == 0, dice & 128 == 0);
        wish.flaw = uint8(dice >> 176);
    }

    function _saidOf(uint256 dice) private pure returns (WatchHandler.Said memory) {
        return
            WatchHandler.Said(
                uint8(dice),
                uint8(dice >> 8),
                int8(uint8(dice >> 16)),
                uint32(dice >> 24),
                uint8(dice >> 56)
            );
    }
}
