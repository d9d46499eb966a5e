import { expect } from "chai";
import { TypedDataEncoder } from "ethers";
import { describe, it } from "mocha";
import { encodeType } from "../../../protocol/eip712/types.js";
import {
  CHANNEL_TERMS_TYPES,
  DELIVERY_TYPES,
  METER_CORRECTION_TYPES,
  NEGOTIATION_TYPES,
  VOUCHER_TYPES,
} from "../../../protocol/index.js";

/** A table as ethers takes it: arrays that it could change. */
type Table = Record<string, { name: string; type: string }[]>;

describe("encodeType", () => {
  const tables: readonly (readonly [primary: string, table: Table])[] = [
    ["Voucher", VOUCHER_TYPES],
    ["ChannelTerms", CHANNEL_TERMS_TYPES],
    ["MeterCorrection", METER_CORRECTION_TYPES],
    ["DeliveryPlan", DELIVERY_TYPES.DeliveryPlan],
    ["Proposal", NEGOTIATION_TYPES.Proposal],
    ["Acceptance", NEGOTIATION_TYPES.Acceptance],
  ];

  for (const [primary, table] of tables) {
    it(`says of ${primary} and each struct of it what ethers says`, () => {
      const peer = TypedDataEncoder.from(table);
      expect(peer.primaryType).to.equal(primary);
      for (const name of Object.keys(table)) expect(encodeType(table, name)).to.equal(peer.encodeType(name));
    });
  }

  it("names each struct once, those it is made of by name, and of arrays the element", () => {
    const table = {
      Z: [
        { name: "first", type: "B[]" },
        { name: "second", type: "A" },
      ],
      B: [{ name: "inner", type: "A[]" }],
      A: [{ name: "word", type: "bytes32" }],
    };
    expect(encodeType(table, "Z")).to.equal("Z(B[] first,A second)A(bytes32 word)B(A[] inner)");
  });
});
