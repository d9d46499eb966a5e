import { WattproofError } from "../../../protocol/errors.js";
import { CheckStopped } from "./problems.js";
import type { ValueAnswer } from "./value.js";

/** Why there is no estimate, by name. */
export function refusedAs(error: unknown): ValueAnswer {
  const { code, message, next, facts } = error instanceof WattproofError ? error : new CheckStopped(error);
  return { kind: "refused", code, message, next, facts };
}
