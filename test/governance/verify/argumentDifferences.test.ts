import { expect } from "chai";
import { AbiCoder, Interface } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import { argumentDifferences } from "../../../governance/verify/argumentDifferences.js";
import type { Hex } from "../../../protocol/index.js";

const CONTRACT = new Interface([
  "constructor(address owner, tuple(uint32 delayS, uint8[] shares, tuple(string name, bool validator)[] nodes) terms)",
]);
const OWNER = `0x${"Ab".repeat(20)}`.toLowerCase();

interface Terms {
  readonly delayS?: number;
  readonly shares?: readonly number[];
  readonly nodes?: readonly (readonly [string, boolean])[];
}

function encoded({ delayS = 60, shares = [0, 1], nodes = [["a", true]] }: Terms = {}, owner = OWNER): Hex {
  return CONTRACT.encodeDeploy([owner, [delayS, shares, nodes]]).toLowerCase() as Hex;
}

const differences = (found: Hex) => argumentDifferences(CONTRACT, encoded(), found);

describe("argumentDifferences", () => {
  it("are none of the same arguments", () => {
    expect(differences(encoded())).to.deep.equal([]);
  });

  it("name the place of each value, however deep, with both values", () => {
    const other = `0x${"cd".repeat(20)}`;
    expect(differences(encoded({ delayS: 0, nodes: [["b", false]] }, other))).to.deep.equal([
      { path: "owner", agreed: OWNER, found: other },
      { path: "terms.delayS", agreed: "60", found: "0" },
      { path: "terms.nodes[0].name", agreed: "a", found: "b" },
      { path: "terms.nodes[0].validator", agreed: "true", found: "false" },
    ]);
  });

  it("tell shares by the kinds of decisions that they are for", () => {
    expect(differences(encoded({ shares: [2, 7] }))).to.deep.equal([
      { path: "the share for admit-member", agreed: "majority", found: "all" },
      { path: "the share for expel-member", agreed: "two-thirds", found: "7" },
    ]);
  });

  it("name lengths, and what of the shared part differs", () => {
    expect(differences(encoded({ nodes: [] }))).to.deep.equal([
      { path: "the length of terms.nodes", agreed: "1", found: "0" },
    ]);
    expect(
      differences(
        encoded({
          nodes: [
            ["x", true],
            ["y", true],
          ],
        }),
      )?.map(({ path }) => path),
    ).to.deep.equal(["the length of terms.nodes", "terms.nodes[0].name"]);
  });

  it("cannot be told of bytes that are not the one encoding of arguments", () => {
    const honest = encoded();
    expect(differences(`${honest}00`)).to.equal(undefined);
    expect(differences(honest.slice(0, -64) as Hex)).to.equal(undefined);
    expect(differences("0x")).to.equal(undefined);
    const dirty = `0xff${honest.slice(4)}` as Hex;
    expect(differences(dirty)).to.equal(undefined);
  });

  it("are found or cannot be told, but are never none, of whatever other bytes", () => {
    const flips = fc.record({
      at: fc.nat({ max: (encoded().length - 2) / 2 - 1 }),
      by: fc.integer({ min: 1, max: 255 }),
    });
    fc.assert(
      fc.property(flips, ({ at, by }) => {
        const bytes = Buffer.from(encoded().slice(2), "hex");
        bytes[at] = (bytes[at] ?? 0) ^ by;
        const found = differences(`0x${bytes.toString("hex")}`);
        expect(found === undefined || found.length > 0).to.equal(true);
      }),
    );
    const texts = fc.uint8Array({ maxLength: 400 }).map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);
    fc.assert(
      fc.property(texts, (text) => {
        expect(differences(text)).not.to.deep.equal([]);
      }),
    );
  });

  it("are none of a constructor without arguments, unless something follows", () => {
    const empty = new Interface([]);
    expect(argumentDifferences(empty, "0x", "0x")).to.deep.equal([]);
    expect(argumentDifferences(empty, "0x", AbiCoder.defaultAbiCoder().encode(["uint8"], [1]) as Hex)).to.equal(
      undefined,
    );
  });
});
