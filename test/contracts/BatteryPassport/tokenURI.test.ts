import { expect } from "chai";
import fc from "fast-check";
import { describe, it } from "mocha";
import { cycleContent, FACTS, PASSPORT, publishedCounters } from "../../support/chain/batteries.js";
import { chain, fresh } from "../../support/chain/chain.js";
import { type Consortium, deployConsortium } from "../../support/chain/consortium.js";
import { battery, issueNamed, succeed } from "./cycles.js";
import { BatteryStatus } from "./statuses.js";

interface Attribute {
  readonly trait_type: string;
  readonly display_type?: string;
  readonly value: string | number;
}

const PREFIX = "data:application/json;base64,";
const hexOf = (passport: bigint) => `0x${passport.toString(16).padStart(64, "0")}`;

async function metadataOf({ passports }: Pick<Consortium, "passports">, passport: bigint) {
  const uri = await passports.tokenURI(passport);
  expect(uri.startsWith(PREFIX)).to.equal(true);
  // Fails on anything that is not UTF-8.
  const text = new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(uri.slice(PREFIX.length), "base64"));
  return JSON.parse(text) as { name: string; description: string; attributes: Attribute[] };
}

/** Values by trait, in order; dates as the number that they are. */
async function traitsOf(c: Pick<Consortium, "passports">, passport: bigint) {
  const { attributes } = await metadataOf(c, passport);
  return attributes.map(({ trait_type, value }) => [trait_type, value] as const);
}

