// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Contributions} from "../../../contracts/Contributions.sol";
import {Author, Contribution} from "../../../contracts/types/Contributions.sol";
import {vm} from "./Vm.sol";

/// Commits and registers contributions of three inventors to four contents, built on each other, while time passes, and keeps
/// its own books of them. Some registrations lack a consent, shares, a parent or a commitment; `broken` tells that one of these
/// went through, or that a good one did not.
contract ContributionHandler {
    uint256 public constant CONTENTS = 4;
    uint256 private constant INVENTORS = 3;
    uint256 private constant FIRST_KEY = 1_000;

    /// A contribution as it must stand.
    struct Entry {
        bytes32 id;
        bytes32 content;
        uint48 countsFromS;
        /// Of several that count from the same second, the one of the least number showed it first.
        uint256 shown;
        bytes32 authorsHash;
        bytes32 parentsHash;
    }

    Contributions public immutable contributions = new Contributions();
    Entry[] private _entries;
    mapping(bytes32 id => bool) private _isRegistered;
    uint256 private _shown;
    /// How many commitments were opened after their registration.
    uint256 public opened;
    mapping(bytes32 parent => bytes32[]) private _children;
    mapping(bytes32 commitment => uint48) private _committedAtS;
    bool public broken;

    constructor() {
        vm.warp(1_000_000_000);
    }

    function entries() external view returns (Entry[] memory) {
        return _entries;
    }

    function childrenOf(bytes32 id) external view returns (bytes32[] memory) {
        return _children[id];
    }

    function contentOf(uint256 index) public pure returns (bytes32) {
        return bytes32((index % CONTENTS) + 1);
    }

    function pass(uint8 forS) external {
        vm.warp(block.timestamp + (forS % 4));
    }

    /// Commits to a contribution that may come.
    function commit(uint8 content, uint8 who, uint8 parent) external {
        bytes32 commitment = contributions.commitmentOf(contributions.idOf(_wish(content, who, parent)), "salt");
        bool isNew = _committedAtS[commitment] == 0;
        try contributions.commit(commitment) {
            if (!isNew) broken = true;
            _committedAtS[commitment] = uint48(block.timestamp);
        } catch {
            if (isNew) broken = true;
        }
    }

    /// @param fault Of 16: 0 a forged signature, 1 a share too many, 2 an unknown parent, 3 a sender that is no author.
    function register(uint8 content, uint8 who, uint8 parent, bool committed, uint8 fault) external {
        Contribution memory c = _wish(content, who, parent);
        fault %= 16;
        if (fault == 1) ++c.authors[0].sharePerMille;
        if (fault == 2) c.parents = new bytes32[](1);
        bytes32 id = contributions.idOf(c);
        bytes32 commitment = contributions.commitmentOf(id, "salt");
        bool allowed = !_isRegistered[id] && !(fault < 4 && (fault != 0 || c.authors.length > 1));
        if (committed && _committedAtS[commitment] == 0) allowed = false;
        bytes[] memory signatures = _signatures(id, c.authors, fault == 0);
        vm.prank(fault == 3 ? address(this) : c.authors[0].account);
        // Either function, and an answer instead of a revert.
        // solhint-disable-next-line avoid-low-level-calls
        (bool done, ) = address(contributions).call(
            committed
                ? abi.encodeCall(contributions.registerCommitted, (c, signatures, "salt"))
                : abi.encodeCall(contributions.register, (c, signatures))
        );
        if (done != allowed) broken = true;
        if (!done) return;
        _isRegistered[id] = true;
        uint48 countsFromS = committed ? _committedAtS[commitment] : uint48(block.timestamp);
        _entries.push(
            Entry(
                id,
                c.content,
                countsFromS,
                ++_shown,
                keccak256(abi.encode(c.authors)),
                keccak256(abi.encode(c.parents))
            )
        );
        for (uint256 i = 0; i < c.parents.length; ++i) _children[c.parents[i]].push(id);
    }

    /// Opens the commitment to one that is registered, if there is an earlier one.
    function open(uint8 index) external {
        if (_entries.length == 0) return;
        Entry storage e = _entries[index % _entries.length];
        uint48 atS = _committedAtS[contributions.commitmentOf(e.id, "salt")];
        bool allowed = atS != 0 && atS < e.countsFromS;
        try contributions.openCommitment(e.id, "salt") {
            if (!allowed) broken = true;
            (e.countsFromS, e.shown) = (atS, ++_shown);
            ++opened;
        } catch {
            if (allowed) broken = true;
        }
    }

    /// One inventor or two, with an entry as parent or none.
    function _wish(uint8 content, uint8 who, uint8 parent) private view returns (Contribution memory c) {
        c.content = contentOf(content);
        address first = vm.addr(FIRST_KEY + (who % INVENTORS));
        address second = vm.addr(FIRST_KEY + ((who / 8) % INVENTORS));
        bool isAlone = first == second;
        c.authors = new Author[](isAlone ? 1 : 2);
        c.authors[0] = Author(first, isAlone ? 1000 : 400);
        if (!isAlone) {
            c.authors[1] = Author(second, 600);
            if (second < first) (c.authors[0], c.authors[1]) = (c.authors[1], c.authors[0]);
        }
        if (_entries.length == 0 || parent % 3 == 0) return c;
        c.parents = new bytes32[](1);
        c.parents[0] = _entries[parent % _entries.length].id;
    }

    function _signatures(
        bytes32 id,
        Author[] memory authors,
        bool forged
    ) private pure returns (bytes[] memory signatures) {
        signatures = new bytes[](authors.length);
        for (uint256 i = 0; i < authors.length; ++i) {
            for (uint256 key = FIRST_KEY; key < FIRST_KEY + INVENTORS; ++key) {
                if (vm.addr(key) != authors[i].account) continue;
                (uint8 v, bytes32 r, bytes32 s) = vm.sign(forged ? key + INVENTORS : key, id);
                signatures[i] = abi.encodePacked(r, s, v);
            }
        }
    }
}
