import { expect } from "chai";
import { describe, it } from "mocha";
import { en, nb } from "../../dashboard/src/texts/texts.js";
import { CHECK_NAMES } from "../../dashboard/src/verify/checklist.js";

/** Every key with what stands behind it: a text, or a function of so many facts. */
function shape(value: unknown, path = ""): string[] {
  if (typeof value === "object" && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`));
  }
  return [`${path}: ${typeof value === "function" ? "function" : typeof value}`];
}

/** Every text, functions called with numbers that take the singular and the plural. */
function written(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") {
    return [1, 2].map((count) => [path, String(value(count, String(count), String(count), "x", "y"))]);
  }
  return Object.entries(value as object).flatMap(([key, inner]) => written(inner, `${path}.${key}`));
}

describe("dashboard: texts", () => {
  it("has the same keys in both languages", () => {
    expect(shape(nb).sort()).to.deep.equal(shape(en).sort());
  });

  for (const [language, texts] of Object.entries({ en, nb })) {
    it(`leaves no text empty or unfilled: ${language}`, () => {
      for (const [path, text] of written(texts)) {
        expect(text.trim(), path).not.to.equal("");
        expect(text, path).not.to.match(/undefined|\[object|NaN/);
      }
    });
  }

  it("says something else in the other language, except for names and loanwords", () => {
    const same = written(en).filter(([path, text]) =>
      written(nb).some(([other, its]) => other === path && its === text),
    );
    const words = same.filter(([, text]) => /\s\w+\s/.test(text)).map(([path]) => path);
    expect(words).to.deep.equal([]);
  });

  it("names every check of the checklist", () => {
    expect([...CHECK_NAMES].sort()).to.deep.equal(Object.keys(en.verify.checks).sort());
  });
});
