import { z } from "zod";

/** Schemas that have a name in the API's description. */
export const components = z.registry<{ readonly id: string }>();
