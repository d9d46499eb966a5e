import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { FACTS } from "../../support/chain/batteries.js";
import { lower } from "../../support/chain/consortium.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

const { batteryPassportIdentifier: _identifier, ...REST } = FACTS;
const FACTS_FILE = JSON.stringify(REST, (_, value) => (typeof value === "bigint" ? `${value}` : value));

describe("wattproof battery: the devices that measure a battery, and packs", function () {
  this.timeout(300_000);
  let terminal: Terminal;
  let maker: string;
  let grid: string;

  const run = async (...args: string[]) => {
    const { code, stdout } = await terminal.run("battery", ...args, "--directory", terminal.directory, "--json");
    return { code, result: JSON.parse(stdout) };
  };
  const done = async (...args: string[]) => {
    const { code, result } = await run(...args, "--from", maker);
    expect(code, JSON.stringify(result)).to.equal(0);
    return result;
  };
  const refused = async (...args: string[]): Promise<{ code: string; message: string }> => {
    const { code, result } = await run(...args);
    expect(code, JSON.stringify(result)).to.equal(1);
    return result.error;
  };
  const status = async (battery: string) => (await run("status", battery)).result;
  const register = (battery: string) => ["register", battery, "--facts", "cell.json"];

  /** A device of the maker's with its key in `<name>.key.json`, enrolled unless told otherwise. */
  async function device(name: string, kind: string, enrols = true): Promise<string> {
    const ticket = ["--ticket", `${name}.ticket`, "--from", maker];
    const registered = await terminal.device(
      ...["register", "--kind", kind, "--owner", maker, "--serial", name, ...ticket],
    );
    await terminal.wait();
    if (enrols) await terminal.device("enrol", "--keystore", `${name}.key.json`, ...ticket);
    return registered.device;
  }

  before(async () => {
    terminal = await openTerminal();
    maker = lower(terminal.consortium.maker.address);
    grid = lower(terminal.consortium.grid.address);
    terminal.write("cell.json", FACTS_FILE);
  });
  after(() => terminal?.close());

  it("issues nothing for a device that cannot be bound, and goes on once it can", async () => {
    const waiting = await device("waiting", "battery", false);
    const meter = await device("meter", "meter");
    const of = (id: string) => refused(...register("B1"), "--device", id, "--from", maker);
    expect((await of(`0x${"ab".repeat(32)}`)).message).to.include("knows no such device");
    expect((await of(meter)).message).to.include("it is a meter");
    const early = await of(waiting);
    expect(early.code).to.equal("DeviceUnbindable");
    expect(early.message).to.include("registered, not active");
    expect((await refused("status", "B1")).code).to.equal("PassportMissing");
    await terminal.device(
      ...["enrol", "--ticket", "waiting.ticket", "--keystore", "waiting.key.json", "--from", maker],
    );
    const foreign = await refused(...register("B1"), "--device", waiting, "--from", grid);
    expect(foreign.message).to.include("answers for it");
    await done(...register("B1"), "--device", waiting);
    expect((await status("B1")).devices[0].device).to.equal(waiting);
    const taken = await refused(...register("B2"), "--device", waiting, "--from", maker);
    expect(taken.message).to.include("it measures battery B1 already");
    expect((await refused("status", "B2")).code).to.equal("PassportMissing");
  });

  it("binds the device of a passport that was issued before, by repeating the command", async () => {
    const cell = await device("cell", "battery");
    await done(...register("B3"));
    const other = await refused(...register("B3"), "--model", "another", "--device", cell, "--from", maker);
    expect(other.code).to.equal("BatteryPassportAlreadyIssued");
    const { transactions } = await done(...register("B3"), "--device", cell, "--first-sequence", "7");
    expect(transactions).to.have.length(1);
    expect((await status("B3")).devices[0]).to.include({ device: cell, firstSequence: "7" });
  });

  it("binds and replaces: both devices sign, or the organisation vouches", async () => {
    const [first, second, third] = [
      await device("first", "battery"),
      await device("second", "battery"),
      await device("third", "battery"),
    ];
    await done(...register("B4"));
    const toSecond = ["replace", "B4", "--device", second, "--new-keystore", "second.key.json"];
    const signed = [...toSecond, "--keystore", "first.key.json", "--first-sequence", "5"];
    expect((await refused(...signed, "--from", maker)).code).to.equal("BatteryUnmeasured");
    await done("bind", "B4", "--device", first, "--first-sequence", "3");
    expect((await refused("bind", "B4", "--device", second, "--from", maker)).code).to.equal(
      "BatteryPassportAlreadyBound",
    );
    const wrong = await refused(...toSecond, "--keystore", "second.key.json", "--from", maker);
    expect(wrong.code).to.equal("KeystoreForeign");
    const replaced = await done(...signed);
    expect(replaced).to.include({ device: second, replaced: first, lastSequence: "2", attestation: null });
    terminal.write("statement.txt", "The second device burnt.");
    const toThird = ["replace", "B4", "--device", third, "--new-keystore", "third.key.json"];
    const attested = await done(...toThird, "--attest", "statement.txt");
    expect(attested.attestation).to.match(/^0x[0-9a-f]{64}$/);
    const { devices } = await status("B4");
    expect(devices.map(({ continuity }: { continuity: string }) => continuity)).to.deep.equal([
      "firstDevice",
      "bothDevicesSigned",
      "organisationAttested",
    ]);
    expect(devices[2].attestation).to.equal(attested.attestation);
  });

  it("puts modules into a pack and takes them out", async () => {
    for (const name of ["P", "M1", "M2"]) await done(...register(name));
    await done("pack", "add", "P", "M1", "M2");
    expect((await status("P")).modules).to.have.length(2);
    const again = await refused("pack", "add", "P", "M1", "--from", maker);
    expect(again.code).to.equal("BatteryPassportInvalidModule");
    await done("pack", "remove", "P", "M1");
    expect((await status("M1")).pack).to.equal(null);
    expect((await status("P")).modules).to.have.length(1);
  });

  it("names the role that who may not admit members lacks", async () => {
    const { code, stdout } = await terminal.run(
      ...["member", "admit", grid, "--name", "Grid", "--from", maker, "--directory", terminal.directory, "--json"],
    );
    expect(code).to.equal(1);
    const { error } = JSON.parse(stdout);
    expect(error.code).to.equal("AccessManagedUnauthorized");
    expect(error.message).to.include(maker);
  });
});
