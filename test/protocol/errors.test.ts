import { readFileSync } from "node:fs";
import { expect } from "chai";
import { describe, it } from "mocha";
import * as protocol from "../../protocol/index.js";
import {
  EVIDENCE_FAULTS,
  fromHex,
  quoted,
  SENSOR_FIELDS,
  toHex,
  unitOf,
  WattproofError,
} from "../../protocol/index.js";

const documented = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf8");

/** Codes of all error classes that leave through the room's door. */
function classNames(): string[] {
  const isError = (value: unknown) => typeof value === "function" && value.prototype instanceof WattproofError;
  return Object.entries(protocol)
    .filter(([, value]) => isError(value))
    .map(([name]) => name);
}

describe("errors", () => {
  it("are all documented, faults of evidence with their meaning", () => {
    expect(classNames().length).to.be.greaterThan(10);
    for (const name of classNames()) expect(documented, name).to.include(`| \`${name}\` |`);
    for (const [code, { meaning, next }] of Object.entries(EVIDENCE_FAULTS)) {
      expect(documented).to.include(`| \`${code}\` | ${meaning} | ${next} |`);
    }
  });

  it("carry code, sentence, next step and facts into JSON, without a stack", () => {
    const error = new protocol.IntegerOutOfRange("importWh", -1n, "uint64");
    expect(JSON.parse(JSON.stringify(error))).to.deep.equal({
      code: "IntegerOutOfRange",
      message: "importWh is -1, which is no uint64.",
      next: "Give importWh as a whole number within the range of uint64.",
      facts: { name: "importWh", value: "-1", type: "uint64" },
    });
    const withBigint = new WattproofError({ code: "X", message: "m", next: "n", facts: { amount: 5n }, cause: error });
    expect(withBigint.toJSON().facts).to.deep.equal({ amount: "5" });
    expect(withBigint.cause).to.equal(error);
  });

  it("quote foreign text so that it cannot steer a terminal or hide", () => {
    expect(quoted("\u001b[31mred\u202e\u009b")).to.equal('"\\u001b[31mred\\u{202e}\\u{9b}"');
    expect(quoted("x".repeat(500)).length).to.be.lessThan(90);
  });
});

describe("withoutSecrets", () => {
  it("leaves an address without name, password and query, and other text as it is", () => {
    expect(protocol.withoutSecrets("https://me:secret@node.example/rpc?key=secret")).to.equal(
      "https://node.example/rpc",
    );
    expect(protocol.withoutSecrets("no address")).to.equal("no address");
  });
});

describe("hex", () => {
  it("goes to bytes and back", () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    expect(fromHex(toHex(bytes))).to.deep.equal(bytes);
    expect(fromHex("0x")).to.deep.equal(new Uint8Array());
  });

  it("refuses everything else by name", () => {
    for (const bad of ["", "0", "00", "0x0", "0X00", "0xAB", "0x0g", "0x€0", "0x00 "]) {
      expect(() => fromHex(bad), bad).to.throw(protocol.InvalidHex);
      expect(protocol.isHex(bad), bad).to.equal(false);
    }
    expect(() => fromHex("0x00", 2)).to.throw(protocol.InvalidHex);
    expect(() => fromHex(undefined as unknown as string)).to.throw(protocol.InvalidHex);
  });
});

describe("sensor fields", () => {
  it("have units, and names that a record can carry", () => {
    for (const [name, { unit, meaning }] of Object.entries(SENSOR_FIELDS)) {
      expect(name).to.match(/^[\x21-\x7e]{1,31}$/);
      expect(unitOf(name)).to.equal(unit);
      expect(meaning.length).to.be.greaterThan(5);
    }
    expect(unitOf("temperature")).to.equal("°C");
    for (const unknown of ["colour", "toString", "__proto__"]) expect(unitOf(unknown)).to.equal(undefined);
  });
});
