import { expect } from "chai";
import { WattproofError } from "../../../protocol/index.js";

/** Code of the named error that `act` ends with; fails if it ends otherwise. */
export async function codeOf(act: () => unknown): Promise<string> {
  try {
    await act();
  } catch (error) {
    expect(error).to.be.instanceOf(WattproofError);
    return (error as WattproofError).code;
  }
  return "nothing was refused";
}

/** Cheap enough for a test, and for nothing else. */
export const CHEAP = { N: 1024, r: 8, p: 1 } as const;