describe("BatteryPassport: tokenURI", () => {
  it("refuses a passport that does not exist", async () => {
    const { passports } = await fresh(deployConsortium);
    await expect(passports.tokenURI(1n))
      .to.be.revertedWithCustomError(passports, "ERC721NonexistentToken")
      .withArgs(1n);
  });

  it("states the facts of a new passport and nothing that is not known", async () => {
    const c = await fresh(deployConsortium);
    await c.passports.issue(FACTS);
    const { issuedAtS } = await c.passports.passportOf(PASSPORT);
    const { name, description, attributes } = await metadataOf(c, PASSPORT);
    expect(name).to.equal("Battery urn:battery:B0005");
    expect(description).to.be.a("string").and.not.equal("");
    expect(attributes).to.deep.equal([
      { trait_type: "Identifier", value: "urn:battery:B0005" },
      { trait_type: "Model", value: "18650" },
      { trait_type: "Chemistry", value: "NMC" },
      { trait_type: "Rated capacity (Ah)", value: 2 },
      { trait_type: "Rated energy (kWh)", value: 0.0072 },
      { trait_type: "Charges at the factory gate", value: 3 },
      { trait_type: "Discharges at the factory gate", value: 2 },
      { trait_type: "Maker", value: c.maker.address },
      { trait_type: "Status", value: "Original" },
      { display_type: "date", trait_type: "Issued", value: Number(issuedAtS) },
    ]);
  });

  it("adds the checkpoint, and the counters once they are published", async () => {
    const c = await fresh(battery);
    await c.passports.checkpoint(PASSPORT, c.proofOf(5));
    const before = await traitsOf(c, PASSPORT);
    expect(before.slice(10)).to.deep.equal([
      ["Checkpoint sequence", 5],
      ["Checkpoint", 1_700_000_005],
    ]);
    await c.passports.publishCounters(PASSPORT, publishedCounters(c.cycles[4]!.record.counters));
    expect((await traitsOf(c, PASSPORT)).slice(12)).to.deep.equal([
      ["Counters' sequence", 5],
      ["Charges", 8],
      ["Discharges", 7],
      ["Full cycles", 4],
      ["Energy throughput (kWh)", 0.0325],
      ["Capacity throughput (Ah)", 9.25],
      ["Deep discharges", 0],
      ["Over-charges", 0],
      ["Time too hot (s)", 0],
      ["Time too cold (s)", 0],
    ]);
    expect(cycleContent(5n).counters.timeExtremeHighTempChargingMs).to.equal(null);
  });

  it("names predecessors, successor, modules and pack", async () => {
    const c = await fresh(battery);
    const [first = 0n, second = 0n, module = 0n] = await issueNamed(c, "first", "second", "module");
    const successor = await succeed(c, [first, second]);
    await c.passports.addModules(successor, [module]);
    expect(await traitsOf(c, first)).to.deep.include(["Successor", hexOf(successor)]);
    expect(await traitsOf(c, module)).to.deep.include(["Pack", hexOf(successor)]);
    expect((await traitsOf(c, successor)).slice(10)).to.deep.equal([
      ["Predecessor", hexOf(first)],
      ["Predecessor", hexOf(second)],
      ["Module", hexOf(module)],
    ]);
  });

  it("says every status by its name", async () => {
    const c = await fresh(battery);
    const names = ["Repurposed", "Reused", "Remanufactured"] as const;
    for (const name of names) {
      const [old = 0n] = await issueNamed(c, `before ${name}`);
      const facts = { ...FACTS, batteryPassportIdentifier: name };
      await c.passports.issueSuccessor(facts, BatteryStatus[name], [old]);
      expect(await traitsOf(c, await c.passports.passportId(name))).to.deep.include(["Status", name]);
    }
    await c.passports.setStatus(PASSPORT, BatteryStatus.Waste);
    expect(await traitsOf(c, PASSPORT)).to.deep.include(["Status", "Waste"]);
  });

  it("writes the largest quantities and 64 predecessors within a call's gas", async () => {
    const c = await fresh(battery);
    const names = Array.from({ length: 64 }, (_, index) => `old ${index}`);
    const predecessors = await issueNamed(c, ...names);
    const most = (1n << 64n) - 1n;
    const facts = { ...FACTS, batteryPassportIdentifier: "largest", model: "\u0001".repeat(256) };
    const rated = { ratedCapacityMicroAh: most, ratedEnergyMicroWh: most, factoryChargeCount: 0xffffffff };
    await c.passports.issueSuccessor({ ...facts, ...rated }, BatteryStatus.Repurposed, predecessors);
    const passport = await c.passports.passportId("largest");
    const { attributes } = await metadataOf(c, passport);
    expect(attributes.filter(({ trait_type }) => trait_type === "Predecessor")).to.have.length(64);
    const json = Buffer.from((await c.passports.tokenURI(passport)).slice(PREFIX.length), "base64").toString();
    expect(json).to.include('"Rated capacity (Ah)","value":18446744073709.551615}');
    expect(json).to.include('"Rated energy (kWh)","value":18446744073.709551615}');
  });

  it("writes JSON that says what the maker said, whatever that is", async () => {
    const c = await fresh(deployConsortium);
    const text = (most: number) =>
      fc
        .oneof(
          fc.string({ unit: "binary", maxLength: most }),
          fc.string({
            unit: fc.constantFrom(...'"\\{}[]:,\n\r\t\b\f\0\u001f\u007f\u2028', "é", "😀"),
            maxLength: most,
          }),
        )
        .filter((value) => Buffer.byteLength(value) <= most);
    const facts = fc.record({ batteryPassportIdentifier: text(128), model: text(256), chemistry: text(256) });
    await fc.assert(
      fc.asyncProperty(facts, async (texts) => {
        if (texts.batteryPassportIdentifier === "") return;
        const snapshot = await chain.networkHelpers.takeSnapshot();
        await c.passports.issue({ ...FACTS, ...texts });
        const passport = await c.passports.passportId(texts.batteryPassportIdentifier);
        const { name, attributes } = await metadataOf(c, passport);
        await snapshot.restore();
        expect(name).to.equal(`Battery ${texts.batteryPassportIdentifier}`);
        expect(attributes).to.have.length(10);
        expect(attributes.slice(0, 3).map(({ value }) => value)).to.deep.equal([
          texts.batteryPassportIdentifier,
          texts.model,
          texts.chemistry,
        ]);
      }),
    );
  });

  it("writes JSON also around bytes that are no text", async () => {
    const c = await fresh(deployConsortium);
    const marked = { ...FACTS, model: "M".repeat(32) };
    const data = c.passports.interface.encodeFunctionData("issue", [marked]);
    const model = Buffer.from(marked.model).toString("hex");
    await c.maker.sendTransaction({ to: c.passports, data: data.replace(model, "ff22c05c80".padEnd(64, "f5")) });
    const uri = await c.passports.tokenURI(PASSPORT);
    const { attributes } = JSON.parse(Buffer.from(uri.slice(PREFIX.length), "base64").toString());
    expect(attributes).to.have.length(10);
    expect(attributes[1].trait_type).to.equal("Model");
    expect(attributes[1].value).to.match(/^\ufffd"\ufffd\\\ufffd/);
  });
});
