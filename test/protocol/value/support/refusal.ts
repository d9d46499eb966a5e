import { WattproofError } from "../../../../protocol/errors.js";
import { estimateValue, type ValueEstimate, type ValueInput } from "../../../../protocol/value/index.js";

/** The estimate, or the code of the named reason for which there is none; any other error goes on. */
export function estimateOrCode(input: ValueInput): ValueEstimate | string {
  try {
    return estimateValue(input);
  } catch (error) {
    if (error instanceof WattproofError) return error.code;
    throw error;
  }
}
