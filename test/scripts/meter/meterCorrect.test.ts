import { expect } from "chai";
import { keccak256 } from "ethers";
import { after, before, describe, it } from "mocha";
import { MeterCorrectionReason } from "../../../protocol/index.js";
import { lower } from "../../support/chain/consortium.js";
import { agree, endOf, enrolHome, type Home } from "../../support/chain/market.js";
import { posted } from "../../support/chain/recorder.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

describe("wattproof meter show, meter correct", function () {
  this.timeout(240_000);
  let terminal: Terminal;
  let home: Home;
  let roof: Home;
  let grid: string[];

  before(async () => {
    terminal = await openTerminal();
    const { consortium: c } = terminal;
    [home, roof] = [await enrolHome(c, c.people[0]!), await enrolHome(c, c.people[1]!)];
    await agree(c, home, roof, { endS: endOf(24 * 365 * 9) });
    await c.settlement.open([posted(home.meter.read(endOf(0), 700n, 40n))]);
    grid = ["--from", lower(c.grid.address)];
    terminal.write("exchange.txt", "the seal was broken");
  });
  after(() => terminal?.close());

  const meter = async (...args: string[]) => {
    const { code, stdout, stderr } = await terminal.run("meter", ...args, "--directory", terminal.directory, "--json");
    return { code, result: JSON.parse(stdout), stderr };
  };
  const refused = async (...args: string[]) => {
    const { code, result } = await meter(...args);
    return [code, result.error?.code];
  };
  const correct = (...more: string[]) => [
    ...["correct", home.meter.device, "--import", "700Wh:5kWh", "--reason", "exchanged", "--evidence", "exchange.txt"],
    ...more,
  ];

  it("shows what a meter is settled for, and the agreements in force", async () => {
    const { result } = await meter("show", home.meter.device);
    const at = { importAtS: String(endOf(0)), exportAtS: String(endOf(0)) };
    expect(result).to.deep.include({ status: "active", kind: "meter", corrections: 0, closedUntilS: null });
    expect(result.settled).to.deep.equal({ ...at, importWh: "700", exportWh: "40" });
    expect(result.agreements).to.have.length(1);
    const supplier = (await meter("show", roof.meter.device)).result;
    expect(supplier).to.include({ settled: null, counted: null, settlementPeriodS: 3600 });
    expect(supplier.agreements[0].terms.supplier).to.equal(lower(roof.account.address));
    expect(await refused("show", `0x${"12".repeat(32)}`)).to.deep.equal([1, "DeviceNotRegistered"]);
  });

  it("refuses corrections that cannot be, before anything is signed", async () => {
    const below = correct(...grid).with(3, "699Wh:0Wh");
    expect(await refused(...below)).to.deep.equal([1, "MeterCorrectionInvalid"]);
    const unopened = correct(...grid).with(1, roof.meter.device);
    expect(await refused(...unopened)).to.deep.equal([1, "MeterCorrectionInvalid"]);
    expect(await refused(...correct(...grid).with(3, "5kWh:5kWh"))).to.deep.equal([2, "UsageInvalid"]);
    expect(await refused(...correct(...grid).with(5, "mended"))).to.deep.equal([2, "UsageInvalid"]);
    expect(await refused("correct", home.meter.device, ...grid)).to.deep.equal([2, "UsageInvalid"]);
  });

  it("counts nobody's word but the organisation's, which anybody relays, once", async () => {
    const stranger = ["--from", lower(terminal.consortium.stranger.address)];
    expect(await refused(...correct(...stranger))).to.deep.equal([1, "EnergySettlementNotRegistrar"]);
    const { result: signed, stderr } = await meter(...correct(...grid, "--sign-only"));
    expect(stderr).to.include("from 0.7 kWh on at 5 kWh, after 2023-11-15T00:00Z");
    terminal.write("correction.json", JSON.stringify(signed));
    const { result } = await meter("correct", "--relay", "correction.json", ...stranger);
    const evidenceHash = keccak256(Buffer.from("the seal was broken"));
    expect(result).to.include({ number: 1, reason: "exchanged", importToWh: "5000", signer: grid[1], evidenceHash });
    expect(signed.correction.reason).to.equal(MeterCorrectionReason.Exchanged);
    const again = await refused("correct", "--relay", "correction.json", ...stranger);
    expect(again).to.deep.equal([1, "EnergySettlementInvalidCorrection"]);
    const shown = (await meter("show", home.meter.device)).result;
    expect([shown.settled.importWh, shown.counted.importWh, shown.corrections]).to.deep.equal(["5000", "700", 1]);
    const { stdout } = await terminal.run("meter", "show", home.meter.device, "--directory", terminal.directory);
    expect(stdout).to.match(/ {2}settled +import 5 kWh at .+\n {2}counted +import 0\.7 kWh at .+\n {2}corrections 1\n/);
  });

  it("refuses a file of another chain, and one that is none", async () => {
    const { result: signed } = await meter(...correct(...grid, "--sign-only").with(3, "5kWh:1kWh"));
    terminal.write("foreign.json", JSON.stringify({ ...signed, chainId: "1" }));
    expect(await refused("correct", "--relay", "foreign.json", ...grid)).to.deep.equal([1, "CorrectionForeign"]);
    terminal.write("broken.json", JSON.stringify({ ...signed, signer: "0x12" }));
    expect(await refused("correct", "--relay", "broken.json", ...grid)).to.deep.equal([1, "CorrectionUnreadable"]);
  });
});
