// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";
import {RecordAnchor} from "../../contracts/RecordAnchor.sol";
import {Batch} from "../../contracts/types/Anchors.sol";
import {vm} from "./support/Vm.sol";

/// Anchors well and badly: right and wrong sequences, roots, publishers, and attempts to overwrite.
contract AnchorHandler {
    RecordAnchor public immutable ANCHOR;
    bytes32[2] public streams;
    address[2] public publishers;

    mapping(uint256 stream => bytes32[] roots) public rootsOf;
    /// Set if the contract took a batch that it had to refuse.
    bool public tookWrong;

    constructor(RecordAnchor anchor, bytes32[2] memory streams_, address[2] memory publishers_) {
        ANCHOR = anchor;
        streams = streams_;
        publishers = publishers_;
    }

    function append(uint256 which, bytes32 root, uint32 count) external {
        which %= 2;
        if (root == 0 || count == 0) return;
        vm.prank(publishers[which]);
        ANCHOR.anchor(Batch(streams[which], _head(which) + 1, _root(which), root, count, 1, 2));
        rootsOf[which].push(root);
    }

    function appendWrongly(uint256 which, uint256 by, uint64 sequence, bytes32 previousRoot, bytes32 root) external {
        which %= 2;
        by %= 3;
        bool right = by == which && sequence == _head(which) + 1 && previousRoot == _root(which) && root != 0;
        if (right) return;
        vm.prank(by == 2 ? address(this) : publishers[by]);
        try ANCHOR.anchor(Batch(streams[which], sequence, previousRoot, root, 1, 1, 2)) {
            tookWrong = true;
        } catch {}
    }

    /// A second batch at a position, a batch one too far, and one on another stream's head.
    function overwrite(uint256 which, uint256 position, bytes32 root) external {
        which %= 2;
        uint64 head = _head(which);
        uint64 sequence = uint64(position % (uint256(head) + 3));
        if (sequence == head + 1 || root == 0) return;
        vm.prank(publishers[which]);
        try ANCHOR.anchor(Batch(streams[which], sequence, _root(which), root, 1, 1, 2)) {
            tookWrong = true;
        } catch {}
    }

    function length(uint256 which) external view returns (uint256) {
        return rootsOf[which].length;
    }

    function _head(uint256 which) private view returns (uint64) {
        return uint64(rootsOf[which].length);
    }

    function _root(uint256 which) private view returns (bytes32) {
        uint256 count = rootsOf[which].length;
        return count == 0 ? bytes32(0) : rootsOf[which][count - 1];
    }
}

contract AnchorStreamTest {
    RecordAnchor private _anchor;
    AnchorHandler private _handler;

    function setUp() external {
        AccessManager authority = new AccessManager(address(this));
        _anchor = new RecordAnchor(address(authority));
        address[2] memory publishers = [address(0xA11CE), address(0xB0B)];
        bytes32[2] memory streams;
        for (uint256 i = 0; i < 2; ++i) {
            authority.grantRole(0, publishers[i], 0);
            vm.prank(publishers[i]);
            streams[i] = _anchor.openStream(bytes32(i), 0);
        }
        _handler = new AnchorHandler(_anchor, streams, publishers);
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    /// Sequences are contiguous: every position up to the head holds exactly the root that was anchored there.
    function invariant_NoGapNoForkNoOverwrite() external view {
        for (uint256 which = 0; which < 2; ++which) {
            bytes32 stream = _handler.streams(which);
            uint256 count = _handler.length(which);
            assert(_anchor.streamOf(stream).sequence == count);
            assert(_anchor.streamOf(stream).publisher == _handler.publishers(which));
            for (uint256 i = 0; i < count; ++i) {
                bytes32 root = _handler.rootsOf(which, i);
                assert(_anchor.batchOf(stream, uint64(i + 1), root).anchoredAtS != 0);
            }
        }
    }

    /// One root per position: nothing but the right next batch was ever taken.
    function invariant_OnlyTheNextBatchIsTaken() external view {
        assert(!_handler.tookWrong());
    }
}
