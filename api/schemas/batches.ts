import { z } from "zod";
import { count, hash, pageSize, uint } from "./common.js";
import { components } from "./components.js";

export const batchesQuery = z.strictObject({ limit: pageSize(50, 1_000) });

/** A root on chain and whether its records are held here. */
export const batch = z
  .strictObject({
    stream: hash,
    sequence: uint,
    root: hash,
    previousRoot: hash,
    count,
    fromS: uint,
    toS: uint,
    anchoredAtS: uint,
    transactionHash: hash,
    blockNumber: count,
    blockHash: hash,
    /** `held`: checked against the root and imported; `absent`: not here; `refused`: what is here is not what was anchored. */
    records: z.enum(["held", "absent", "refused"]),
    /** Why the archive was refused. */
    reason: z.string().nullable(),
  })
  .register(components, { id: "Batch" });

/** Latest first. */
export const batches = z.array(batch).register(components, { id: "Batches" });
