// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.28;

/// @notice One batch of records as its publisher submits it.
/// @param stream The publisher's stream.
/// @param sequence Position in the stream; the first batch is 1.
/// @param previousRoot Root of the batch before it; zero for the first.
/// @param root Merkle root over the batch's leaves.
/// @param count Number of leaves.
/// @param fromS Earliest time that a record of the batch claims, Unix seconds.
/// @param toS Latest time that a record of the batch claims, Unix seconds.
struct Batch {
    bytes32 stream;
    uint64 sequence;
    bytes32 previousRoot;
    bytes32 root;
    uint32 count;
    uint64 fromS;
    uint64 toS;
}

/// @notice What storage keeps of a batch; one slot, found by stream, sequence and root.
/// @param anchoredAtS Block time of the anchor, never zero for an anchored batch.
struct BatchInfo {
    uint64 anchoredAtS;
    uint32 count;
    uint64 fromS;
    uint64 toS;
}

/// @notice A stream's publisher and head, and the stream it continues.
/// @param predecessor Stream that this one took over from; zero if none.
/// @param predecessorSequence Head of the predecessor when this stream opened.
struct Stream {
    address publisher;
    uint64 sequence;
    bytes32 predecessor;
    uint64 predecessorSequence;
}
