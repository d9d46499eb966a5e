import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  blobFile,
  evidenceText,
  partOf,
  scanEvidence,
  serializeEvidence,
  verifyEvidence,
  verifyFile,
} from "../../../../protocol/index.js";
import { type KeyKind, testDevice } from "../../support/devices.js";
import { eventfulHistory, mixedHistory } from "../../support/history.js";
import type { Json } from "../../support/jsonEdits.js";
import { ownDevice, TAMPERINGS } from "../../support/tamperings.js";
import { codesOf, jsonOf } from "../../support/verdict.js";
import { makeWorld } from "../../support/world.js";
import { codeOf, textFile } from "./support.js";

const stranger = testDevice("secp256k1", "stranger");
const world = (kind: KeyKind) =>
  makeWorld({ device: ownDevice(kind), leaves: mixedHistory(ownDevice(kind)) }, stranger);
const { bundle, roots } = world("p256");
const text = serializeEvidence(bundle);

const codesOfFile = async (document: string): Promise<string[]> => {
  try {
    const report = await verifyFile({ file: textFile(document), roots });
    return report.faults.map(({ code }) => code);
  } catch (error) {
    return [(error as { code: string }).code];
  }
};

describe("verifyFile", () => {
  it("gives the report that the whole bundle gives, whatever the chunks", async () => {
    const expected = verifyEvidence({ bundle, roots });
    expect(expected.ok).to.equal(true);
    for (const chunkBytes of [1, 2, 3, 7, 64, 1000, text.length]) {
      const report = await verifyFile({ file: textFile(text, chunkBytes), roots });
      expect(report).to.deep.equal(expected);
    }
  });

  it("refuses every tampering by the same names in the same order", async () => {
    for (const { what, code, tamper } of TAMPERINGS) {
      const document = jsonOf({ bundle });
      tamper(document as never, "p256");
      const codes = await codesOfFile(JSON.stringify(document));
      expect(codes, what).to.deep.equal(codesOf(document, roots));
      expect(codes[0], what).to.equal(code);
    }
  });

  it("takes members in any order and any white space, while the file is small", async () => {
    const document = jsonOf({ bundle }) as { [key: string]: Json };
    const names = Object.keys(document);
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(names, { minLength: names.length }), async (order) => {
        const shuffled = Object.fromEntries(order.map((name) => [name, document[name]]));
        expect(await codesOfFile(JSON.stringify(shuffled, null, 3))).to.deep.equal([]);
      }),
      { numRuns: 20 },
    );
  });

  it("refuses what is cut short, at any place", async () => {
    for (let length = 0; length < text.length; length += 211) {
      const codes = await codesOfFile(text.slice(0, length));
      expect(["EvidenceUnreadable", "SchemaUnsupported"], `${length}`).to.include(codes[0]);
    }
  });

  it("refuses members that are given twice, unknown or missing, at any depth", async () => {
    const document = jsonOf({ bundle }) as { [key: string]: Json };
    const without = (name: string) => JSON.stringify({ ...document, [name]: undefined });
    const bad = [
      text.replace('"finality":', '"finality":"unsealed","finality":'),
      text.replace('"chargeMicroAh":', '"chargeMicroAh":"1","chargeMicroAh":'),
      text.replace('"salt":', '"\\u0073alt":"0x","salt":'),
      text.replace('"finality":', '"\\u0066inality":"unsealed","finality":'),
      text.replace('"finality":', '"note":1,"finality":'),
      text.replace('"batches":[', '"batches":{"a":[').replace('],"records"', ']},"records"'),
      text.replace('"records":[', '"records":[,'),
      `${text} x`,
      `${text}{}`,
      `[${text}]`,
      `\ufeff${text}`,
      text.replace("18650-2Ah", "18650\n2Ah"),
      ...["chain", "finality", "scope", "passport", "batches", "records"].map(without),
    ];
    for (const each of bad) {
      expect(each).not.to.equal(text);
      expect(await codesOfFile(each), each.slice(0, 300)).to.deep.equal(["EvidenceUnreadable"]);
    }
    expect(await codesOfFile(without("schema"))).to.deep.equal(["SchemaUnsupported"]);
    expect(await codesOfFile("{}")).to.deep.equal(["SchemaUnsupported"]);
  });

  it("refuses bytes that are no UTF-8", async () => {
    const bytes = new TextEncoder().encode(text);
    bytes[text.indexOf("18650")] = 0xff;
    const file = { open: () => chunk(bytes) };
    expect(await codeOf(verifyFile({ file, roots }))).to.equal("EvidenceUnreadable");
  });

  it("reads a blob as a browser holds it, and says how far it came", async () => {
    const pieces = [...evidenceText(bundle)];
    const seen: number[] = [];
    const blob = new Blob(pieces);
    const report = await verifyFile({ file: blobFile(blob), roots, onProgress: ({ bytes }) => seen.push(bytes) });
    expect(report.ok).to.equal(true);
    expect(seen.at(-1)).to.equal(blob.size);
  });

  it("leaves the check of signatures to whoever brings a faster one", async () => {
    const asked: string[] = [];
    const verifierOf = (signer: string) => {
      asked.push(signer);
      return () => false;
    };
    const { faults } = await verifyFile({ file: textFile(text), roots, verifierOf });
    expect(new Set(faults.map(({ code }) => code))).to.deep.equal(new Set(["SignatureInvalid"]));
    expect(faults).to.have.length(8);
    expect(asked).to.deep.equal([ownDevice("p256").signer]);
  });

  it("verifies a part", async () => {
    const { bundle: eventful, roots: by } = makeWorld(
      { device: ownDevice("p256"), leaves: eventfulHistory(ownDevice("p256")) },
      stranger,
    );
    const part = partOf(eventful, (entry) => eventful.records.indexOf(entry) > 2);
    const report = await verifyFile({ file: textFile(serializeEvidence(part)), roots: by });
    expect(report.figures?.corrections).to.have.length(1);
  });
});

describe("scanEvidence", () => {
  it("says what a file speaks of: its chain, its passport and the batches that its records are in", async () => {
    const padding = { ...bundle.batches[0], sequence: 77n } as (typeof bundle.batches)[0];
    const padded = { ...bundle, batches: [...bundle.batches, padding] };
    const scan = await scanEvidence(textFile(serializeEvidence(padded)));
    expect(scan).to.deep.equal({ chain: bundle.chain, passport: bundle.passport, batches: bundle.batches });
  });

  it("refuses what is no evidence", async () => {
    expect(await codeOf(scanEvidence(textFile('{"schema":"wattproof-roots/2"}')))).to.equal("SchemaUnsupported");
  });
});

async function* chunk(bytes: Uint8Array) {
  yield bytes;
}
