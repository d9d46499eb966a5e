import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { DeviceKind } from "../../../protocol/index.js";
import { lower } from "../../support/chain/consortium.js";
import { enrolDevice } from "../../support/chain/devices.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { STACK_TRACE, wattproof } from "../support/wattproof.js";

describe("wattproof device: what it refuses", function () {
  this.timeout(180_000);
  let t: Terminal;
  let device: string;
  let owner: string;
  let grid: string[];

  before(async () => {
    t = await openTerminal();
    const { grid: organisation, people } = t.consortium;
    owner = lower((people[0] as { address: string }).address);
    grid = ["--from", lower(organisation.address)];
    ({ device } = await enrolDevice(t.consortium, { name: "meter", kind: DeviceKind.Meter, organisation, owner }));
  });
  after(() => t?.close());

  const meter = (...more: string[]) => ["register", "--kind", "meter", "--owner", owner, "--serial", "S1", ...more];

  it("to send from nobody, or from an account that the node does not sign for", async () => {
    expect((await t.refused("suspend", device)).code).to.equal("AccountMissing");
    expect((await t.refused("suspend", device, "--from", `0x${"12".repeat(20)}`)).code).to.equal("AccountLocked");
  });

  it("a keystore that is none, and a wrong password, without a trace of it", async () => {
    writeFileSync(t.path("none.json"), "hello");
    expect((await t.refused("suspend", device, "--account", "none.json")).code).to.equal("KeystoreInvalid");
    expect((await t.refused("suspend", device, "--account", "nowhere.json")).code).to.equal("FileUnreadable");
    await t.run("account", "create", "a.json");
    writeFileSync(t.path("pw"), "a wrong password\nand more");
    const wrong = await t.refused("suspend", device, "--account", "a.json", "--password-file", "pw");
    expect(wrong.code).to.equal("PasswordWrong");
    expect(t.printed.filter((_, at) => at % 3 !== 0).join("\n")).not.to.include("a wrong password");
  });

  it("to go on without a password where nobody can be asked", async () => {
    const { stdout, code } = await wattproof(["account", "create", "b.json", "--json"], {
      cwd: t.cwd,
      env: { HOME: t.cwd, WATTPROOF_PASSWORD: "" },
    });
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).error.code).to.equal("PasswordMissing");
    const weak = await wattproof(["account", "create", "b.json", "--json"], {
      cwd: t.cwd,
      env: { HOME: t.cwd, WATTPROOF_PASSWORD: "short" },
    });
    expect(JSON.parse(weak.stdout).error.code).to.equal("PasswordWeak");
    expect(existsSync(t.path("b.json"))).to.equal(false);
  });

  it("to write over a ticket, a keystore or an account", async () => {
    await t.device(...meter("--ticket", "once.ticket"), ...grid);
    const before = readFileSync(t.path("once.ticket"), "utf8");
    expect((await t.refused(...meter("--ticket", "once.ticket"), ...grid)).code).to.equal("SecretFileExists");
    expect(readFileSync(t.path("once.ticket"), "utf8")).to.equal(before);
    await t.run("account", "create", "c.json");
    const again = await t.run("account", "create", "c.json", "--json");
    expect(JSON.parse(again.stdout).error.code).to.equal("SecretFileExists");
  });

  it("a registration by somebody else, and leaves no ticket that opens nothing", async () => {
    const stranger = ["--from", lower(t.consortium.stranger.address)];
    const refused = await t.refused(...meter("--ticket", "theirs.ticket"), ...stranger);
    expect(refused.code).to.equal("DeviceRegistryNotMember");
    const files = readdirSync(t.cwd).filter((name) => name.includes("theirs"));
    expect(files).to.deep.equal([]);
    const grids = lower(t.consortium.grid.address);
    const forGrid = await t.refused(...meter("--ticket", "theirs.ticket", "--organisation", grids), ...stranger);
    expect(forGrid.code).to.equal("DeviceRegistryNotRegistrar");
    await t.device("registrar", stranger[1] as string, ...grid);
    const allowed = await t.device(...meter("--ticket", "theirs.ticket", "--organisation", grids), ...stranger);
    expect(allowed.organisation).to.equal(grids);
  });

  it("a ticket of another deployment, a spoiled one, and one that was replaced", async () => {
    const registered = await t.device(...meter("--ticket", "old.ticket"), ...grid);
    writeFileSync(t.path("spoiled.ticket"), readFileSync(t.path("old.ticket"), "utf8").replace(/.\n$/, "\n"));
    const enrol = (ticket: string) => ["enrol", "--ticket", ticket, "--keystore", "k.json", ...grid];
    expect((await t.refused(...enrol("spoiled.ticket"))).code).to.equal("TicketInvalid");
    await t.device("renew", registered.device, "--ticket", "new.ticket", ...grid);
    const stale = await t.refused(...enrol("old.ticket"));
    expect([stale.code, stale.message]).to.satisfy(
      ([code, message]: string[]) => code === "TicketStale" && message?.includes("replaced"),
    );
    await t.wait(8 * 86_400);
    expect((await t.refused(...enrol("new.ticket"))).code).to.equal("TicketExpired");
    expect(existsSync(t.path("k.json")), "no key was made in vain").to.equal(false);
  });

  it("a Directory that is none, and a DID of another one", async () => {
    const elsewhere = `0x${"12".repeat(20)}`;
    const { stdout } = await t.run("device", "show", device, "--directory", elsewhere, "--json");
    expect(JSON.parse(stdout).error.code).to.equal("DirectoryMissing");
    const did = `did:wattproof:0x7a69:${elsewhere}:${device}`;
    expect((await t.refused("show", did)).code).to.equal("DeploymentForeign");
    expect((await t.refused("show", `0x${"00".repeat(32)}`)).code).to.equal("DeviceNotRegistered");
  });

  it("wrong usage, with exit code 2 and no stack trace", async () => {
    for (const args of [
      ["show", "meter-7"],
      ["show"],
      ["register", "--kind", "toaster"],
      ["register"],
      ["enrol"],
      ["enrol", "--relay", "a.json", "--ticket", "b"],
      ["rotate", "--keystore", "a"],
      ["service", device, "key-1", "--endpoint", "https://grid.example"],
      ["service", device, "telemetry", "--endpoint", "not a uri"],
      ["service", device, "telemetry"],
      ["report", device, "--category", "equivocation"],
      ["renew", device, "--ticket", "x", "--expires", "never"],
      ["did", "did:wattproof:1:2:3"],
    ]) {
      const { code, stderr } = await t.run("device", ...args);
      expect(code, args.join(" ")).to.equal(2);
      expect(stderr)
        .to.match(/^error UsageInvalid: /)
        .and.not.match(STACK_TRACE);
    }
  });
});
