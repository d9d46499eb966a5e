import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { readPages } from "../../governance/readPages.js";

/** A list that a contract gives in pages of at most `longest`. */
function paged(length: number, longest: number, told = length) {
  const asked: number[] = [];
  return {
    asked,
    what: "the list",
    count: async () => BigInt(told),
    page: async (start: number, limit: number) => {
      asked.push(start);
      const size = Math.max(0, Math.min(limit, longest, length - start));
      return Array.from({ length: size }, (_, at) => start + at);
    },
  };
}

describe("governance: lists in pages", () => {
  it("are read whole, each entry once and in order", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(1000), fc.integer({ min: 1, max: 300 }), async (length, longest) => {
        expect(await readPages(paged(length, longest))).to.deep.equal(Array.from({ length }, (_, at) => at));
      }),
    );
  });

  it("ask 200 entries at a time", async () => {
    const list = paged(401, 200);
    await readPages(list);
    expect(list.asked).to.deep.equal([0, 200, 400]);
  });

  for (const [what, told] of [
    ["fewer entries than it counts", 8],
    ["more entries than it counts", 3],
  ] as const) {
    it(`refuse a node that gives ${what}`, async () => {
      const error = await readPages(paged(5, 200, told)).catch((each: unknown) => each);
      expect(error).to.include({ code: "ChainUnreadable" });
    });
  }
});
