import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { after, describe, it } from "mocha";
import type { WattproofError } from "../../../protocol/index.js";
import { readRequestFile } from "../../../scripts/commands/quotation/requestFile.js";

const REQUEST = {
  item: "Stainless Steel Cutting",
  quantity: "200",
  currency: "USD",
  conditions: [
    { field: "temperature", min: "0", max: "30" },
    { field: "humidity", min: "0", max: "10" },
  ],
  target: "",
  criteria: [{ name: "price", weight: 1000 }],
  invited: ["Laser Works", `0x${"ab".repeat(20)}`],
  sealed: false,
  bidsUntil: "2d",
  revealsUntil: "2027-06-01T10:00Z",
  awardUntil: "2027-06-02T10:00Z",
};

describe("files of requests for quotation", () => {
  const folder = mkdtempSync(join(tmpdir(), "wattproof-request-"));
  after(() => rmSync(folder, { recursive: true }));
  const readWith = (change: object) => {
    const path = join(folder, "request.json");
    writeFileSync(path, JSON.stringify({ ...REQUEST, ...change }));
    return readRequestFile(path);
  };
  const codeOf = (change: object): string => {
    try {
      readWith(change);
      return "none";
    } catch (error) {
      return (error as WattproofError).code;
    }
  };

  it("are read in the contract's units, conditions by field", () => {
    const wish = readWith({});
    expect(wish.quantityMilli).to.equal(200_000n);
    expect(wish.conditions.map(({ field }) => field)).to.deep.equal(["humidity", "temperature"]);
    expect(wish.invited).to.deep.equal([{ name: "Laser Works" }, { address: `0x${"ab".repeat(20)}` }]);
    expect([wish.bidsUntil, wish.awardUntil]).to.deep.equal([{ inS: 172_800 }, { atS: 1_811_930_400 }]);
  });

  it("are refused by name when they say what no request can", () => {
    for (const change of [
      { price: "1" },
      { quantity: 200 },
      { quantity: "0" },
      { criteria: [{ name: "looks", weight: 1000 }] },
      { criteria: [{ name: "price", weight: 999 }] },
      { criteria: [{ name: "price", weight: "1000" }] },
      { invited: ["0x12"] },
      { invited: [""] },
      { sealed: "no" },
      { bidsUntil: "soon" },
      { awardUntil: "2027-02-31T10:00Z" },
      { currency: undefined },
    ]) {
      expect(codeOf(change), JSON.stringify(change)).to.equal("QuotationRequestUnreadable");
    }
    const [first] = REQUEST.conditions;
    expect(codeOf({ conditions: [first, first] })).to.equal("ConditionDoubled");
    expect(codeOf({ conditions: [{ field: "mood", min: "0", max: "1" }] })).to.equal("ConditionFieldUnknown");
  });
});
