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
      /** Pairs of agreement with a neighbour and interval with a delivery above zero. */
      intervals: count,
      /** Delivered by neighbours, Wh. */
      settledWh: uint,
      /** Paid to neighbours, token units. */
      paid: uint,
      /** Delivered by grid suppliers, Wh. */
      gridWh: uint,
      /** Paid to grid suppliers, token units. */
      gridPaid: uint,
      /** What consumers owe beyond their escrow, token units. */
      owed: uint,
      /** Consumers' settled import that no agreement covered, Wh. */
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
