import { inspect } from "node:util";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { drawTicket, formatTicket, parseTicket, sizeOfQr, TICKET_LENGTH } from "../../../identity/index.js";
import { type DeviceKind, type Hex, toHex } from "../../../protocol/index.js";
import { codeOf } from "../support/refusal.js";

const hexOf = (bytes: number) => fc.uint8Array({ minLength: bytes, maxLength: bytes }).map(toHex);
const contents = fc.record({
  chainId: fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }),
  directory: hexOf(20),
  p256Verifier: hexOf(20),
  device: hexOf(32),
  kind: fc.integer({ min: 1, max: 5 }).map((kind) => kind as DeviceKind),
  organisation: hexOf(20),
  owner: hexOf(20),
  expiresAtS: fc.bigInt({ min: 0n, max: 2n ** 48n - 1n }),
  enrolmentSecret: fc
    .uint8Array({ minLength: 32, maxLength: 32 })
    .filter((bytes) => bytes.some((byte) => byte !== 0) && bytes[0] !== 0xff),
});

const filled = (byte: string, count: number): Hex => `0x${byte.repeat(count)}`;
const TEXT = formatTicket({
  chainId: 31337n,
  directory: filled("11", 20),
  p256Verifier: filled("22", 20),
  device: filled("33", 32),
  kind: 1,
  organisation: filled("44", 20),
  owner: filled("55", 20),
  expiresAtS: 1_900_000_000n,
  enrolmentSecret: new Uint8Array(32).fill(0x66),
});

describe("enrolment tickets", () => {
  it("carry every field there and back", () => {
    fc.assert(
      fc.property(contents, (content) => {
        const { enrolmentKey, ...fields } = parseTicket(formatTicket(content));
        const { enrolmentSecret, ...expected } = content;
        expect(fields).to.deep.equal(expected);
        expect(inspect(enrolmentKey)).not.to.include(toHex(enrolmentSecret).slice(2));
      }),
      { numRuns: 50 },
    );
  });

  it("are 279 characters that QR codes pack densely: version 8, 49 modules wide", () => {
    expect(TEXT).to.have.length(TICKET_LENGTH);
    expect(TICKET_LENGTH).to.equal(279);
    expect(TEXT).to.match(/^[0-9A-Z:]+$/);
    expect(sizeOfQr(TEXT)).to.deep.equal({ version: 8, modules: 49 });
    expect(drawTicket(TEXT)).to.have.length(29);
  });

  it("forgive small letters and white space around them", () => {
    expect(parseTicket(`  ${TEXT.toLowerCase()}\r\n`).device).to.equal(filled("33", 32));
  });

  it("notice any single wrong character", async () => {
    for (let at = 0; at < TEXT.length; at++) {
      const wrong = TEXT[at] === "A" ? "B" : "A";
      const text = TEXT.slice(0, at) + wrong + TEXT.slice(at + 1);
      expect(await codeOf(() => parseTicket(text)), `character ${at}`).to.equal("TicketInvalid");
    }
  });

  it("are refused by name when they are none, without a word of what they say", async () => {
    const cases = [
      "",
      "hello",
      TEXT.slice(0, -1),
      `${TEXT}A`,
      TEXT.replace(":1:", ":2:"),
      TEXT.replace("WATTPROOF", "OTHERWORD"),
      `${TEXT.slice(0, -1)}1`,
      "A".repeat(50_000_000),
    ];
    for (const text of cases) {
      try {
        parseTicket(text);
        expect.fail("it was taken");
      } catch (error) {
        expect(error).to.include({ code: "TicketInvalid" });
        expect(inspect(error)).not.to.include(TEXT.slice(-40, -1));
      }
    }
  });

  it("are refused with a chain, kind or key that there is none of", async () => {
    const base = { ...parseTicket(TEXT), enrolmentSecret: new Uint8Array(32).fill(1) };
    for (const change of [{ chainId: 0n }, { kind: 0 }, { kind: 6 }, { enrolmentSecret: new Uint8Array(32) }]) {
      const text = formatTicket({ ...base, ...change } as Parameters<typeof formatTicket>[0]);
      expect(await codeOf(() => parseTicket(text)), inspect(change)).to.equal("TicketInvalid");
    }
  });
});
