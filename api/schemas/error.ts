import { z } from "zod";
import { components } from "./components.js";

/** What every refused request answers with. */
export const apiError = z
  .strictObject({
    code: z.string(),
    /** One sentence: what happened, with the facts. */
    message: z.string(),
    /** One sentence: what to do. */
    next: z.string(),
  })
  .register(components, { id: "ApiError" });
