import { expect } from "chai";
import { encodeRlp as encodeWithEthers } from "ethers";
import fc from "fast-check";
import { describe, it } from "mocha";
import {
  type BftExtraData,
  decodeExtraData,
  ExtraDataInvalid,
  encodeExtraData,
  genesisExtraData,
  genesisExtraDataOfContract,
  ValidatorSetInvalid,
} from "../../../protocol/bft/index.js";
import { type Hex, IntegerOutOfRange, InvalidHex, toHex } from "../../../protocol/index.js";
import { CONSENSUS } from "./support/sealing.js";

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map(toHex);
const anyExtra: fc.Arbitrary<BftExtraData> = fc.record({
  vanity: bytes(32),
  validators: fc.array(bytes(20), { maxLength: 12 }),
  vote: fc.option(fc.record({ recipient: bytes(20), adds: fc.boolean() })),
  round: fc.oneof(fc.nat(3), fc.nat(0x7fff_ffff)),
  seals: fc.array(bytes(65), { maxLength: 8 }),
});

const word = (value: number) => value.toString(16).padStart(64, "0");
const address = (value: number): Hex => `0x${value.toString(16).padStart(40, "0")}`;
const zeroVanity: Hex = `0x${word(0)}`;

/** `RLPSubCommandTest` of Besu and its page on genesis files. */
const UNSORTED: readonly Hex[] = [
  "0xbe068f726a13c8d46c44be6ce9d275600e1735a4",
  "0x5ff6f4b66a46a2b2310a6f3a93aaddc0d9a1c193",
];
const plain = (validators: readonly Hex[]): BftExtraData => ({
  vanity: zeroVanity,
  validators,
  vote: null,
  round: 0,
  seals: [],
});
/** `QbftExtraDataCodecTestUtils` and `BftExtraDataFixture` of Besu. */
const FULL: BftExtraData = {
  vanity: `0x${Array.from({ length: 32 }, (_, index) => (index + 1).toString(16).padStart(2, "0")).join("")}`,
  validators: [address(1), address(2)],
  vote: { recipient: address(1), adds: true },
  round: 0xfedcba,
  seals: [`0x${word(1)}${word(10)}00`, `0x${word(10)}${word(1)}00`],
};
const SEALS =
  "f886b8410000000000000000000000000000000000000000000000000000000000000001000000000000000000000000000000000000000000000000000000000000000a00b841000000000000000000000000000000000000000000000000000000000000000a000000000000000000000000000000000000000000000000000000000000000100";
const FULL_FIRST =
  "a00102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20ea940000000000000000000000000000000000000001940000000000000000000000000000000000000002d794000000000000000000000000000000000000000181ff";

const VECTORS = [
  {
    name: "IBFT 2.0, two validators",
    consensus: "ibft2",
    extra: plain(UNSORTED),
    encoded:
      "0xf853a00000000000000000000000000000000000000000000000000000000000000000ea94be068f726a13c8d46c44be6ce9d275600e1735a4945ff6f4b66a46a2b2310a6f3a93aaddc0d9a1c193808400000000c0",
  },
  {
    name: "QBFT, two validators",
    consensus: "qbft",
    extra: plain(UNSORTED),
    encoded:
      "0xf84fa00000000000000000000000000000000000000000000000000000000000000000ea94be068f726a13c8d46c44be6ce9d275600e1735a4945ff6f4b66a46a2b2310a6f3a93aaddc0d9a1c193c080c0",
  },
  {
    name: "QBFT, validators in a contract",
    consensus: "qbft",
    extra: plain([]),
    encoded: "0xe5a00000000000000000000000000000000000000000000000000000000000000000c0c080c0",
  },
  {
    name: "IBFT 2.0, one validator",
    consensus: "ibft2",
    extra: plain(["0xc2ab482b506de561668e07f04547232a72897daf"]),
    encoded:
      "0xf83ea00000000000000000000000000000000000000000000000000000000000000000d594c2ab482b506de561668e07f04547232a72897daf808400000000c0",
  },
  {
    name: "QBFT, with a vote, a round and seals",
    consensus: "qbft",
    extra: FULL,
    encoded: `0xf8f0${FULL_FIRST}83fedcba${SEALS}`,
  },
  {
    name: "IBFT 2.0, with a vote, a round and seals",
    consensus: "ibft2",
    extra: FULL,
    encoded: `0xf8f1${FULL_FIRST}8400fedcba${SEALS}`,
  },
] as const;

