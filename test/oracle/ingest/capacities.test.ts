import { expect } from "chai";
import { describe, it } from "mocha";
import { readCapacities } from "../../../oracle/ingest/index.js";
import type { WattproofError } from "../../../protocol/index.js";
import { codeOf, temporaryFolder } from "../support/files.js";

describe("oracle/ingest/capacities", () => {
  const folder = temporaryFolder();
  const given = (text: string) => folder.write("cycles.csv", text);
  const HEADER = "cycle,discharge_capacity_ah\n";

  it("reads cycle and capacity, exactly, whatever other columns there are", async () => {
    const path = given("note,cycle,discharge_capacity_ah\nx,1,1.900001\ny,2,1.8e0\n");
    expect(await readCapacities(path)).to.deep.equal({
      source: "cycles.csv",
      cell: null,
      cycles: [
        { cycle: 1, dischargeMicroAh: 1_900_001n },
        { cycle: 2, dischargeMicroAh: 1_800_000n },
      ],
    });
  });

  it("reads one cell of several, with its energy", async () => {
    const path = given(
      "cell_id,cycle,discharge_capacity_ah,discharge_energy_wh\nA,1,2,7\nB,1,3,9\nA,2,1.9,6.5\nB,2,nonsense,9\n",
    );
    expect(await readCapacities(path, { cell: "A" })).to.deep.include({
      cell: "A",
      cycles: [
        { cycle: 1, dischargeMicroAh: 2_000_000n, dischargeMicroWh: 7_000_000n },
        { cycle: 2, dischargeMicroAh: 1_900_000n, dischargeMicroWh: 6_500_000n },
      ],
    });
    expect(await codeOf(readCapacities(path))).to.equal("CellNotChosen");
    expect(await codeOf(readCapacities(path, { cell: "C" }))).to.equal("CellNotChosen");
  });

  it("reads nothing but the number of what comes after the cycle asked for", async () => {
    const path = given(`${HEADER}1,2\n2,1.9\n3,NaN\n`);
    expect((await readCapacities(path, { atCycle: 2 })).cycles).to.have.length(2);
    expect(await codeOf(readCapacities(path))).to.equal("CsvCellNotANumber");
    expect(await codeOf(readCapacities(given(`${HEADER}1,2\n`), { atCycle: 4 }))).to.equal("CycleNotFound");
  });

  for (const [code, text] of [
    ["CsvHeaderInvalid", "cycle,capacity\n1,2\n"],
    ["CsvHeaderInvalid", "discharge_capacity_ah\n2\n"],
    ["CsvHeaderInvalid", ""],
    ["CsvCellNotANumber", `${HEADER}1,NaN\n`],
    ["CsvCellNotANumber", `${HEADER}1,Infinity\n`],
    ["CsvCellNegative", `${HEADER}1,-1.9\n`],
    ["CsvCellOutOfRange", `${HEADER}1,1e999\n`],
    ["CsvCellOutOfRange", `${HEADER}1,1e300\n`],
    ["CsvCellBlank", `${HEADER}1,\n`],
    ["CsvCellInvalid", `${HEADER}1.5,1.9\n`],
    ["CsvCycleRepeated", `${HEADER}1,1.9\n1,1.8\n`],
    ["CsvRowLength", `${HEADER}1\n`],
  ] as const) {
    it(`refuses ${JSON.stringify(text.replace(HEADER, "…"))} as ${code}`, async () => {
      expect(await codeOf(readCapacities(given(text)))).to.equal(code);
    });
  }

  it("says where the bad cell is", async () => {
    const error = await readCapacities(given(`${HEADER}1,2\n2,abc\n`)).catch((thrown: WattproofError) => thrown);
    expect((error as WattproofError).message).to.equal(
      '"cycles.csv", row 3, column discharge_capacity_ah: "abc" is not a decimal number.',
    );
  });
});
