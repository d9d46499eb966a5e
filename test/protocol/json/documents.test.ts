import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  BatchUnreadable,
  canonicalJson,
  type Hex,
  parseBatch,
  parseRoots,
  RootsUnreadable,
  SchemaUnsupported,
  serializeBatch,
  serializeRoots,
  UnserializableValue,
  WattproofError,
} from "../../../protocol/index.js";
import { deviceRecord, gap, hash, hexOf } from "../support/arbitraries.js";
import { testDevice } from "../support/devices.js";
import { mixedHistory } from "../support/history.js";
import { type Json, leafPaths, setAt } from "../support/jsonEdits.js";
import { makeWorld } from "../support/world.js";

const device = testDevice("p256", "battery");
const { roots, batches } = makeWorld({ device, leaves: mixedHistory(device) }, testDevice("secp256k1", "stranger"));

const TEXTS: unknown[] = ["model", "chemistry", "batteryPassportIdentifier", "successor"];

/** Members that may be null; in the roots that the tests start from they are. */
const OPTIONAL: unknown[] = ["successor", "counters"];

describe("canonicalJson", () => {
  it("sorts members, writes no white space and bigints as decimal strings", () => {
    const text = canonicalJson({ b: [1, { z: null, a: 2n ** 70n }], a: "é\n", B: true });
    expect(text).to.equal('{"B":true,"a":"é\\n","b":[1,{"a":"1180591620717411303424","z":null}]}');
  });

  it("gives the same text whatever the order of members", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const reversed = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(reversed)).to.equal(canonicalJson(value));
        expect(JSON.parse(canonicalJson(value))).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("refuses what JSON cannot carry", () => {
    for (const value of [undefined, 0.5, Number.NaN, 2 ** 53, () => 1, Symbol("x"), { a: undefined }]) {
      expect(() => canonicalJson(value)).to.throw(UnserializableValue);
    }
  });
});

describe("roots.json", () => {
  it("reads back what was written", () => {
    expect(parseRoots(serializeRoots(roots))).to.deep.equal(roots);
    const without = { ...roots, passports: roots.passports.map((each) => ({ ...each, checkpoint: null })) };
    expect(parseRoots(serializeRoots(without))).to.deep.equal(without);
  });

  it("refuses a wrong type or form at every place, by name", () => {
    const text = serializeRoots(roots);
    for (const path of leafPaths(JSON.parse(text) as Json)) {
      for (const change of [null, true, {}, 1.5, -1, "0X", "-1", "01", ""] as Json[]) {
        // Free text takes any string but an empty identifier, which has a test of its own.
        if (typeof change === "string" && TEXTS.includes(path.at(-1))) continue;
        if (change === "-1" && String(path.at(-1)).endsWith("MilliC")) continue;
        if (change === null && OPTIONAL.includes(path.at(-1))) continue;
        const document = JSON.parse(text) as Json;
        setAt(document, path, change);
        const act = () => parseRoots(JSON.stringify(document));
        expect(act, `${path.join(".")} = ${JSON.stringify(change)}`).to.throw(WattproofError);
      }
    }
  });

  it("refuses identifiers that are empty, longer than 128 bytes or ill-formed", () => {
    for (const identifier of ["", "x".repeat(129), "é".repeat(65), "\ud800"]) {
      const passports = roots.passports.map((each) => ({ ...each, batteryPassportIdentifier: identifier }));
      expect(() => parseRoots(serializeRoots({ ...roots, passports }))).to.throw(RootsUnreadable, /batteryPassportId/);
    }
  });

  it("names the place of what it refuses", () => {
    const document = JSON.parse(serializeRoots(roots)) as Json;
    setAt(document, ["devices", 1, "signers", 0, "signer"], `0x${"00".repeat(20)}`);
    expect(() => parseRoots(JSON.stringify(document))).to.throw(RootsUnreadable, "devices[1].signers[0].signer");
  });

  it("refuses text that is no JSON, no object, or of another schema", () => {
    for (const text of ["", "{", "[]", "null", '"x"', "\u0000", serializeRoots(roots).slice(1)]) {
      expect(() => parseRoots(text), text).to.throw(RootsUnreadable);
    }
    expect(() => parseRoots("{}")).to.throw(SchemaUnsupported);
    expect(() => parseRoots('{"schema":"wattproof-evidence/1"}')).to.throw(SchemaUnsupported);
    expect(() => parseRoots(5 as unknown as string)).to.throw(RootsUnreadable);
  });

  it("survives nesting deeper than the stack", () => {
    const deep = `{"schema":"wattproof-roots/2","chainId":${"[".repeat(200_000)}${"]".repeat(200_000)}}`;
    expect(() => parseRoots(deep)).to.throw(RootsUnreadable);
  });
});

describe("archived batches", () => {
  it("read back as they were written, with any record", () => {
    const signed = fc.record({ record: deviceRecord, previous: hash, salt: hash, signature: hexOf(64) });
    const forward = gap.map((each) => ({ ...each, toSequence: each.fromSequence }));
    fc.assert(
      fc.property(fc.array(fc.oneof(signed, forward)), hash, (leaves, root) => {
        const batch = { stream: root, sequence: 7n, previousRoot: root, root, leaves };
        expect(parseBatch(serializeBatch(batch))).to.deep.equal(batch);
      }),
    );
    for (const batch of batches) expect(parseBatch(serializeBatch(batch))).to.deep.equal(batch);
  });

  it("are refused with a foreign member, a backward gap or a bad signature length", () => {
    const [batch] = batches as [(typeof batches)[0]];
    const [leaf] = batch.leaves;
    const backward = {
      type: "Gap" as const,
      device: device.device,
      fromSequence: 5n,
      toSequence: 4n,
      reason: 1 as const,
    };
    const bad = [{ ...leaf, note: "x" }, backward, { ...leaf, signature: "0x00" as Hex }, 5, null];
    for (const each of bad) {
      const text = serializeBatch({ ...batch, leaves: [each as never] });
      expect(() => parseBatch(text)).to.throw(BatchUnreadable, /leaves\[0\]/);
    }
  });
});
