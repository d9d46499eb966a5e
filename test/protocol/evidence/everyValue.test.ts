import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { EVIDENCE_SCOPES, parseEvidence, partOf, serializeEvidence, WattproofError } from "../../../protocol/index.js";
import { type KeyKind, testDevice } from "../support/devices.js";
import { eventfulHistory, mixedHistory } from "../support/history.js";
import { changesOf, type Json, leafPaths, objectPaths, setAt, valueAt } from "../support/jsonEdits.js";
import { codesOf, codesOfText, jsonOf } from "../support/verdict.js";
import { makeWorld } from "../support/world.js";

const stranger = testDevice("secp256k1", "stranger");

describe("every value of a bundle is checked", function () {
  this.timeout(120_000);

  const cases = (["secp256k1", "p256"] satisfies KeyKind[]).flatMap((kind) =>
    EVIDENCE_SCOPES.map((scope) => ({ kind, scope, name: `${kind}, ${scope}` })),
  );
  for (const { kind, scope, name } of cases) {
    const device = testDevice(kind, `${kind} battery`);
    const { bundle: complete, roots } = makeWorld({ device, leaves: eventfulHistory(device) }, stranger);
    const bundle = scope === "complete" ? complete : partOf(complete, (entry) => complete.records.indexOf(entry) > 1);
    const original = JSON.stringify(jsonOf({ bundle }));

    it(`is accepted as it is (${name})`, () => {
      expect(codesOfText(original, roots)).to.deep.equal([]);
    });

    it(`no changed value is accepted (${name})`, () => {
      const accepted: string[] = [];
      let tried = 0;
      for (const path of leafPaths(JSON.parse(original) as Json)) {
        for (const change of changesOf(valueAt(JSON.parse(original) as Json, path))) {
          const document = JSON.parse(original) as Json;
          if (valueAt(document, path) === change) continue;
          setAt(document, path, change);
          tried++;
          if (codesOf(document, roots).length === 0) accepted.push(`${path.join(".")} = ${change}`);
        }
      }
      expect(accepted).to.deep.equal([]);
      expect(tried).to.be.greaterThan(350);
    });

    it(`no value of another type, no missing and no unknown member is accepted (${name})`, () => {
      const accepted: string[] = [];
      for (const path of leafPaths(JSON.parse(original) as Json)) {
        const value = valueAt(JSON.parse(original) as Json, path);
        const otherTypes: Json[] = [null, true, [], {}, typeof value === "number" ? `${value}` : Number(value) || 1];
        for (const change of otherTypes) {
          const document = JSON.parse(original) as Json;
          if (change === value) continue;
          setAt(document, path, change);
          if (codesOf(document, roots)[0] === undefined) accepted.push(`${path.join(".")} = ${JSON.stringify(change)}`);
        }
      }
      for (const path of objectPaths(JSON.parse(original) as Json)) {
        const members = Object.keys(valueAt(JSON.parse(original) as Json, path) as object);
        for (const member of members) {
          const document = JSON.parse(original) as Json;
          delete (valueAt(document, path) as { [key: string]: Json })[member];
          if (codesOf(document, roots).length === 0) accepted.push(`without ${[...path, member].join(".")}`);
        }
        for (const member of ["note", "constructor", "toString"]) {
          const document = JSON.parse(original) as Json;
          setAt(document, [...path, member], "x");
          if (codesOf(document, roots).length === 0) accepted.push(`with ${[...path, member].join(".")}`);
        }
      }
      expect(accepted).to.deep.equal([]);
    });
  }

  it("no other choice or order of records is accepted", () => {
    const device = testDevice("secp256k1", "secp256k1 battery");
    const { bundle, roots } = makeWorld({ device, leaves: mixedHistory(device).slice(0, 6) }, stranger);
    const [document] = [jsonOf({ bundle }) as { records: Json[] }];
    const order = document.records.map((_, index) => index);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { maxLength: 8 }), (chosen) => {
        fc.pre(chosen.join() !== order.join());
        const records = chosen.map((index) => document.records[index] as Json);
        expect(codesOf({ ...document, records }, roots)).not.to.deep.equal([]);
      }),
      { numRuns: 60, examples: [[[]], [order.slice(1)], [order.slice(0, -1)], [[...order, 0]]] },
    );
  });

  it("no other choice or order of a part's records is accepted but a run of them in all of its batches", () => {
    const device = testDevice("secp256k1", "secp256k1 battery");
    const { bundle, roots } = makeWorld({ device, leaves: mixedHistory(device), batchSize: 9 }, stranger);
    const document = jsonOf({ bundle: partOf(bundle, (entry) => bundle.records.indexOf(entry) > 2) }) as {
      records: Json[];
    };
    const order = document.records.map((_, index) => index);
    const isRun = (chosen: readonly number[]) =>
      chosen.every((index, at) => at === 0 || index === (chosen[at - 1] as number) + 1);
    // Entry 1 is a gap, which alone is no part.
    const isPart = (chosen: readonly number[]) => chosen.length > 0 && isRun(chosen) && chosen.join() !== "1";
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...order), { maxLength: 7 }), (chosen) => {
        const records = chosen.map((index) => document.records[index] as Json);
        expect(codesOf({ ...document, records }, roots).length === 0, chosen.join()).to.equal(isPart(chosen));
      }),
      { numRuns: 60, examples: [[[]], [order.slice(1)], [order.slice(0, -1)], [[...order, 0]], [[1]], [[3]]] },
    );
  });

  it("no text cut short is accepted", () => {
    const device = testDevice("p256", "p256 battery");
    const { bundle, roots } = makeWorld({ device, leaves: mixedHistory(device) }, stranger);
    const text = serializeEvidence(bundle);
    for (let length = 0; length < text.length; length += 97) {
      expect(codesOfText(text.slice(0, length), roots), `${length} characters`).to.deep.equal(["EvidenceUnreadable"]);
    }
    expect(codesOfText(text.slice(0, -1), roots)).to.deep.equal(["EvidenceUnreadable"]);
    expect(codesOfText(`${text}}`, roots)).to.deep.equal(["EvidenceUnreadable"]);
  });

  it("a member given twice is refused, at any depth", () => {
    const device = testDevice("p256", "p256 battery");
    const { bundle, roots } = makeWorld({ device, leaves: mixedHistory(device) }, stranger);
    const text = serializeEvidence(bundle);
    const twice = [
      text.replace('"finality":', '"finality":"sealed","finality":'),
      text.replace('"chargeMicroAh":', '"chargeMicroAh":"1","chargeMicroAh":'),
      text.replace('"salt":', '"\\u0073alt":"0x","salt":'),
    ];
    for (const each of twice) {
      expect(each).not.to.equal(text);
      expect(codesOfText(each, roots)).to.deep.equal(["EvidenceUnreadable"]);
    }
  });

  it("white space and the order of members are free, length is not", () => {
    const device = testDevice("p256", "p256 battery");
    const { bundle, roots } = makeWorld({ device, leaves: mixedHistory(device) }, stranger);
    const document = jsonOf({ bundle }) as { [key: string]: Json };
    const shuffled = Object.fromEntries(Object.entries(document).reverse());
    expect(codesOfText(JSON.stringify(shuffled, null, 2), roots)).to.deep.equal([]);
    const text = serializeEvidence(bundle);
    expect(() => parseEvidence(text, { longest: text.length - 1 })).to.throw(WattproofError, /more than/);
    expect(parseEvidence(text, { longest: text.length })).to.deep.equal(bundle);
  });
});
