// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Lots} from "../../contracts/Lots.sol";
import {ShortText} from "../../contracts/libraries/ShortText.sol";
import {Lot, LotKind, LotState} from "../../contracts/types/Lots.sol";
import {LotHandler} from "./support/LotHandler.sol";

/// What must always hold of `Lots`, driven by `LotHandler`.
contract LotsTest {
    LotHandler private _handler;
    Lots private _lots;

    function setUp() external {
        _handler = new LotHandler();
        _lots = _handler.lots();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: every step is taken often, and all agrees.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 300; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            (uint8 a, uint8 b, uint8 c, uint8 d) = (uint8(dice[0]), uint8(dice[1]), uint8(dice[2]), uint8(dice[3]));
            if (round % 3 == 0) _handler.create(a, b, uint64(bytes8(dice << 128)) >> (d % 40), c, round % 9 == 6);
            _handler.split(b, c, uint64(bytes8(dice << 64)), d % 8);
            for (uint256 i = 4; i < 10; ++i) {
                _handler.merge(uint8(dice[i]), uint8(dice[i + 10]), uint8(dice[i + 11]));
                if (round % 5 == 0) _handler.pack(uint8(dice[i]), uint8(dice[i + 12]), uint8(dice[i + 13]));
                _handler.offer(uint8(dice[i]), uint8(dice[i + 14]), a);
                _handler.take(a, uint8(dice[i + 14]));
            }
            if (round % 20 == 19) for (uint256 i = 0; i < 240; ++i) _handler.unpack(uint8(i / 80), uint8((i % 80) * 3));
            if (round % 4 == 0) _handler.carry(a, 1, d, round % 8 == 0);
            for (uint8 i = 0; i < 8; ++i) _handler.unload(uint8(dice[i + 16]), d, round % 3 == 0);
        }
        assert(!_handler.broken());
        for (uint256 step = 0; step < 9; ++step) assert(_handler.done(step) > 5);
        this.invariant_DoesWhatTheBooksPermit();
        this.invariant_QuantityIsConserved();
        this.invariant_LotsAreAsInTheBooks();
        this.invariant_LinksMatch();
    }

    /// Whatever the books forbid is refused, and whatever they permit is done: nobody decides on what it has not, and nothing
    /// that is carried, packed or consumed moves by itself.
    function invariant_DoesWhatTheBooksPermit() external view {
        assert(!_handler.broken());
    }

    /// What is there of an item is what was created of it and not used: nothing else makes or loses any.
    function invariant_QuantityIsConserved() external view {
        LotHandler.Entry[] memory entries = _handler.entries();
        for (uint256 item = 0; item < _handler.ITEMS(); ++item) {
            uint256 sum;
            for (uint256 i = 0; i < entries.length; ++i) {
                if (entries[i].item != item) continue;
                Lot memory lot = _lots.lotOf(entries[i].id);
                if (lot.state == LotState.Kept || lot.state == LotState.Carried) sum += lot.quantityMilli;
            }
            assert(sum == _handler.outstanding(item));
        }
    }

    /// Custodian, state and delivery are those of the outermost package; the rest is the lot's own.
    function invariant_LotsAreAsInTheBooks() external view {
        LotHandler.Entry[] memory entries = _handler.entries();
        for (uint256 i = 0; i < entries.length; ++i) {
            LotHandler.Entry memory e = entries[i];
            LotHandler.Entry memory root = entries[_handler.outermost(i)];
            Lot memory lot = _lots.lotOf(e.id);
            assert(lot.kind == (e.isPackage ? LotKind.Package : LotKind.Goods));
            assert(lot.quantityMilli == e.quantityMilli && lot.height == e.height);
            assert(lot.state == root.state && lot.custodian == _handler.partyOf(root.holder));
            assert((lot.delivery != 0) == (root.state == LotState.Carried));
            assert(lot.packedIn == (e.packedIn == 0 ? bytes12(0) : entries[e.packedIn - 1].id));
            assert(lot.offeredTo == (e.offeredTo == 0 ? address(0) : _handler.partyOf(e.offeredTo - 1)));
            assert(e.consumptions <= 1);
        }
    }

    /// Parents and children point at each other, and goods that were consumed sum up to what they became, unless they were used.
    function invariant_LinksMatch() external view {
        LotHandler.Entry[] memory entries = _handler.entries();
        for (uint256 i = 0; i < entries.length; ++i) {
            bytes12 id = entries[i].id;
            bytes12[] memory children = _lots.childrenOf(id);
            LotState state = entries[i].state;
            bool isThere = state == LotState.Kept || state == LotState.Carried;
            assert((children.length == 0) == (isThere || entries[i].isPackage));
            uint256 sum;
            for (uint256 c = 0; c < children.length; ++c) {
                bytes12[] memory parents = _lots.parentsOf(children[c]);
                bool isParent;
                for (uint256 p = 0; p < parents.length; ++p) isParent = isParent || parents[p] == id;
                assert(isParent);
                sum += _lots.lotOf(children[c]).quantityMilli;
            }
            if (state == LotState.Split) assert(sum == entries[i].quantityMilli);
            if (state == LotState.Merged) assert(_sumOf(_lots.parentsOf(children[0])) == sum);
            if (entries[i].isPackage) assert(_lots.contentsOf(id).length == _handler.contentsOf(i).length);
        }
    }

    function _sumOf(bytes12[] memory lots) private view returns (uint256 sum) {
        for (uint256 i = 0; i < lots.length; ++i) sum += _lots.lotOf(lots[i]).quantityMilli;
    }
}

contract ShortTextTest {
    /// Judged byte by byte, from the other end.
    function testFuzz_IsPrintableToItsEnd(bytes32 word, uint8 length) external pure {
        uint256 kept = length % 33;
        bytes32 text = kept == 0 ? bytes32(0) : (word >> (256 - 8 * kept)) << (256 - 8 * kept);
        for (uint256 i = 0; i < kept; ++i) {
            // Printable where the dice say so.
            if (uint8(word[31]) % 4 != 0) text = _put(text, i, bytes1(uint8(0x20 + (uint256(uint8(text[i])) % 0x5f))));
        }
        bool expected = false;
        bool ended = true;
        for (uint256 i = 32; i > 0; --i) {
            bytes1 character = text[i - 1];
            if (character == 0 && ended) continue;
            expected = (ended || expected) && character >= 0x20 && character <= 0x7e;
            ended = false;
        }
        assert(ShortText.isPrintable(text) == expected);
    }

    function _put(bytes32 text, uint256 index, bytes1 character) private pure returns (bytes32) {
        bytes32 mask = bytes32(bytes1(0xff)) >> (8 * index);
        return (text & ~mask) | (bytes32(character) >> (8 * index));
    }
}
