import { WattproofError } from "../../../protocol/errors.js";
import { CheckStopped } from "./problems.js";

/** Why there is no estimate, by name, with the facts for the page's own words. */
export interface RefusedValue {
  readonly kind: "refused";
  readonly code: string;
  readonly message: string;
  readonly next: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** Words an error as an answer; one without a name is a check that stopped. */
export function refusedAs(error: unknown): RefusedValue {
  const { code, message, next, facts } = error instanceof WattproofError ? error : new CheckStopped(error);
  return { kind: "refused", code, message, next, facts };
}
