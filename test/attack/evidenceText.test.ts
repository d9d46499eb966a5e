import { expect } from "chai";
import { describe, it } from "mocha";
import { serializeEvidence } from "../../protocol/index.js";
import { testDevice } from "../protocol/support/devices.js";
import { mixedHistory } from "../protocol/support/history.js";
import { codesOfText } from "../protocol/support/verdict.js";
import { makeWorld } from "../protocol/support/world.js";

const device = testDevice("p256", "battery");
const { bundle, roots } = makeWorld({ device, leaves: mixedHistory(device) }, testDevice("secp256k1", "stranger"));
const text = serializeEvidence(bundle);
const codesAfter = (edit: (text: string) => string) => {
  const edited = edit(text);
  expect(edited).to.not.equal(text);
  return codesOfText(edited, roots);
};

describe("hostile text of an evidence file", () => {
  it("is accepted before it is edited", () => {
    expect(codesOfText(text, roots)).to.deep.equal([]);
  });

  const edits: [string, (text: string) => string][] = [
    ["a member __proto__", (json) => json.replace('"batches":', '"__proto__":{"batches":[]},"batches":')],
    ["a member constructor in a record", (json) => json.replace('"header":', '"constructor":{},"header":')],
    ["a member in place of its prototype", (json) => json.replace('"records":', '"__proto__":')],
    ["a member given twice, escaped once", (json) => json.replace('"model":', '"m\\u006fdel":"better","model":')],
    ["a value with a colon beside a doubled member", (json) => json.replace('"model":"', '"model":"","model":":')],
    ["an object given twice", (json) => json.replace('"passport":', '"passport":{"a":1},"passport":')],
    ["a byte order mark", (json) => `\ufeff${json}`],
    ["text after the end", (json) => `${json}{}`],
    ["a null character after the end", (json) => `${json}\u0000`],
    ["a number with an exponent", (json) => json.replace('"factoryChargeCount":3', '"factoryChargeCount":3e400')],
    ["a negative zero", (json) => json.replace('"batch":0', '"batch":-0')],
    ["digits of another script", (json) => json.replace('"sequence":"1"', '"sequence":"１"')],
    ["a sequence with leading zeros", (json) => json.replace('"sequence":"1"', '"sequence":"01"')],
    ["half a surrogate pair", (json) => json.replace('"model":"', '"model":"\\ud800')],
    ["an index beyond every batch as text", (json) => json.replace('"batch":0', '"batch":"__proto__"')],
    ["brackets without end", (json) => json.replace('"batches":', `"batches":${"[".repeat(100_000)}`)],
    ["deep nesting", (json) => json.replace('"chain":', `"chain":${"[".repeat(1e6)}${"]".repeat(1e6)},"_":`)],
    ["deep nesting under a known name", (json) => deepened(json, 1_000_000)],
  ];
  for (const [what, edit] of edits) {
    it(`is refused for ${what}`, () => {
      expect(codesAfter(edit)).to.deep.equal(["EvidenceUnreadable"]);
    });
  }

  it("leaves the prototype of objects alone", () => {
    codesAfter((json) => json.replace('"chain":{', '"chain":{"__proto__":{"polluted":true},'));
    expect(Object.hasOwn(Object.prototype, "polluted")).to.equal(false);
  });
});

/** The proof of the first record becomes an array within arrays. */
function deepened(json: string, depth: number): string {
  return json.replace(/"proof":\[[^\]]*\]/, `"proof":${"[".repeat(depth)}${"]".repeat(depth)}`);
}
