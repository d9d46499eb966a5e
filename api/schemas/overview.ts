import { z } from "zod";
import { count, uint } from "./common.js";
import { components } from "./components.js";
import { pipelineCounts, progress } from "./pipeline.js";

/** The consortium's energy and money in one answer. */
export const overview = z
  .strictObject({
    pipeline: pipelineCounts,
    /** Anchored batches. */
    batches: count,
    settlement: z.strictObject({
      /** Pairs of agreement and interval with a delivery above zero. */
      intervals: count,
      settledWh: uint,
      /** Token units. */
      paid: uint,
      /** Consumers' settled import that no supplier covered, Wh. */
      unsettledWh: uint,
      /** All meters' import over the records held here, Wh. */
      importWh: uint,
      /** All meters' export over the records held here, Wh. */
      exportWh: uint,
    }),
    /** Token units. */
    token: z.strictObject({ totalSupply: uint, attestedReserves: uint }),
    progress,
  })
  .register(components, { id: "Overview" });
