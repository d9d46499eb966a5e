// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {DataGrants} from "../../../contracts/DataGrants.sol";
import {IDeviceRegistry} from "../../../contracts/interfaces/IDeviceRegistry.sol";
import {GrantTerms, Subject, SubjectKind} from "../../../contracts/types/Grants.sol";
import {TestOwners} from "./TestOwners.sol";
import {vm} from "./Vm.sol";

/// Grants, signs, revokes and sells: two devices and two batteries with the same ids go round among three owners, who grant two
/// readers access for two purposes. Keeps its own books; `broken` tells that what they forbid went through, or the other way
/// round.
contract GrantHandler {
    uint256 public constant SUBJECTS = 4;
    uint256 public constant READERS = 2;
    uint256 public constant PURPOSES = 2;
    /// Windows are within this many seconds.
    uint48 public constant SPAN_S = 6;
    uint256 private constant OWNERS = 3;
    uint256 private constant FIRST_KEY = 1_000;
    uint256 private constant MAX_GRANTS = 16;

    /// A grant as it must stand.
    struct Entry {
        uint256 subject;
        address grantor;
        address reader;
        bytes32 purpose;
        uint48 fromS;
        uint48 toS;
        uint48 untilS;
        bool isRevoked;
    }

    DataGrants public immutable grants;
    TestOwners private immutable _owners = new TestOwners();
    Entry[] private _entries;
    mapping(uint256 subject => address) public ownerOf;
    bool public broken;

    constructor() {
        vm.warp(1_000_000_000);
        grants = new DataGrants(IDeviceRegistry(address(_owners)), IERC721(address(_owners)));
        for (uint256 i = 0; i < SUBJECTS; ++i) sell(i, i);
    }

    function entries() external view returns (Entry[] memory) {
        return _entries;
    }

    function subjectOf(uint256 index) public pure returns (Subject memory) {
        return Subject(SubjectKind(index % 2), bytes32(index / 2 + 1));
    }

    function readerOf(uint256 index) public pure returns (address) {
        return address(uint160(1 + (index % READERS)));
    }

    function purposeOf(uint256 index) public pure returns (bytes32) {
        return bytes32(1 + (index % PURPOSES));
    }

    function pass(uint8 forS) external {
        vm.warp(block.timestamp + (forS % 8));
    }

    function sell(uint256 subject, uint256 to) public {
        subject %= SUBJECTS;
        address owner = vm.addr(FIRST_KEY + (to % OWNERS));
        ownerOf[subject] = owner;
        _owners.setOwner(subject % 2 == 0, subjectOf(subject).id, owner);
    }

    /// By one of the owners, mostly the present one.
    function give(uint8 subjectIndex, uint8 who, uint8 readerAndPurpose, uint8[3] memory times, bool present) external {
        uint256 subject = subjectIndex % SUBJECTS;
        address by = present ? ownerOf[subject] : vm.addr(FIRST_KEY + (who % OWNERS));
        Entry memory e = Entry(
            subject,
            by,
            readerOf(readerAndPurpose),
            purposeOf(readerAndPurpose / 2),
            times[0] % SPAN_S,
            1 + (times[1] % SPAN_S),
            uint48(block.timestamp) + (times[2] % 32),
            false
        );
        bool allowed = by == ownerOf[subject] && e.fromS < e.toS && e.untilS > block.timestamp && _hasPlace(e);
        GrantTerms memory t = GrantTerms(subjectOf(subject), e.reader, e.purpose, e.fromS, e.toS, e.untilS);
        vm.prank(by);
        try grants.give(t) returns (uint64 number) {
            if (!allowed || number != _entries.length + 1) broken = true;
            _entries.push(e);
        } catch {
            if (allowed) broken = true;
        }
    }

    function revoke(uint256 index, uint8 who) external {
        if (_entries.length == 0) return;
        Entry storage e = _entries[index % _entries.length];
        address by = vm.addr(FIRST_KEY + (who % OWNERS));
        bool allowed = !e.isRevoked && (by == e.grantor || by == ownerOf[e.subject]);
        vm.prank(by);
        try grants.revoke(uint64((index % _entries.length) + 1)) {
            if (!allowed) broken = true;
            e.isRevoked = true;
        } catch {
            if (allowed) broken = true;
        }
    }

    function _hasPlace(Entry memory wish) private view returns (bool) {
        uint256 taken = 0;
        for (uint256 i = 0; i < _entries.length; ++i) {
            Entry storage e = _entries[i];
            if (e.isRevoked || e.untilS <= block.timestamp || e.subject != wish.subject) continue;
            if (e.grantor == wish.grantor && e.reader == wish.reader && e.purpose == wish.purpose) ++taken;
        }
        return taken < MAX_GRANTS;
    }
}
