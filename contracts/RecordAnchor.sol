// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {MerkleProofLib} from "solady/src/utils/MerkleProofLib.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {BatchSlot} from "./libraries/BatchSlot.sol";
import {RecordLeaf} from "./libraries/RecordLeaf.sol";
import {Batch, BatchInfo, Stream} from "./types/Anchors.sol";

/// @title RecordAnchor
/// @notice See `IRecordAnchor`.
contract RecordAnchor is IRecordAnchor, AccessManaged {
    mapping(bytes32 stream => Stream) private _streams;
    // Each slot is a `BatchInfo`.
    mapping(bytes32 stream => mapping(uint64 sequence => mapping(bytes32 root => uint256 slot))) private _slots;

    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IRecordAnchor
    function openStream(bytes32 salt, bytes32 predecessor) external restricted returns (bytes32 stream) {
        stream = keccak256(abi.encode(msg.sender, salt));
        require(_streams[stream].publisher == address(0), RecordAnchorStreamExists(stream));
        Stream storage old = _streams[predecessor];
        require(predecessor == 0 || old.publisher != address(0), RecordAnchorUnknownStream(predecessor));

        uint64 predecessorSequence = old.sequence;
        _streams[stream] = Stream(msg.sender, 0, predecessor, predecessorSequence);
        emit StreamOpened(stream, msg.sender, predecessor, predecessorSequence);
    }

    /// @inheritdoc IRecordAnchor
    function anchor(Batch calldata b) external {
        bytes32 stream = b.stream;
        uint64 sequence = b.sequence;
        Stream storage s = _streams[stream];
        mapping(uint64 sequence => mapping(bytes32 root => uint256)) storage slots = _slots[stream];
        require(s.publisher == msg.sender, RecordAnchorNotPublisher(stream, msg.sender));
        uint64 head = s.sequence;
        require(sequence == head + 1, RecordAnchorUnexpectedSequence(stream, head + 1, sequence));
        bytes32 previousRoot = b.previousRoot;
        require(
            head == 0 ? previousRoot == 0 : slots[head][previousRoot] != 0,
            RecordAnchorUnexpectedPreviousRoot(stream, sequence, previousRoot)
        );
        (bytes32 root, uint32 count, uint64 fromS, uint64 toS) = (b.root, b.count, b.fromS, b.toS);
        require(root != 0 && count != 0 && fromS <= toS, RecordAnchorInvalidBatch(stream, sequence));

        s.sequence = sequence;
        slots[sequence][root] = BatchSlot.pack(uint64(block.timestamp), count, fromS, toS);
        emit BatchAnchored(stream, sequence, root, previousRoot, count, fromS, toS);
    }

    /// @inheritdoc IRecordAnchor
    function streamOf(bytes32 stream) external view returns (Stream memory) {
        return _streams[stream];
    }

    /// @inheritdoc IRecordAnchor
    function batchOf(bytes32 stream, uint64 sequence, bytes32 root) external view returns (BatchInfo memory) {
        return BatchSlot.unpack(_slots[stream][sequence][root]);
    }

    /// @inheritdoc IRecordAnchor
    function verify(
        bytes32 stream,
        uint64 sequence,
        bytes32 root,
        bytes32 structHash,
        bytes32[] calldata proof
    ) external view returns (uint64 anchoredAtS) {
        anchoredAtS = BatchSlot.unpack(_slots[stream][sequence][root]).anchoredAtS;
        require(anchoredAtS != 0, RecordAnchorUnknownBatch(stream, sequence, root));
        if (!MerkleProofLib.verifyCalldata(proof, root, RecordLeaf.leaf(structHash))) anchoredAtS = 0;
    }
}
