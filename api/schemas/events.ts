import { z } from "zod";
import { count } from "./common.js";
import { components } from "./components.js";

/** What of the read model may have changed: the page reloads what it shows of these. */
export const changeKind = z.enum([
  "devices",
  "batches",
  "records",
  "agreements",
  "settlement",
  "batteries",
  "token",
  "members",
]);

/** Data of the server-sent event `change`. Event `progress` carries the schema Progress. */
export const change = z
  .strictObject({
    /** Latest indexed block. */
    blockNumber: count,
    kinds: z.array(changeKind),
  })
  .register(components, { id: "Change" });
