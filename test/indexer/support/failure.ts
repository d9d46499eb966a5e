import { expect } from "chai";
import { WattproofError } from "../../../protocol/index.js";

/** Expects a named error of this code. Returns it. */
export async function failure(work: Promise<unknown>, code: string): Promise<WattproofError> {
  try {
    await work;
  } catch (error) {
    expect(error).to.be.instanceOf(WattproofError);
    expect((error as WattproofError).code).to.equal(code);
    return error as WattproofError;
  }
  return expect.fail(`Nothing failed, expected ${code}.`);
}
