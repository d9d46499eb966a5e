import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import { type Hex, serializeEvidence } from "../../../protocol/index.js";
import { hashOf, type KeyKind, testDevice } from "../support/devices.js";
import { mixedHistory } from "../support/history.js";
import { flip, ownDevice, TAMPERINGS } from "../support/tamperings.js";
import { codesOf, codesOfText, jsonOf } from "../support/verdict.js";
import { makeWorld } from "../support/world.js";

const documented = readFileSync(new URL("../../../docs/errors.md", import.meta.url), "utf8");
const stranger = testDevice("secp256k1", "stranger");
const world = (kind: KeyKind) =>
  makeWorld({ device: ownDevice(kind), leaves: mixedHistory(ownDevice(kind)) }, stranger);
const worlds = { secp256k1: world("secp256k1"), p256: world("p256") };

describe("tampering with evidence", () => {
  for (const kind of ["secp256k1", "p256"] satisfies KeyKind[]) {
    const { bundle, roots } = worlds[kind];

    it(`is absent from the bundle that the cases start from (${kind})`, () => {
      expect(codesOfText(serializeEvidence(bundle), roots)).to.deep.equal([]);
      expect(codesOf(jsonOf({ bundle }), roots)).to.deep.equal([]);
    });

    for (const { what, code, tamper } of TAMPERINGS) {
      it(`${what} is refused as ${code} (${kind})`, () => {
        const document = jsonOf({ bundle });
        tamper(document as never, kind);
        expect(codesOf(document, roots)[0]).to.equal(code);
        expect(documented).to.include(`| ${what} | \`${code}\` |`);
      });
    }
  }

  it("a batch of no record is refused as BatchUnreferenced", () => {
    const { bundle, roots } = worlds.p256;
    const later = {
      ...(roots.batches[0] as (typeof roots.batches)[0]),
      sequence: 9n,
      root: hashOf("later root") as Hex,
    };
    const extended = { ...bundle, batches: [...bundle.batches, later] };
    const { stream, sequence, root, count } = later;
    const document = jsonOf({
      bundle: { ...extended, batches: [...bundle.batches, { stream, sequence, root, count }] },
    });
    expect(codesOf(document, { ...roots, batches: [...roots.batches, later] })).to.deep.equal(["BatchUnreferenced"]);
  });

  it("several faults are all reported, the first in history order first", () => {
    const { bundle, roots } = worlds.p256;
    const document = jsonOf({ bundle });
    flip("records.7.salt")(document);
    flip("records.0.proof.0")(document);
    flip("records.3.previous")(document);
    expect(codesOf(document, roots)).to.deep.equal([
      "ProofInvalid",
      "LinkMismatch",
      "LinkMismatch",
      "SaltMismatch",
      "LinkMismatch",
    ]);
  });
});
