import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { wrapped } from "../../../scripts/commandLine/wrapped.js";

describe("a wrapped line", () => {
  it("is broken between words, and goes on indented", () => {
    expect(wrapped("one two three four", 9)).to.deep.equal(["one two", "  three", "  four"]);
    expect(wrapped("one two", 7)).to.deep.equal(["one two"]);
    expect(wrapped("", 7)).to.deep.equal([""]);
  });

  it("is broken within a word that is longer than a line", () => {
    expect(wrapped("abcdefghij", 6)).to.deep.equal(["abcdef", "  ghij"]);
  });

  it("loses no letter, and is never too long", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 3, max: 40 }), (line, columns) => {
        const lines = wrapped(line, columns);
        for (const each of lines) expect(each.length).to.be.at.most(columns);
        expect(lines.join("").replaceAll(" ", "")).to.equal(line.replaceAll(" ", ""));
      }),
    );
  });
});
