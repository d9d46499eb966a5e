import { expect } from "chai";
import { describe, it } from "mocha";
import { heldAt } from "../../../protocol/index.js";

describe("heldAt", () => {
  const first = { sinceS: 10n, name: "first" };
  const second = { sinceS: 20n, name: "second" };
  const secondAgain = { sinceS: 20n, name: "later in the same block" };

  it("is the last period that began by then", () => {
    expect(heldAt([first, second], 10n)).to.equal(first);
    expect(heldAt([first, second], 19n)).to.equal(first);
    expect(heldAt([first, second], 20n)).to.equal(second);
    expect(heldAt([first, second], 2n ** 64n)).to.equal(second);
  });

  it("takes the later of two changes of one block", () => {
    expect(heldAt([first, second, secondAgain], 20n)).to.equal(secondAgain);
  });

  it("is nothing before the first, and nothing of nothing", () => {
    expect(heldAt([first, second], 9n)).to.equal(undefined);
    expect(heldAt([], 9n)).to.equal(undefined);
  });
});
