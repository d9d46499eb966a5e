import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { foundingWarnings } from "../../../network/index.js";

const nodesOf = (shares: Record<string, number>) =>
  Object.entries(shares).flatMap(([organisation, count]) =>
    Array.from({ length: count }, () => ({ organisation, validator: true })),
  );
const codesOf = (shares: Record<string, number>) => foundingWarnings(nodesOf(shares)).map(({ code }) => code);

describe("what founders are warned of", () => {
  it("is nothing for four organisations with a validator each", () => {
    expect(codesOf({ a: 1, b: 1, c: 1, d: 1 })).to.deep.equal([]);
    expect(codesOf({ a: 2, b: 2, c: 2, d: 1 })).to.deep.equal([]);
  });

  it("is the pilot's largest organisation, which can halt the chain and rewrite its validators", () => {
    const [halt, rewrite, ...others] = foundingWarnings(nodesOf({ wxr: 4, unicom: 2, wxbc: 1 }));
    expect(others).to.have.length(0);
    expect(halt?.code).to.equal("OrganisationCanHalt");
    expect(halt?.message).to.include("wxr holds 4 of 7").and.include("a block needs 5, so 3 (7 - 5 + 1)");
    expect(rewrite?.code).to.equal("OrganisationCanRewrite");
    expect(rewrite?.message).to.include("more than half, 4,");
  });

  it("is a count other than 3f + 1, with what would do as well", () => {
    const [vain] = foundingWarnings(nodesOf({ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1 }));
    expect(vain?.code).to.equal("ValidatorsInVain");
    expect(vain?.message).to.include("6 validators tolerate 1 faulty").and.include("need 4 to agree instead of 3");
    expect(vain?.message).to.include("4 or 7 are 3f + 1");
  });

  it("is fewer than four, which tolerate nothing", () => {
    const [none, ...others] = foundingWarnings(nodesOf({ a: 1, b: 1, c: 1 }));
    expect(others).to.have.length(0);
    expect(none?.code).to.equal("ToleratesNoFault");
    expect(none?.message).to.include("3 validators tolerate no faulty one").and.include("halts when 2 stop");
    expect(codesOf({ a: 1 })).to.deep.equal(["ToleratesNoFault", "OrganisationCanHalt", "OrganisationCanRewrite"]);
  });

  it("counts validators alone", () => {
    const observers = Array.from({ length: 9 }, () => ({ organisation: "a", validator: false }));
    expect(foundingWarnings([...nodesOf({ a: 1, b: 1, c: 1, d: 1 }), ...observers])).to.deep.equal([]);
  });

  it("names an organisation exactly if the others cannot make a block without it, or cannot outvote it", () => {
    const shares = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(shares, (counts) => {
        const n = counts.reduce((sum, count) => sum + count, 0);
        const named = foundingWarnings(nodesOf(Object.fromEntries(counts.map((count, at) => [`o${at}`, count]))));
        for (const [at, count] of counts.entries()) {
          const has = (code: string) =>
            named.some((warning) => warning.code === code && warning.message.startsWith(`o${at} `));
          expect(has("OrganisationCanHalt")).to.equal(n - count < (2 * n) / 3);
          expect(has("OrganisationCanRewrite")).to.equal(count > n - count);
        }
      }),
    );
  });
});
