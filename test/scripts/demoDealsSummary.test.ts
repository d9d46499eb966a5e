import { expect } from "chai";
import { describe, it } from "mocha";
import type { DealsSummary } from "../../demo/index.js";
import { describeDeals } from "../../scripts/commands/demoDealsSummary.js";

const DELIVERY: DealsSummary["delivery"] = {
  id: `0x${"11".repeat(32)}`,
  status: "confirmed",
  field: "temperature",
  unit: "°C",
  readings: 400,
  rejected: 0,
  firstRejected: null,
  violations: 0,
  min: -20,
  max: 4.5,
  firstViolationAt: null,
};

/** The lines about the delivery. */
function linesOf(change: Partial<DealsSummary["delivery"]>): string[] {
  const lines = describeDeals({
    quotation: { request: `0x${"22".repeat(32)}`, bids: 2, awardedTo: "Stainless Steel Provider" },
    negotiation: {
      id: `0x${"33".repeat(32)}`,
      rounds: 4,
      status: "accepted",
      termsHash: `0x${"44".repeat(32)}`,
      item: "Stainless Steel Cutting",
      price: "30",
      quantity: "200",
      currency: "USD",
    },
    delivery: { ...DELIVERY, ...change },
    payments: { currency: "USD", due: "6000.00", toSeller: "6000.00", toBuyer: "0.00" },
    ratings: [],
    elapsedS: 12.34,
  });
  return lines.slice(
    2,
    lines.findIndex((line) => line.startsWith("Paid ")),
  );
}

describe("the summary of wattproof demo deals", () => {
  it("says nothing of rejected rows where there are none", () => {
    expect(linesOf({})).to.deep.equal(["400 readings, temperature -20 to 4.5 °C: no violation; delivery confirmed"]);
  });

  it("says how many rows were no readings, with the first one's place and reason", () => {
    const firstRejected = {
      position: "row 2, column temperature_c",
      code: "CsvCellBlank",
      reason: "The cell is blank.",
    };
    expect(linesOf({ readings: 1, rejected: 3, firstRejected })).to.deep.equal([
      "1 reading, temperature -20 to 4.5 °C: no violation; delivery confirmed",
      "3 rows of the log were no readings, the first: row 2, column temperature_c: The cell is blank.",
    ]);
    expect(linesOf({ rejected: 1, firstRejected })[1]).to.equal(
      "1 row of the log was no reading: row 2, column temperature_c: The cell is blank.",
    );
  });

  it("counts violations, one as one", () => {
    const firstViolationAt = "2023-07-30T18:45:04Z";
    expect(linesOf({ violations: 1, firstViolationAt })[0]).to.include(": 1 violation, the first at 2023-07-30");
    expect(linesOf({ violations: 2, firstViolationAt })[0]).to.include(": 2 violations, the first at 2023-07-30");
  });
});
