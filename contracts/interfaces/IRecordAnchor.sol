// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

import {Batch, BatchInfo, Stream} from "../types/Anchors.sol";

/// @title IRecordAnchor
/// @notice Append-only log of batch roots per stream. One sender per stream; the role is checked when a stream opens.
/// @dev Trust: a publisher can delay or leave out records, never forge, reorder or overwrite what is anchored.
/// A batch lives in one slot at `batches[stream][sequence][root]`: the root is part of the key, so a storage proof of a
/// non-zero slot proves root, position, block time, count and time range at once.
interface IRecordAnchor {
    /// @notice `publisher` opened `stream`, continuing `predecessor` from `predecessorSequence` if that is not zero.
    event StreamOpened(
        bytes32 indexed stream,
        address indexed publisher,
        bytes32 predecessor,
        uint64 predecessorSequence
    );
    /// @notice A batch was anchored at the block's time.
    event BatchAnchored(
        bytes32 indexed stream,
        uint64 indexed sequence,
        bytes32 indexed root,
        bytes32 previousRoot,
        uint32 count,
        uint64 fromS,
        uint64 toS
    );

    /// @notice The stream is open already.
    error RecordAnchorStreamExists(bytes32 stream);
    /// @notice No such stream.
    error RecordAnchorUnknownStream(bytes32 stream);
    /// @notice Only the stream's publisher appends to it.
    error RecordAnchorNotPublisher(bytes32 stream, address account);
    /// @notice The batch is not the next one of its stream.
    error RecordAnchorUnexpectedSequence(bytes32 stream, uint64 expected, uint64 given);
    /// @notice The batch does not continue the stream's head.
    error RecordAnchorUnexpectedPreviousRoot(bytes32 stream, uint64 sequence, bytes32 previousRoot);
    /// @notice A batch needs a root, at least one record and a time range that runs forward.
    error RecordAnchorInvalidBatch(bytes32 stream, uint64 sequence);
    /// @notice The batch was never anchored.
    error RecordAnchorUnknownBatch(bytes32 stream, uint64 sequence, bytes32 root);

    /// @notice Opens a stream for the caller.
    /// @param salt Chosen by the publisher.
    /// @param predecessor Stream that this one takes over from, or zero.
    /// @return stream `keccak256(abi.encode(publisher, salt))`.
    function openStream(bytes32 salt, bytes32 predecessor) external returns (bytes32 stream);

    /// @notice Appends a batch to the caller's stream.
    function anchor(Batch calldata batch) external;

    /// @notice The stream; its publisher is zero if it is not open.
    function streamOf(bytes32 stream) external view returns (Stream memory);

    /// @notice What is known of a batch; `anchoredAtS` is zero if it was never anchored.
    function batchOf(bytes32 stream, uint64 sequence, bytes32 root) external view returns (BatchInfo memory);

    /// @notice Block time at which the leaf's batch was anchored, after checking the proof.
    /// @param structHash EIP-712 struct hash of the record; its leaf is the double hash.
    /// @return anchoredAtS Zero if the proof does not lead to `root`. Reverts with `RecordAnchorUnknownBatch`.
    function verify(
        bytes32 stream,
        uint64 sequence,
        bytes32 root,
        bytes32 structHash,
        bytes32[] calldata proof
    ) external view returns (uint64 anchoredAtS);
}
