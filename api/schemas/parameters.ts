import { z } from "zod";
import { hash, pageSize } from "./common.js";

export const deviceParams = z.strictObject({ device: hash });
export const idParams = z.strictObject({ id: hash });
export const recordParams = z.strictObject({ recordHash: hash });

const MOST_IDENTIFIER_BYTES = 128;

/** A battery by its passport's identifier, percent-encoded in the path. */
export const batteryParams = z.strictObject({
  identifier: z
    .string()
    .min(1)
    .max(MOST_IDENTIFIER_BYTES)
    .refine((text) => Buffer.byteLength(text) <= MOST_IDENTIFIER_BYTES, "longer than 128 bytes"),
});

export const cyclesQuery = z.strictObject({ limit: pageSize(10_000, 10_000) });

/** For endpoints without parameters in their path. */
export const noParams = z.strictObject({});

/** For endpoints that take no query. */
export const noQuery = z.strictObject({});
