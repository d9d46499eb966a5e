// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Contributions} from "../../contracts/Contributions.sol";
import {ContributionInfo} from "../../contracts/types/Contributions.sol";
import {ContributionHandler} from "./support/ContributionHandler.sol";

/// What must always hold of `Contributions`, driven by `ContributionHandler`.
contract ContributionsTest {
    ContributionHandler private _handler;

    function setUp() external {
        _handler = new ContributionHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// A run tests something: ideas are committed to, registered, and built on.
    function test_TheHandlerComesFar() external {
        uint256 earlier = 0;
        for (uint256 round = 0; round < 120; ++round) {
            bytes32 dice = keccak256(abi.encode(round));
            _handler.commit(uint8(dice[0]), uint8(dice[1]), 0);
            _handler.pass(uint8(dice[2]));
            _handler.register(uint8(dice[0]), uint8(dice[1]), 0, round % 2 == 0, uint8(dice[3]));
            _handler.register(uint8(dice[4]), uint8(dice[5]), uint8(dice[6]), false, uint8(dice[7]));
            _handler.open(uint8(dice[8]));
        }
        ContributionHandler.Entry[] memory entries = _handler.entries();
        for (uint256 i = 0; i < entries.length; ++i) {
            ContributionInfo memory info = _handler.contributions().contributionOf(entries[i].id);
            if (info.countsFromS < info.registeredAtS) ++earlier;
        }
        assert(entries.length > 20 && earlier > 2 && _handler.opened() > 0);
        this.invariant_DoesWhatTheBooksPermit();
        this.invariant_NothingButTheTimeChanges();
        this.invariant_TheFirstIsTheEarliest();
        this.invariant_ChildrenAreWhoseParentsTheyName();
    }

    function invariant_DoesWhatTheBooksPermit() external view {
        assert(!_handler.broken());
    }

    /// Content, authors, shares and parents are those of the registration, whatever came after it; the time is that of the
    /// earliest commitment that was opened.
    function invariant_NothingButTheTimeChanges() external view {
        ContributionHandler.Entry[] memory entries = _handler.entries();
        Contributions contributions = _handler.contributions();
        for (uint256 i = 0; i < entries.length; ++i) {
            ContributionHandler.Entry memory e = entries[i];
            ContributionInfo memory info = contributions.contributionOf(e.id);
            assert(info.content == e.content && info.countsFromS == e.countsFromS);
            assert(keccak256(abi.encode(contributions.authorsOf(e.id))) == e.authorsHash);
            assert(keccak256(abi.encode(contributions.parentsOf(e.id))) == e.parentsHash);
        }
    }

    /// Of all with the same content, the first counts from the earliest time, and of those showed it first.
    function invariant_TheFirstIsTheEarliest() external view {
        ContributionHandler.Entry[] memory entries = _handler.entries();
        for (uint256 content = 0; content < _handler.CONTENTS(); ++content) {
            ContributionHandler.Entry memory first;
            for (uint256 i = 0; i < entries.length; ++i) {
                ContributionHandler.Entry memory e = entries[i];
                if (e.content != _handler.contentOf(content)) continue;
                bool isAsEarly = e.countsFromS == first.countsFromS && e.shown < first.shown;
                if (first.id == 0 || e.countsFromS < first.countsFromS || isAsEarly) first = e;
            }
            assert(_handler.contributions().firstOf(_handler.contentOf(content)) == first.id);
        }
    }

    /// Read in pages of any size.
    function invariant_ChildrenAreWhoseParentsTheyName() external view {
        ContributionHandler.Entry[] memory entries = _handler.entries();
        Contributions contributions = _handler.contributions();
        for (uint256 i = 0; i < entries.length; ++i) {
            bytes32[] memory children = _handler.childrenOf(entries[i].id);
            assert(contributions.childCountOf(entries[i].id) == children.length);
            for (uint256 size = 1; size < 4; ++size) {
                for (uint256 start = 0; start <= children.length; start += size) {
                    bytes32[] memory page = contributions.childrenOf(entries[i].id, start, size);
                    assert(page.length == size || start + page.length == children.length);
                    for (uint256 j = 0; j < page.length; ++j) assert(page[j] == children[start + j]);
                }
            }
        }
    }
}
