// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IRecordAnchor} from "./interfaces/IRecordAnchor.sol";
import {RecordLeaf} from "./libraries/RecordLeaf.sol";
import {Batch, BatchInfo, Stream} from "./types/Anchors.sol";

/// @title RecordAnchor
/// @notice See `IRecordAnchor`.
contract RecordAnchor is IRecordAnchor, AccessManaged {
    mapping(bytes32 stream => Stream) private _streams;
    mapping(bytes32 stream => mapping(uint64 sequence => mapping(bytes32 root => BatchInfo))) private _batches;

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
        Stream storage s = _streams[b.stream];
        require(s.publisher == msg.sender, RecordAnchorNotPublisher(b.stream, msg.sender));
        uint64 head = s.sequence;
        require(b.sequence == head + 1, RecordAnchorUnexpectedSequence(b.stream, head + 1, b.sequence));
        require(
            head == 0 ? b.previousRoot == 0 : _batches[b.stream][head][b.previousRoot].anchoredAtS != 0,
            RecordAnchorUnexpectedPreviousRoot(b.stream, b.sequence, b.previousRoot)
        );
        require(
            b.root != 0 && b.count != 0 && b.fromS <= b.toS, RecordAnchorInvalidBatch(b.stream, b.sequence)
        );

        s.sequence = b.sequence;
        _batches[b.stream][b.sequence][b.root] = BatchInfo(uint64(block.timestamp), b.count, b.fromS, b.toS);
        emit BatchAnchored(b.stream, b.sequence, b.root, b.previousRoot, b.count, b.fromS, b.toS);
    }

    /// @inheritdoc IRecordAnchor
    function streamOf(bytes32 stream) external view returns (Stream memory) {
        return _streams[stream];
    }

    /// @inheritdoc IRecordAnchor
    function batchOf(bytes32 stream, uint64 sequence, bytes32 root) external view returns (BatchInfo memory) {
        return _batches[stream][sequence][root];
    }

    /// @inheritdoc IRecordAnchor
    function verify(bytes32 stream, uint64 sequence, bytes32 root, bytes32 structHash, bytes32[] calldata proof)
        external
        view
        returns (uint64 anchoredAtS)
    {
        anchoredAtS = _batches[stream][sequence][root].anchoredAtS;
        require(anchoredAtS != 0, RecordAnchorUnknownBatch(stream, sequence, root));
        if (!MerkleProof.verifyCalldata(proof, root, RecordLeaf.leaf(structHash))) anchoredAtS = 0;
    }
}
