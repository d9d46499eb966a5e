import { expect } from "chai";
import { after, before, beforeEach, describe, it } from "mocha";
import { signedRecordRow, signedRecordsHeader } from "../../../oracle/ingest/index.js";
import type { AwaitedInterval } from "../../../oracle/settlement/index.js";
import { decodeWords } from "../../../protocol/index.js";
import { lower } from "../../support/chain/consortium.js";
import { p256Key } from "../../support/chain/deviceKeys.js";
import { agree, endOf, enrolHome, fundEscrows, type Home } from "../../support/chain/market.js";
import { Recorder, type SignedMeterReading } from "../../support/chain/recorder.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

const HOURS = 5;
/** Of the tests' deployment. */
const CLOSING_DELAY_S = 86_400;

describe("wattproof settle", function () {
  this.timeout(120_000);
  let terminal: Terminal;
  let pair = 0;
  let ada: Home;
  let supplier: Home;
  let readings: SignedMeterReading[];

  before(async () => {
    terminal = await openTerminal();
  });
  after(() => terminal.close());

  /** A new pair of homes with an agreement, and five hours of their readings, the opening records included. */
  beforeEach(async () => {
    const c = terminal.consortium;
    pair += 1;
    ada = await enrolHome(c, c.people[0]!, { name: `ada ${pair}`, key: p256Key(`ada ${pair}`, c.p256Verifier) });
    supplier = await enrolHome(c, c.people[1]!, { name: `supplier ${pair}` });
    await agree(c, ada, supplier);
    await fundEscrows(c, [ada.account], 100_000_000n);
    readings = Array.from({ length: HOURS + 1 }, (_, count) => [
      supplier.meter.read(endOf(count), 0n, BigInt(count) * 900n),
      ada.meter.read(endOf(count), BigInt(count) * 1_000n, 0n),
    ]).flat();
  });

  const file = (records: readonly SignedMeterReading[]) => {
    terminal.write("readings.csv", signedRecordsHeader("MeterReading") + records.map(signedRecordRow).join(""));
    return "readings.csv";
  };
  const settle = async (from: string, ...args: string[]) => {
    const where = ["--directory", terminal.directory, "--from", lower(from), "--json"];
    const { code, stdout } = await terminal.run("settle", ...args, ...where);
    return { code, result: JSON.parse(stdout) };
  };
  const untilOf = ({ meter }: Home) => terminal.consortium.settlement.settledUntil(meter.device);

  it("opens meters, compiles the roster and closes every interval, from an account without a role", async () => {
    const { code, result } = await settle(terminal.consortium.stranger.address, file(readings));
    expect(code).to.equal(0);
    expect(result).to.include({ readings: 12, meters: 2, intervals: HOURS });
    expect(await untilOf(supplier)).to.equal(endOf(HOURS));
    const { settlement } = terminal.consortium;
    const [told] = (await settlement.queryFilter(settlement.filters.IntervalSettled(supplier.meter.device))).slice(-1);
    expect(decodeWords(told!.args.words).members[0]).to.include({ flowWh: 1_000n, deliveredWh: 900n });
  });

  it("has nothing to do the second time, and goes on with what is new", async () => {
    const { stranger } = terminal.consortium;
    await settle(stranger.address, file(readings.slice(0, 6)));
    expect((await settle(stranger.address, file(readings.slice(0, 6)))).result).to.include({ intervals: 0, meters: 0 });
    expect((await settle(stranger.address, file(readings))).result).to.include({ intervals: 3, meters: 0 });
  });

  it("stops before an interval with a register missing, unless told to leave it out by who may", async () => {
    const { stranger, oracle } = terminal.consortium;
    const gap = readings.filter((_, index) => index !== 5);
    const { result } = await settle(stranger.address, file(gap));
    expect(result.intervals).to.equal(1);
    expect(await untilOf(supplier)).to.equal(endOf(1));
    const lack = { meter: ada.meter.device, needs: "reading", atS: endOf(2), latestS: endOf(5) };
    const over = { startS: endOf(1), endS: endOf(2), isOver: true, deadlineS: endOf(2) + CLOSING_DELAY_S };
    const waiting = result.waiting.find((each: AwaitedInterval) => each.exportMeter === supplier.meter.device);
    expect(waiting).to.deep.include({ ...over, lacks: [lack] });
    const refused = await settle(stranger.address, file(gap), "--leave-out");
    expect([refused.code, refused.result.error.code]).to.deep.equal([1, "SettlerRoleMissing"]);
    expect(refused.result.error.next).to.include(
      `wattproof consortium propose grant-role oracle ${lower(stranger.address)}`,
    );
    expect((await settle(oracle.address, file(gap), "--leave-out")).result.intervals).to.equal(4);
    expect(await untilOf(supplier)).to.equal(endOf(HOURS));
  });

  it("says what it waits for when it closes nothing: first records, readings, or nothing at all", async () => {
    const { stranger } = terminal.consortium;
    const said = async (records: readonly SignedMeterReading[]) => {
      const where = ["--directory", terminal.directory, "--from", lower(stranger.address)];
      const { code, stdout } = await terminal.run("settle", file(records), ...where);
      expect(code).to.equal(0);
      return stdout;
    };
    const [adas, suppliers] = [ada.meter.device, supplier.meter.device];
    const roofAlone = readings.filter(({ record }) => record.header.device === suppliers);
    const unopened = await said(roofAlone);
    expect(unopened).to.include(
      `supplier's meter ${suppliers}: the interval from 2023-11-15T00:00Z to 2023-11-15T01:00Z waits for`,
    );
    expect(unopened).to.include(`  meter ${adas}: its first record, which opens it (none of it is here)\n`);
    expect(unopened).to.include(
      "  or, from 2023-11-16T01:00Z on, for who holds the role oracle and says --leave-out (wattproof role list)",
    );
    const silent = await said([...roofAlone, readings[1]!]);
    expect(silent).to.include(
      `  meter ${adas}: its reading at 2023-11-15T01:00Z (its latest here is of 2023-11-15T00:00Z)\n`,
    );
    const stranded = await enrolHome(terminal.consortium, terminal.consortium.people[2]!, { name: `lone ${pair}` });
    const lone = await said([stranded.meter.read(endOf(0), 0n, 0n)]);
    expect(lone).to.include("No meter of these readings has an agreement that is not settled to its end.");
  });

  it("says which reading the chain refuses, where it stands, and what to do", async () => {
    const forged = new Recorder({ ...ada.enrolled, key: supplier.enrolled.key }, terminal.consortium.domain);
    for (let count = 0; count < 2; count++) forged.read(endOf(count), 0n, 0n);
    const wrong = readings.map((each, index) => (index === 5 ? forged.read(endOf(2), 2_000n, 0n) : each));
    const { code, result } = await settle(terminal.consortium.stranger.address, file(wrong));
    expect(code).to.equal(1);
    const [rejection] = result.rejections;
    expect(rejection.code).to.equal("DeviceRegistryInvalidDeviceSignature");
    // Row 1 is the header.
    expect(rejection.position).to.include("readings.csv, row 7,").and.include(`meter ${ada.meter.device}`);
    expect(rejection.reason).to.include("Sign the register anew");
    expect(await untilOf(supplier)).to.equal(endOf(1));
  });

  it("refuses a file that is none, and an account that nobody named", async () => {
    const missing = await settle(terminal.consortium.stranger.address, "no-such-file.csv");
    expect([missing.code, missing.result.error.code]).to.deep.equal([1, "FileUnreadable"]);
    const { code, stdout } = await terminal.run("settle", file(readings), "--directory", terminal.directory, "--json");
    expect([code, JSON.parse(stdout).error.code]).to.deep.equal([1, "AccountMissing"]);
  });
});
