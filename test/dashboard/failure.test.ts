import { expect } from "chai";
import { describe, it } from "mocha";
import { failureFromAnswer } from "../../dashboard/src/data/failure.js";

describe("dashboard: refused requests", () => {
  it("keeps the service's own code and sentences", () => {
    const body = { code: "MeterUnknown", message: "There is no meter 0x01.", next: "Choose another." };
    expect(failureFromAnswer(404, body)).to.deep.equal({ kind: "refused", status: 404, ...body });
  });

  it("makes do with an answer that says nothing", () => {
    for (const body of [undefined, null, "gone", { error: 1 }]) {
      expect(failureFromAnswer(502, body)).to.deep.equal({ kind: "refused", status: 502 });
    }
  });
});
