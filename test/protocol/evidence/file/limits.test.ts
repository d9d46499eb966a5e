import { expect } from "chai";
import { describe, it } from "mocha";
import { canonicalJson, type ProvenEntry, serializeEvidence, verifyFile } from "../../../../protocol/index.js";
import { testDevice } from "../../support/devices.js";
import { HistoryWriter } from "../../support/history.js";
import { makeWorld } from "../../support/world.js";
import { codeOf, endlessFile, textFile } from "./support.js";

const device = testDevice("p256", "battery");
const { bundle, roots } = makeWorld(
  { device, leaves: [new HistoryWriter(device).cycle()] },
  testDevice("secp256k1", "stranger"),
);
const text = serializeEvidence(bundle);
const head = text.slice(0, text.indexOf('"records":['));
const GIGABYTE = 2 ** 30;
/** A value is refused within a chunk after the longest that is read. */
const SOON = 200_000;

/** What is so large that it must be refused long before its end. */
const HOSTILE: readonly [what: string, start: string, filler: string][] = [
  ["a string of a gigabyte", `${head}"records":[{"type":"`, "A"],
  ["a string of a gigabyte of escapes", `${head}"records":[{"type":"`, "\\u0041"],
  ["a gigabyte of digits", `${head}"records":[`, "1"],
  ["a gigabyte of white space between records", `${head}"records":[`, " "],
  ["a gigabyte of white space within a record", `${head}"records":[{`, "\n"],
  ["a gigabyte of white space before the document", "", "\t"],
  ["a gigabyte of nested arrays", `${head}"records":[`, "["],
  ["a gigabyte of nested objects", `${head}"records":[`, '{"a":'],
  ["a gigabyte of one record's members", `${head}"records":[{`, '"a":1,'],
  ["a gigabyte of one proof", `${head}"records":[{"type":"Gap","proof":[`, '"0x00",'],
  ["a schema of a gigabyte", '{"schema":"', "x"],
  ["a member's name of a gigabyte", '{"', "x"],
  ["a passport of a gigabyte", '{"schema":"wattproof-evidence/2","passport":{"model":"', "x"],
];

describe("evidence that is too large", () => {
  for (const [what, start, filler] of HOSTILE) {
    it(`${what} is refused by name, soon`, async () => {
      const file = endlessFile(start, filler, GIGABYTE);
      expect(await codeOf(verifyFile({ file, roots }))).to.equal("EvidenceTooLarge");
      expect(file.read()).to.be.lessThan(start.length + SOON);
    });
  }

  it("members without end are refused by name, soon", async () => {
    const file = endlessFile('{"a":1', ',"a":1', GIGABYTE);
    expect(await codeOf(verifyFile({ file, roots }))).to.equal("EvidenceUnreadable");
    expect(file.read()).to.be.lessThan(SOON);
  });

  it("records before the head are held up to 16 MiB, and refused by name beyond", async () => {
    const [entry] = bundle.records as [ProvenEntry];
    const file = endlessFile('{"schema":"wattproof-evidence/2","records":[0', `,${canonicalJson(entry)}`, GIGABYTE);
    expect(await codeOf(verifyFile({ file, roots }))).to.equal("EvidenceHeadLate");
    expect(file.read()).to.be.lessThan(20 * 2 ** 20);
    const small = endlessFile('{"records":[0', ",0", GIGABYTE);
    expect(await codeOf(verifyFile({ file: small, roots }))).to.equal("EvidenceHeadLate");
  });

  it("a chunk of any length is refused as its parts would be", async () => {
    const file = textFile(`${head}"records":["${"x".repeat(300_000)}"]}`, 2 ** 30);
    expect(await codeOf(verifyFile({ file, roots }))).to.equal("EvidenceTooLarge");
  });
});
