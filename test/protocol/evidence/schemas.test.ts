import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import { describe, it } from "mocha";
import {
  BatteryStatus,
  type PassportRoots,
  parseEvidence,
  parseRoots,
  partOf,
  type Roots,
  serializeEvidence,
  serializeRoots,
  WattproofError,
} from "../../../protocol/index.js";
import { testDevice } from "../support/devices.js";
import { eventfulHistory, HistoryWriter, mixedHistory } from "../support/history.js";
import { type Json, leafPaths, objectPaths, setAt, valueAt } from "../support/jsonEdits.js";
import { replacedWorld } from "../support/replaced.js";
import { ownDevice, TAMPERINGS } from "../support/tamperings.js";
import { makeWorld } from "../support/world.js";

const schema = (name: string) =>
  new Ajv2020({ allErrors: true }).compile(
    JSON.parse(readFileSync(new URL(`../../../docs/schemas/${name}.schema.json`, import.meta.url), "utf8")),
  );
const [isEvidence, isRoots] = [schema("evidence-2"), schema("roots-2")];

const stranger = testDevice("secp256k1", "stranger");
const worlds = (["p256", "secp256k1"] as const).map((kind) =>
  makeWorld({ device: ownDevice(kind), leaves: mixedHistory(ownDevice(kind)) }, stranger),
);
const eventful = makeWorld({ device: ownDevice("p256"), leaves: eventfulHistory(ownDevice("p256")) }, stranger);
const [world] = worlds as [(typeof worlds)[0]];
const json = (text: string) => JSON.parse(text) as Json;

/** True if the protocol's own reader takes the document. */
function isRead(read: (text: string) => unknown, document: Json): boolean {
  try {
    read(JSON.stringify(document));
    return true;
  } catch (error) {
    if (error instanceof WattproofError) return false;
    throw error;
  }
}

/** Each place of a document with values of other types, members left out and members added. */
function* malformed(text: string): Generator<[string, Json]> {
  for (const path of leafPaths(json(text))) {
    for (const change of [true, 1.5, -1, "0X", "01", [], {}] as Json[]) {
      const document = json(text);
      setAt(document, path, change);
      yield [`${path.join(".")} = ${JSON.stringify(change)}`, document];
    }
  }
  for (const path of objectPaths(json(text))) {
    const added = json(text);
    setAt(added, [...path, "note"], "x");
    yield [`with ${[...path, "note"].join(".")}`, added];
    for (const member of Object.keys(valueAt(json(text), path) as object)) {
      const document = json(text);
      delete (valueAt(document, path) as { [key: string]: Json })[member];
      yield [`without ${[...path, member].join(".")}`, document];
    }
  }
}

describe("the published JSON Schema of evidence", () => {
  it("takes what is built: complete histories and parts, of every kind of record", () => {
    const part = partOf(eventful.bundle, (entry) => eventful.bundle.records.indexOf(entry) > 2);
    for (const bundle of [...worlds.map((each) => each.bundle), eventful.bundle, part]) {
      const isValid = isEvidence(json(serializeEvidence(bundle)));
      expect(isEvidence.errors).to.equal(null);
      expect(isValid).to.equal(true);
    }
  });

  it("refuses what the reader refuses for its form", function () {
    this.timeout(120_000);
    const text = serializeEvidence({ ...eventful.bundle, records: eventful.bundle.records.slice(2) });
    let refused = 0;
    for (const [what, document] of malformed(text)) {
      const isTaken = isRead(parseEvidence, document);
      expect(isEvidence(document), what).to.equal(isTaken);
      if (!isTaken) refused++;
    }
    expect(refused).to.be.greaterThan(1_000);
  });

  it("takes tampered documents that the reader takes: they are for verification to refuse", () => {
    for (const { what, code, tamper } of TAMPERINGS) {
      const document = json(serializeEvidence(world.bundle));
      tamper(document as never, "p256");
      const isMalformed = code === "EvidenceUnreadable" || code === "SchemaUnsupported";
      // A schema cannot compare the ends of a gap.
      if (what === "a gap that runs backwards") continue;
      expect(isEvidence(document), what).to.equal(!isMalformed);
    }
  });
});

describe("the published JSON Schema of roots", () => {
  const [passport] = world.roots.passports as [PassportRoots];
  const { record } = new HistoryWriter(ownDevice("p256")).cycle();
  if (record.type !== "ChargeCycle") throw new TypeError("no cycle");
  const full: Roots = {
    ...world.roots,
    passports: [
      {
        ...passport,
        status: BatteryStatus.Reused,
        predecessors: ["urn:battery:a", "urn:battery:b"],
        successor: "urn:battery:c",
        counters: { device: ownDevice("p256").device, sequence: 9n, counters: record.counters },
      },
    ],
  };

  it("takes what is read from chains", () => {
    const first = new HistoryWriter(ownDevice("p256"));
    const leaves = [first.cycle()];
    const devices = [ownDevice("p256"), ownDevice("secp256k1")] as const;
    const replaced = replacedWorld({ devices, leaves, lastSequence: 1n, upTo: leaves }).roots;
    for (const roots of [...worlds.map((each) => each.roots), full, replaced]) {
      const isValid = isRoots(json(serializeRoots(roots)));
      expect(isRoots.errors).to.equal(null);
      expect(isValid).to.equal(true);
    }
  });

  it("refuses what the reader refuses for its form", () => {
    let refused = 0;
    for (const [what, document] of malformed(serializeRoots(full))) {
      const isTaken = isRead(parseRoots, document);
      // What the reader refuses beyond its form, such as times in the wrong order, a schema cannot.
      if (isTaken) expect(isRoots(document), what).to.equal(true);
      else refused += isRoots(document) ? 0 : 1;
    }
    expect(refused).to.be.greaterThan(700);
  });
});
