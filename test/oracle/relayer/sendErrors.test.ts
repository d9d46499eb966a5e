import { expect } from "chai";
import { describe, it } from "mocha";
import { classifySendError, textOf } from "../../../oracle/relayer/sendErrors.js";

describe("oracle/relayer/sendErrors", () => {
  it("knows the words of Besu, Geth and Hardhat", () => {
    for (const [message, fault] of [
      ["already known", "known"],
      ["Known transaction", "known"],
      ["nonce too low: next nonce 5, tx nonce 4", "spent"],
      ["Nonce below current", "spent"],
      ["Nonce too low. Expected nonce to be 1 but got 0.", "spent"],
      ["Nonce too high. Expected nonce to be 1 but got 3.", "later"],
      ["replacement transaction underpriced", "cheap"],
      ["max fee per gas less than block base fee", "cheap"],
      ["Transaction gasPrice (1) is too low for the next block, which has a baseFeePerGas of 12", "cheap"],
      ["Upfront cost exceeds account balance", "later"],
      ["insufficient funds for gas * price + value", "later"],
      ["VM Exception while processing transaction: reverted with custom error", "executed"],
      ["exceeds block gas limit", "refused"],
    ] as const) {
      expect(classifySendError(new Error(message)), message).to.equal(fault);
    }
    expect(classifySendError(Object.assign(new Error("x"), { code: "ECONNREFUSED" }))).to.equal("later");
  });

  it("looks into the errors that an error wraps", () => {
    const wrapped = { message: "could not coalesce error", error: { code: -32000, message: "Already Known" } };
    expect(textOf(wrapped)).to.contain("already known");
    expect(classifySendError(wrapped)).to.equal("known");
  });
});