describe("extraData", () => {
  for (const { name, consensus, extra, encoded } of VECTORS) {
    it(`encodes and decodes Besu's vector: ${name}`, () => {
      expect(encodeExtraData(consensus, extra)).to.equal(encoded);
      expect(decodeExtraData(consensus, encoded)).to.deep.equal(extra);
    });
  }

  for (const consensus of CONSENSUS) {
    it(`decodes what it encodes, ${consensus}`, () => {
      fc.assert(
        fc.property(anyExtra, (extra) => {
          expect(decodeExtraData(consensus, encodeExtraData(consensus, extra))).to.deep.equal(extra);
        }),
      );
    });

    it(`takes no two texts for one meaning, ${consensus}`, () => {
      let taken = 0;
      fc.assert(
        fc.property(anyExtra, fc.nat(), fc.integer({ min: 0, max: 255 }), (extra, at, byte) => {
          const encoded = encodeExtraData(consensus, extra);
          const place = 2 + 2 * (at % ((encoded.length - 2) / 2));
          const changed = (encoded.slice(0, place) +
            byte.toString(16).padStart(2, "0") +
            encoded.slice(place + 2)) as Hex;
          let decoded: BftExtraData;
          try {
            decoded = decodeExtraData(consensus, changed);
          } catch (error) {
            expect(error).to.be.instanceOf(ExtraDataInvalid);
            return;
          }
          taken++;
          expect(encodeExtraData(consensus, decoded)).to.equal(changed);
        }),
        { numRuns: 500 },
      );
      expect(taken).to.be.greaterThan(50);
    });

    it(`writes a vote to put a validator out as Besu does, ${consensus}`, () => {
      const extra: BftExtraData = { ...plain([address(1)]), vote: { recipient: address(7), adds: false } };
      const drop = consensus === "qbft" ? "0x" : "0x00";
      const round = consensus === "qbft" ? "0x" : "0x00000000";
      const expected = encodeWithEthers([zeroVanity, [address(1)], [address(7), drop], round, []]);
      expect(encodeExtraData(consensus, extra)).to.equal(expected);
      expect(decodeExtraData(consensus, expected as Hex)).to.deep.equal(extra);
    });
  }

  const encoded = (...items: readonly unknown[]) => encodeWithEthers(items as string[]) as Hex;
  const refused: readonly (readonly [string, "qbft" | "ibft2", Hex])[] = [
    ["no bytes", "qbft", "0x"],
    ["what is no hex", "qbft", "0xABCD" as Hex],
    ["bytes after the end", "qbft", `${VECTORS[1].encoded}00`],
    ["a sixth item", "qbft", encoded(zeroVanity, [], [], "0x", [], "0x")],
    ["four items", "ibft2", encoded(zeroVanity, [], "0x", "0x00000000")],
    ["a text in place of the whole", "qbft", encodeWithEthers(zeroVanity) as Hex],
    ["31 bytes of vanity", "qbft", encoded(`0x${"00".repeat(31)}`, [], [], "0x", [])],
    ["a list as vanity", "qbft", encoded([], [], [], "0x", [])],
    ["validators that are a text", "qbft", encoded(zeroVanity, "0x", [], "0x", [])],
    ["a validator of 21 bytes", "qbft", encoded(zeroVanity, [`0x${"01".repeat(21)}`], [], "0x", [])],
    ["a vote of three items", "qbft", encoded(zeroVanity, [], [address(1), "0xff", "0x"], "0x", [])],
    ["a vote of another kind", "qbft", encoded(zeroVanity, [], [address(1), "0x01"], "0x", [])],
    [
      "QBFT's vote to drop written as that of IBFT 2.0",
      "qbft",
      encoded(zeroVanity, [], [address(1), "0x00"], "0x", []),
    ],
    [
      "IBFT 2.0's vote to drop written as that of QBFT",
      "ibft2",
      encoded(zeroVanity, [], [address(1), "0x"], "0x00000000", []),
    ],
    ["no vote in QBFT written as in IBFT 2.0", "qbft", encoded(zeroVanity, [], "0x", "0x", [])],
    ["no vote in IBFT 2.0 written as in QBFT", "ibft2", encoded(zeroVanity, [], [], "0x00000000", [])],
    ["a round with a leading zero", "qbft", encoded(zeroVanity, [], [], "0x0001", [])],
    ["a round of three bytes", "ibft2", encoded(zeroVanity, [], "0x", "0x000001", [])],
    ["a negative round", "qbft", encoded(zeroVanity, [], [], "0x80000000", [])],
    ["a negative round of IBFT 2.0", "ibft2", encoded(zeroVanity, [], "0x", "0xffffffff", [])],
    ["a round that is a list", "qbft", encoded(zeroVanity, [], [], [], [])],
    ["a seal of 64 bytes", "qbft", encoded(zeroVanity, [], [], "0x", [`0x${"01".repeat(64)}`])],
    ["a seal of 66 bytes", "ibft2", encoded(zeroVanity, [], "0x", "0x00000000", [`0x${"01".repeat(66)}`])],
    ["more than a thousand validators would need", "qbft", `0x${"00".repeat(128 * 1024 + 1)}`],
    ["QBFT's form on a chain of IBFT 2.0", "ibft2", VECTORS[1].encoded],
    ["IBFT 2.0's form on a chain of QBFT", "qbft", VECTORS[0].encoded],
  ];
  for (const [what, consensus, bytes] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => decodeExtraData(consensus, bytes)).to.throw(ExtraDataInvalid);
    });
  }

  it("refuses to encode what has no form", () => {
    expect(() => encodeExtraData("qbft", { ...FULL, round: -1 })).to.throw(IntegerOutOfRange);
    expect(() => encodeExtraData("ibft2", { ...FULL, round: 2 ** 31 })).to.throw(IntegerOutOfRange);
    expect(() => encodeExtraData("qbft", { ...FULL, vanity: "0x00" })).to.throw(InvalidHex);
    expect(() => encodeExtraData("qbft", { ...FULL, seals: ["0x00"] })).to.throw(InvalidHex);
  });
});

describe("genesisExtraData", () => {
  it("lists the validators in ascending order, whatever the order given", () => {
    for (const consensus of CONSENSUS) {
      const written = genesisExtraData(consensus, UNSORTED);
      expect(decodeExtraData(consensus, written)).to.deep.equal(plain([...UNSORTED].reverse()));
      expect(genesisExtraData(consensus, [...UNSORTED].reverse())).to.equal(written);
    }
    expect(UNSORTED[0]).to.equal("0xbe068f726a13c8d46c44be6ce9d275600e1735a4");
  });

  it("names none where a contract selects them", () => {
    expect(genesisExtraDataOfContract()).to.equal(VECTORS[2].encoded);
  });

  const refused: readonly (readonly [string, readonly Hex[]])[] = [
    ["none", []],
    ["a duplicate", [address(1), address(2), address(1)]],
    ["the zero address", [address(1), address(0)]],
    ["an address in capitals", ["0xBE068F726A13C8D46C44BE6CE9D275600E1735A4" as Hex]],
    ["a short address", ["0x01"]],
  ];
  for (const [what, validators] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => genesisExtraData("qbft", validators)).to.throw(ValidatorSetInvalid);
    });
  }
});
