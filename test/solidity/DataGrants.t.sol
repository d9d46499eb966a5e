// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {DataGrants} from "../../contracts/DataGrants.sol";
import {GrantState, ListedGrant, Subject} from "../../contracts/types/Grants.sol";
import {GrantHandler} from "./support/GrantHandler.sol";

/// What must always hold of `DataGrants`, driven by `GrantHandler`.
contract DataGrantsTest {
    GrantHandler private _handler;

    function setUp() external {
        _handler = new GrantHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: grants are given, revoked, lapse and expire.
    function test_TheHandlerComesFar() external {
        for (uint256 round = 0; round < 150; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            uint8[3] memory times = [uint8(dice[0]), uint8(dice[1]), uint8(dice[2])];
            _handler.give(uint8(dice[3]), uint8(dice[4]), uint8(dice[5]), times, round % 4 != 0);
            if (round % 3 == 0) _handler.revoke(uint8(dice[6]), uint8(dice[7]));
            if (round % 10 == 0) _handler.sell(uint8(dice[8]), uint8(dice[9]));
            if (round % 4 == 0) _handler.pass(uint8(dice[10]));
        }
        uint256[5] memory counts;
        for (uint64 number = 1; number <= _handler.entries().length; ++number) {
            ++counts[uint256(_handler.grants().stateOf(number))];
        }
        for (uint256 state = 1; state < 5; ++state) assert(counts[state] > 1);
        this.invariant_DoesWhatTheBooksPermit();
        this.invariant_ReadsWhatThePresentOwnerGrants();
        this.invariant_RevokedMeansRefused();
        this.invariant_ListsHoldEveryGrantOnce();
    }

    function invariant_DoesWhatTheBooksPermit() external view {
        assert(!_handler.broken());
    }

    /// For each subject, reader, purpose and window: granted exactly if one grant of the present owner covers all of it.
    function invariant_ReadsWhatThePresentOwnerGrants() external view {
        DataGrants grants = _handler.grants();
        GrantHandler.Entry[] memory entries = _handler.entries();
        uint48 span = _handler.SPAN_S();
        for (uint256 which = 0; which < 16; ++which) {
            Subject memory subject = _handler.subjectOf(which / 4);
            (address reader, bytes32 purpose) = (_handler.readerOf(which), _handler.purposeOf(which / 2));
            for (uint48 window = 0; window < span * (span + 1); window += 11) {
                (uint48 fromS, uint48 toS) = (window % span, window / span);
                uint64 found = grants.findGrant(subject, reader, purpose, fromS, toS);
                assert(grants.isGranted(subject, reader, purpose, fromS, toS) == (found != 0));
                bool expected = false;
                for (uint256 i = 0; i < entries.length; ++i) {
                    GrantHandler.Entry memory e = entries[i];
                    bool covers = e.fromS <= fromS && fromS < toS && toS <= e.toS;
                    covers = covers && e.subject == which / 4 && e.reader == reader && e.purpose == purpose;
                    covers = covers && _isInForce(e);
                    assert(covers == grants.isGrantedBy(uint64(i + 1), subject, reader, purpose, fromS, toS));
                    if (covers) expected = true;
                    assert(found != i + 1 || covers);
                }
                assert(expected == (found != 0));
            }
        }
    }

    function invariant_RevokedMeansRefused() external view {
        GrantHandler.Entry[] memory entries = _handler.entries();
        for (uint256 i = 0; i < entries.length; ++i) {
            GrantState state = _handler.grants().stateOf(uint64(i + 1));
            assert(entries[i].isRevoked == (state == GrantState.Revoked));
            assert(_isInForce(entries[i]) == (state == GrantState.InForce));
        }
    }

    /// Read in pages, a subject's list and a reader's hold each of their grants once, oldest first.
    function invariant_ListsHoldEveryGrantOnce() external view {
        uint256 ofSubjects;
        uint256 toReaders;
        for (uint256 i = 0; i < _handler.SUBJECTS(); ++i) {
            uint64 before = 0;
            for (uint256 start = 0; ; ++ofSubjects) {
                ListedGrant[] memory page = _handler.grants().grantsOf(_handler.subjectOf(i), start++, 1);
                if (page.length == 0) break;
                assert(page[0].number > before && _handler.entries()[page[0].number - 1].subject == i);
                before = page[0].number;
            }
        }
        for (uint256 i = 0; i < _handler.READERS(); ++i) {
            ListedGrant[] memory page = _handler.grants().grantsTo(_handler.readerOf(i), 0, type(uint256).max);
            for (uint256 j = 0; j < page.length; ++j) {
                assert(j == 0 || page[j].number > page[j - 1].number);
                assert(page[j].grant.reader == _handler.readerOf(i));
            }
            toReaders += page.length;
        }
        assert(ofSubjects == _handler.entries().length && toReaders == ofSubjects);
    }

    function _isInForce(GrantHandler.Entry memory e) private view returns (bool) {
        return !e.isRevoked && block.timestamp < e.untilS && _handler.ownerOf(e.subject) == e.grantor;
    }
}
