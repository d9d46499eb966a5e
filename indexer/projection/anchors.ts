import type { ChainEvent } from "../chain/events.js";
import { addressHex } from "../chain/hexOf.js";
import { uint64Text } from "../database/uint64.js";
import { positionOf, type RangeRows } from "./rows.js";

/** Streams and their batches; the batches' records come from the archive, if it holds them. */
export function projectAnchor(event: ChainEvent, rows: RangeRows): void {
  const { args, block } = event;
  if (event.name === "StreamOpened") {
    rows.streams.push({
      stream: args.stream,
      publisher: addressHex(args.publisher),
      predecessor: args.predecessor,
      predecessorSequence: uint64Text(args.predecessorSequence),
      ...positionOf(event),
    });
  } else if (event.name === "BatchAnchored") {
    rows.batches.push({
      stream: args.stream,
      sequence: uint64Text(args.sequence),
      root: args.root,
      previousRoot: args.previousRoot,
      count: Number(args.count),
      fromS: uint64Text(args.fromS),
      toS: uint64Text(args.toS),
      anchoredAtS: block.timestampS,
      transactionHash: event.transactionHash,
      blockHash: block.hash,
      archive: "absent",
      reason: null,
      ...positionOf(event),
    });
  }
}
