import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { participationIn } from "../../../network/status/participation.js";
import { type BlockCopy, type SealedBlock, sealersOf } from "../../../network/status/sealedBlock.js";
import type { Hex } from "../../../protocol/index.js";

const A: Hex = `0x${"a1".repeat(20)}`;
const B: Hex = `0x${"b2".repeat(20)}`;
const C: Hex = `0x${"c3".repeat(20)}`;
const D: Hex = `0x${"d4".repeat(20)}`;
const FOUR = [A, B, C, D];

const block = (number: number, copies: readonly BlockCopy[], changes: Partial<SealedBlock> = {}): SealedBlock => ({
  number: BigInt(number),
  hash: `0x${number.toString(16).padStart(64, "0")}`,
  timestampS: BigInt(number),
  proposer: FOUR[number % 4] as Hex,
  round: 0,
  vote: null,
  validators: FOUR,
  copies,
  ...changes,
});
const ten = (copies: (at: number) => readonly BlockCopy[]) =>
  Array.from({ length: 10 }, (_, at) => block(at, copies(at)));

describe("parts in consensus", () => {
  it("count the copies that others hold, since one's own always has one's seal", () => {
    const parts = participationIn(
      ten(() => [
        { holder: A, sealers: [A, B, C] },
        { holder: D, sealers: [D, B, C] },
      ]),
    );
    expect(parts.map(({ address, copies, sealed }) => ({ address, copies, sealed }))).to.deep.equal([
      { address: A, copies: 10, sealed: 0 },
      { address: B, copies: 20, sealed: 20 },
      { address: C, copies: 20, sealed: 20 },
      { address: D, copies: 10, sealed: 0 },
    ]);
  });

  it("take one's own copy where there is no other", () => {
    const [part] = participationIn(ten(() => [{ holder: A, sealers: [A, B, C] }]));
    expect(part).to.deep.include({ address: A, copies: 10, sealed: 10, agility: "agile" });
  });

  it("call blunt whose seals are in fewer than half of its share of the copies", () => {
    // The share of one of four is three quarters.
    const rarely = (times: number) =>
      participationIn(ten((at) => [{ holder: A, sealers: at < times ? [A, B, D] : [A, B, C] }])).find(
        ({ address }) => address === D,
      )?.agility;
    expect([0, 1, 2, 3].map(rarely)).to.deep.equal(["blunt", "blunt", "blunt", "blunt"]);
    expect([4, 7, 10].map(rarely)).to.deep.equal(["agile", "agile", "agile"]);
  });

  it("judge a validator by the blocks since it was one", () => {
    // Newest first.
    const blocks = [
      ...ten(() => [{ holder: A, sealers: [A, B, D] }]),
      ...ten(() => [{ holder: A, sealers: [A, B, C] }]),
    ];
    const changed = blocks.map((each, at) => ({ ...each, validators: at < 10 ? FOUR : [A, B, C] }));
    const part = participationIn(changed).find(({ address }) => address === D);
    expect(part).to.deep.include({ copies: 10, sealed: 10, agility: "agile" });
  });

  it("judge nobody by fewer than eight blocks: who was voted in a moment ago is new", () => {
    const since = (count: number) =>
      participationIn(
        Array.from({ length: 20 }, (_, at) =>
          block(at, [{ holder: A, sealers: [A, B, C] }], { proposer: A, validators: at < count ? FOUR : [A, B, C] }),
        ),
      ).map(({ agility }) => agility);
    expect(since(7)).to.deep.equal(["agile", "agile", "agile", "new"]);
    expect(since(8)).to.deep.equal(["agile", "agile", "agile", "silent"]);
  });

  it("call silent, and not blunt, who neither made nor sealed one of the newest blocks", () => {
    const lastActive = (last: number) =>
      participationIn(
        Array.from({ length: 50 }, (_, at) =>
          block(at, [{ holder: A, sealers: at < last ? [A, B, C] : [A, B, D] }], { proposer: at < last ? A : D }),
        ),
      ).find(({ address }) => address === D)?.agility;
    expect(lastActive(15)).to.equal("agile");
    expect(lastActive(16)).to.equal("silent");
    expect(lastActive(50)).to.equal("silent");
  });

  it("say of no blocks nothing", () => {
    expect(participationIn([])).to.deep.equal([]);
  });

  it("name each sealer of a block once, whatever copies there are", () => {
    expect(
      sealersOf(
        block(1, [
          { holder: A, sealers: [C, A, B] },
          { holder: D, sealers: [B, D, A] },
        ]),
      ),
    ).to.deep.equal(FOUR);
  });

  it("never count more seals than copies, nor more blocks proposed than there are", () => {
    const sealers = fc.subarray(FOUR, { minLength: 3 });
    const copies = fc.uniqueArray(fc.record({ holder: fc.constantFrom(...FOUR), sealers }), {
      selector: ({ holder }) => holder,
      minLength: 1,
    });
    fc.assert(
      fc.property(fc.array(copies, { maxLength: 12 }), (all) => {
        const parts = participationIn(all.map((each, at) => block(at, each)));
        for (const { sealed, copies: seen } of parts) expect(sealed).to.be.at.most(seen);
        const proposed = parts.reduce((sum, part) => sum + part.proposed, 0);
        expect(proposed).to.equal(all.length);
      }),
    );
  });
});
