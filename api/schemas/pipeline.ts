import { z } from "zod";
import { count, hash, uint } from "./common.js";
import { components } from "./components.js";

/** Records by the state that they are in now, on the oracle's way to the chain. */
export const pipelineCounts = z
  .strictObject({
    received: count,
    verified: count,
    buffered: count,
    batched: count,
    submitted: count,
    anchored: count,
    rejected: count,
    delayed: count,
  })
  .register(components, { id: "PipelineCounts" });

/** How far the replay behind the page has come. */
export const progress = z
  .strictObject({
    phase: z.string(),
    done: count,
    total: count,
    label: z.string(),
    finished: z.boolean(),
  })
  .register(components, { id: "Progress" });

/** An input that will never become a record, and why. */
export const rejection = z
  .strictObject({
    source: z.string(),
    position: z.string(),
    device: hash.optional(),
    code: z.string(),
    reason: z.string(),
    receivedAtS: uint,
  })
  .register(components, { id: "Rejection" });

export const rejections = z.array(rejection).register(components, { id: "Rejections" });
