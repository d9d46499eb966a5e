import { randomBytes } from "node:crypto";
import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { openRound, type RoundContent, type SealedRound, sealingKeyOf, sealRound } from "../../deals/index.js";
import { contentBytes, readContentBytes } from "../../deals/sealing/roundContent.js";
import { canonicalJson, type Hex, hashNote, hashTerms, toHex, type WattproofError } from "../../protocol/index.js";
import { terms as anyTerms } from "../protocol/deals/support/deals.js";
import { hash } from "../protocol/support/arbitraries.js";

const [buyer, seller, rival] = [1, 2, 3].map(() => sealingKeyOf(randomBytes(32)));
if (!buyer || !seller || !rival) throw new TypeError("no keys");
const keys: readonly [Hex, Hex] = [buyer.publicKey, seller.publicKey];
const place = { negotiation: toHex(randomBytes(32)), round: 7 };
const parties = { buyer: `0x${"b0".repeat(20)}`, seller: `0x${"5e".repeat(20)}` } as const;

const contentOf = (change: Partial<RoundContent["terms"]> = {}, text = "how about this deal?"): RoundContent => ({
  terms: {
    ...parties,
    item: "Stainless Steel Cutting",
    priceMicro: 20_000_000n,
    quantityMilli: 200_000n,
    currency: "USD",
    conditions: [{ field: "humidity", minMilli: 0n, maxMilli: 10_000n }],
    target: "",
    salt: toHex(randomBytes(32)),
    ...change,
  },
  note: { text, salt: toHex(randomBytes(32)) },
});

/** A round as the chain has it. */
async function sealed(content = contentOf()): Promise<SealedRound> {
  const ciphertext = await sealRound(place, content, keys);
  return { ...place, ciphertext, termsHash: hashTerms(content.terms), noteHash: hashNote(content.note) };
}

/** The round with one byte of its ciphertext flipped. */
function flipped(round: SealedRound, at: number): SealedRound {
  const bytes = Buffer.from(round.ciphertext.slice(2), "hex");
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return { ...round, ciphertext: toHex(bytes) };
}

async function refusal(opening: Promise<unknown>): Promise<WattproofError> {
  return opening.then(
    () => expect.fail("it was opened"),
    (error: WattproofError) => error,
  );
}

