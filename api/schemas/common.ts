import { z } from "zod";
import { components } from "./components.js";

/** 32 bytes: ids, hashes, roots. */
export const hash = z.templateLiteral(["0x", z.string().regex(/^[0-9a-f]{64}$/)]).register(components, { id: "Hash" });

/** 20 bytes, lower case without checksum. */
export const account = z
  .templateLiteral(["0x", z.string().regex(/^[0-9a-f]{40}$/)])
  .register(components, { id: "Account" });

/** Bytes of any length. */
export const bytes = z
  .templateLiteral(["0x", z.string().regex(/^(?:[0-9a-f]{2})*$/)])
  .register(components, { id: "Bytes" });

/** An unsigned integer of up to 256 bits as a canonical decimal string: Wh, token units, sequences, Unix seconds. */
export const uint = z
  .string()
  .max(78)
  .regex(/^(?:0|[1-9][0-9]*)$/)
  .register(components, { id: "Uint" });

/** A signed integer as a canonical decimal string. */
export const int = z
  .string()
  .max(79)
  .regex(/^(?:0|-?[1-9][0-9]*)$/)
  .register(components, { id: "Int" });

/** A number of things, small enough for a JSON number. */
export const count = z.number().int().nonnegative();

/** Where a clock stands behind a record's time. */
export const timeSource = z.enum(["device", "gateway", "synthetic"]);

const U64_MAX = (1n << 64n) - 1n;
const U64 = /^(?:0|[1-9][0-9]{0,19})$/;

/** A Unix time in seconds as a query parameter. */
export const seconds = z
  .string()
  .regex(U64)
  // Runs for text that is no number too, which the first rule has refused already.
  .refine((text) => !U64.test(text) || BigInt(text) <= U64_MAX, "beyond 64 bits");

/** A page size as a query parameter, bounded by `most`. */
export const pageSize = (usual: number, most: number) => z.coerce.number().int().min(1).max(most).default(usual);
