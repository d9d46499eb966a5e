import { expect } from "chai";
import { describe, it } from "mocha";
import { decodeRoster, type Hex, RosterCodeInvalid } from "../../../protocol/index.js";

const word = (...parts: readonly string[]): string => parts.join("").padStart(64, "0");
const hex = (value: number, bytes: number): string => value.toString(16).padStart(2 * bytes, "0");

const SUPPLIER_METER = "aa".repeat(32);
const METER = "bb".repeat(32);
const CONSUMER = "c0".repeat(20);
const SUPPLIER = "50".repeat(20);
const KEY = ["11".repeat(32), "22".repeat(32)];

/** Two meters of six words each, as contracts/libraries/Rosters.sol lays them out. */
const CODE: Hex = `0x00${[
  SUPPLIER_METER,
  word(hex(17_250, 4), "33".repeat(20)),
  ...KEY,
  word(hex(9, 8), hex(3_600, 4), hex(7_200, 6), hex(3_600, 6), hex(1_800, 6)),
  word(),
  METER,
  word("01", hex(258, 4), hex(3_600, 6), "33".repeat(20)),
  ...KEY,
  word(hex(17_250, 4), hex(1_200_001, 8), CONSUMER),
  word(hex(5, 8), SUPPLIER),
].join("")}`;

describe("decodeRoster", () => {
  it("reads the code of a compiled roster", () => {
    expect(decodeRoster(CODE)).to.deep.equal({
      exportMeter: `0x${SUPPLIER_METER}`,
      fromS: 3_600n,
      untilS: 7_200n,
      periodS: 3_600n,
      revision: 9n,
      members: [
        {
          number: 258,
          importMeter: `0x${METER}`,
          consumer: `0x${CONSUMER}`,
          supplier: `0x${SUPPLIER}`,
          withCertificates: true,
          pricePerKWh: 1_200_001n,
        },
      ],
    });
  });

  const wrong: Record<string, Hex> = {
    "no code": "0x",
    "other code": `0x60${CODE.slice(4)}`,
    "half a meter": CODE.slice(0, -64) as Hex,
    "no member": CODE.slice(0, 2 + 2 + 6 * 64) as Hex,
  };
  for (const [what, code] of Object.entries(wrong)) {
    it(`refuses ${what}`, () => expect(() => decodeRoster(code)).to.throw(RosterCodeInvalid));
  }
});