describe("sealed rounds", () => {
  it("are opened by both parties, and hold what was sealed", async () => {
    await fc.assert(
      fc.asyncProperty(anyTerms, fc.string({ unit: "grapheme", maxLength: 50 }), hash, async (terms, text, salt) => {
        const content = { terms, note: { text, salt } };
        const round = await sealed(content);
        for (const key of [buyer, seller]) expect(await openRound(round, key, terms)).to.deep.equal(content);
      }),
      { numRuns: 20 },
    );
  });

  it("have lengths that tell little, and differ each time", async () => {
    const [short, long] = [contentOf({}, "no deal at this price"), contentOf({}, "no deal")];
    expect((await sealed(short)).ciphertext.length).to.equal((await sealed(long)).ciphertext.length);
    expect((await sealed(short)).ciphertext).not.to.equal((await sealed(short)).ciphertext);
    expect(contentBytes(short).length % 256).to.equal(0);
  });

  it("are closed to everybody else", async () => {
    const error = await refusal(openRound(await sealed(), rival, parties));
    expect(error.code).to.equal("SealedForOthers");
    expect(error.facts.publicKey).to.equal(rival.publicKey);
  });

  it("open in their own negotiation and round alone", async () => {
    const round = await sealed();
    for (const moved of [
      { ...round, round: 8 },
      { ...round, negotiation: toHex(randomBytes(32)) },
    ]) {
      expect((await refusal(openRound(moved, buyer, parties))).code).to.equal("SealedDamaged");
    }
  });

  it("are found damaged, wherever a bit is flipped or the end is cut", async () => {
    const round = await sealed();
    const boxBytes = (round.ciphertext.length / 2 - 2) / 2;
    for (const at of [0, 33, 64, 65, boxBytes]) {
      expect((await refusal(openRound(flipped(round, at), buyer, parties))).code).to.equal("SealedDamaged");
    }
    expect((await refusal(openRound(flipped(round, 1), buyer, parties))).code).to.equal("SealedForOthers");
    for (const ciphertext of [
      "0x",
      "0x01",
      round.ciphertext.slice(0, -2),
      `${round.ciphertext}00`,
      `0x01${"00".repeat(128)}`,
    ]) {
      const error = await refusal(openRound({ ...round, ciphertext: ciphertext as Hex }, buyer, parties));
      expect(error.code).to.equal("SealedDamaged");
    }
    // What is damaged for the buyer alone, the seller still reads.
    expect((await openRound(flipped(round, boxBytes), seller, parties)).terms.item).to.equal("Stainless Steel Cutting");
  });

  it("are found to differ from what was signed", async () => {
    const round = await sealed();
    const other = contentOf();
    for (const [what, changed] of [
      ["terms", { termsHash: hashTerms(other.terms) }],
      ["note", { noteHash: hashNote(other.note) }],
    ] as const) {
      const error = await refusal(openRound({ ...round, ...changed }, buyer, parties));
      expect(error.code).to.equal("SealedMismatch");
      expect(error.facts.what).to.equal(what);
    }
  });

  it("are refused where the contract would have refused the terms, had it seen them", async () => {
    const humidity = { field: "humidity", minMilli: 0n, maxMilli: 1n };
    const cold = { field: "temperature", minMilli: 0n, maxMilli: 1n };
    for (const [change, reason] of [
      [{ buyer: parties.seller }, "other parties"],
      [{ conditions: [cold, humidity] }, "not sorted"],
      [{ conditions: [humidity, humidity] }, "twice"],
      [{ conditions: [{ ...humidity, minMilli: 2n }] }, "humidity"],
      [{ conditions: [{ ...humidity, field: "colour" }] }, "field"],
      [{ quantityMilli: 0n }, "quantity"],
      [{ item: "" }, "item"],
      [{ item: "\u00e9".repeat(400), target: "x".repeat(222) }, "1025 bytes"],
    ] as const) {
      const error = await refusal(openRound(await sealed(contentOf(change)), buyer, parties));
      expect(error.code).to.equal("SealedContentInvalid");
      expect(error.message).to.contain(reason);
    }
  });

  it("are refused where they hold something else than terms", () => {
    const round = { ...place, ciphertext: "0x", termsHash: place.negotiation, noteHash: place.negotiation } as const;
    const schema = "wattproof-sealed-round/1";
    const bytesOf = (value: unknown) => new TextEncoder().encode(canonicalJson(value));
    for (const bytes of [
      Uint8Array.of(0xff, 0xfe),
      bytesOf({ schema, ...contentOf(), more: 1 }),
      bytesOf({ schema, terms: [] }),
      bytesOf({ schema: "another/1", ...contentOf() }),
    ]) {
      expect(() => readContentBytes(bytes, round, parties))
        .to.throw()
        .with.property("code", "SealedContentInvalid");
    }
  });

  it("cannot be sealed with a key that everybody could open, nor longer than the contract takes", async () => {
    const zero: Hex = `0x${"00".repeat(32)}`;
    expect((await refusal(sealRound(place, contentOf(), [buyer.publicKey, zero]))).code).to.equal("SealingKeyUnusable");
    const long = contentOf({ item: "\u0001".repeat(1000) }, "\u0001".repeat(500));
    expect((await refusal(sealRound(place, long, keys))).code).to.equal("SealedTooLong");
  });

  it("come from keys that show their secret to nobody", () => {
    expect(Object.keys(JSON.parse(JSON.stringify(buyer)))).to.deep.equal(["publicKey"]);
  });
});
