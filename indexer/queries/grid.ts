import { ZERO_HASH } from "../../protocol/hex.js";

/** Whether an agreement is one with a grid supplier, who has no meter. */
export function isGrid({ exportMeter }: { readonly exportMeter: string }): boolean {
  return exportMeter === ZERO_HASH;
}
