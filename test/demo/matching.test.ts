import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { matchHomes } from "../../demo/community/matching.js";

const home = (name: string, exportWh: bigint) => ({ home: name, importWh: 0n, exportWh });

describe("matchHomes", () => {
  it("ranks by export, ties by column, and gives consumers suppliers in turn", () => {
    const homes = [
      home("a", 5n),
      home("b", 9n),
      home("c", 5n),
      home("d", 0n),
      home("e", 9n),
      home("f", 1n),
      home("g", 0n),
    ];
    const { suppliers, consumers, matches } = matchHomes(homes);
    expect(suppliers).to.deep.equal(["b", "e", "a"]);
    expect(consumers).to.deep.equal(["c", "d", "f", "g"]);
    expect(matches.map(({ consumer, supplier }) => consumer + supplier)).to.deep.equal(["cb", "de", "fa", "gb"]);
  });

  it("makes a single home a supplier without consumers", () => {
    expect(matchHomes([home("a", 0n)])).to.deep.equal({ suppliers: ["a"], consumers: [], matches: [] });
  });

  it("gives every home exactly one role and every consumer exactly one supplier", () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 9n }), { minLength: 1, maxLength: 40 }), (exports) => {
        const homes = exports.map((exportWh, index) => home(`h${index}`, exportWh));
        const { suppliers, consumers, matches } = matchHomes(homes);
        expect([...suppliers, ...consumers].sort()).to.deep.equal(homes.map(({ home }) => home).sort());
        expect(suppliers).to.have.lengthOf(Math.ceil(homes.length / 3));
        expect(matches.map(({ consumer }) => consumer)).to.deep.equal(consumers);
        for (const { supplier } of matches) expect(suppliers).to.include(supplier);
      }),
    );
  });
});
