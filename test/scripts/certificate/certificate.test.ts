import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { certificateIdOf, type Hex } from "../../../protocol/index.js";
import { formatInstant } from "../../../scripts/commandLine/instant.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, enrolHome, fundEscrow, type Home, intervalOf, openMeters } from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

const SITE = bytes32Of("roof");

describe("wattproof certificate", function () {
  this.timeout(300_000);
  let terminal: Terminal;
  let home: Home;
  let roof: Home;
  let body: Hex;
  let consumer: Hex;
  let supplier: Hex;
  let stranger: Hex;

  const run = async (...args: string[]) => {
    const { code, stdout } = await terminal.run(
      ...["certificate", ...args, "--directory", terminal.directory, "--json"],
    );
    return { code, result: JSON.parse(stdout) };
  };
  const done = async (...args: string[]) => {
    const { code, result } = await run(...args);
    expect(code, JSON.stringify(result)).to.equal(0);
    return result;
  };
  const refused = async (...args: string[]): Promise<string> => {
    const { code, result } = await run(...args);
    expect(code, JSON.stringify(result)).to.equal(1);
    return result.error.code;
  };
  const idOf = (count: number) => {
    const id = certificateIdOf({ device: roof.meter.device, startS: endOf(count - 1), endS: endOf(count) });
    return `0x${id.toString(16).padStart(64, "0")}`;
  };
  /** Settles an hour with the registers at its end. */
  const settle = async (count: number, exportWh: bigint, importWh: bigint) => {
    const { consortium } = terminal;
    const readings = [roof.meter.read(endOf(count), 0n, exportWh), home.meter.read(endOf(count), importWh, 0n)];
    await consortium.settlement.settle([await intervalOf(consortium, roof, endOf(count), readings)]);
  };
  const listed = async (holder: string) => (await done("list", "--holder", holder)).certificates;
  const facts = () => [
    ...[roof.meter.device, "--source", "solar_pv", "--site", SITE, "--rated-w", "5000"],
    ...["--start", "2023-11-15T00:00Z", "--until", "2023-11-25T00:00Z"],
  ];

  before(async () => {
    terminal = await openTerminal();
    const { consortium } = terminal;
    home = await enrolHome(consortium, consortium.people[0]!);
    roof = await enrolHome(consortium, consortium.people[1]!);
    [consumer, supplier] = [lower(home.account.address), lower(roof.account.address)];
    [body, stranger] = [lower(consortium.grid.address), lower(consortium.stranger.address)];
    await openMeters(consortium, [home, roof]);
    await fundEscrow(consortium, home.account, 1_000_000_000n);
    await agree(consortium, home, roof, { withCertificates: true });
  });
  after(() => terminal?.close());

  it("has issuing bodies that an administrator appoints among the members, and dismisses", async () => {
    const administrator = lower(terminal.consortium.administrator.address);
    const { certificates } = terminal.consortium;
    expect(await refused("appoint", stranger, "--from", administrator)).to.equal("EnergyCertificateNotMember");
    expect(await refused("appoint", body, "--from", body)).to.equal("AccessManagedUnauthorized");
    const appointed = await done("appoint", body, "--from", administrator);
    expect(appointed).to.include({ issuingBody: body, appointed: true });
    expect(await done("appoint", body, "--dismiss", "--from", administrator)).to.include({ appointed: false });
    expect(await certificates.isIssuingBody(body)).to.equal(false);
    await done("appoint", body, "--from", administrator);
    expect(await certificates.isIssuingBody(body)).to.equal(true);
  });

  it("is not issued where nothing is settled or nobody accredited the meter: it says what to do and sends nothing", async () => {
    const issue = ["issue", "--meter", roof.meter.device, "--from", stranger];
    const nothing = await done(...issue);
    expect(nothing).to.deep.include({ settled: 0, issued: [], leftOut: [], transactions: [] });
    expect(nothing.next).to.have.length(1);
    expect(nothing.next[0]).to.contain("wattproof settle");
    await settle(1, 2000n, 300n);
    const left = await done(...issue);
    expect(left).to.deep.include({
      settled: 1,
      issued: [],
      leftOut: [{ startS: endOf(0), endS: endOf(1), reason: "EnergyCertificateNotAccredited" }],
      transactions: [],
    });
    const { stdout } = await terminal.run("certificate", ...issue, "--directory", terminal.directory);
    const when = `${formatInstant(endOf(0))} to ${formatInstant(endOf(1))}`;
    expect(stdout).to.contain(`left out: 1 interval from ${when}: no issuing body vouches`);
    expect(stdout).to.contain(`next: have an issuing body run wattproof certificate accredit ${roof.meter.device}`);
  });

  it("is accredited by what an issuing body signs and anybody files", async () => {
    expect(await refused("accredit", ...facts(), "--from", stranger)).to.equal("EnergyCertificateNotIssuingBody");
    const signed = await done("accredit", ...facts(), "--sign-only", "--from", body);
    expect(signed.schema).to.equal("wattproof-accreditation/1");
    terminal.write("signed.json", JSON.stringify(signed));
    const foreign = { ...signed, contract: `0x${"12".repeat(20)}` };
    terminal.write("foreign.json", JSON.stringify(foreign));
    terminal.write("broken.json", JSON.stringify({ ...signed, signature: 5 }));
    const changed = { ...signed, accreditation: { ...signed.accreditation, ratedPowerW: "6000" } };
    terminal.write("changed.json", JSON.stringify(changed));
    const free = { ...signed, accreditation: { ...signed.accreditation, energySource: "Solar" } };
    terminal.write("free.json", JSON.stringify(free));
    const named = await run("accredit", ...facts().map((each) => (each === "solar_pv" ? "Solar" : each)));
    expect([named.code, named.result.error.code]).to.deep.equal([2, "UsageInvalid"]);
    expect(named.result.error.message).to.contain("It is one of solar_pv, wind, hydro");
    for (const [file, code] of [
      ["free", "AccreditationUnreadable"],
      ["foreign", "AccreditationForeign"],
      ["broken", "AccreditationUnreadable"],
      ["changed", "EnergyCertificateInvalidSignature"],
    ] as const) {
      expect(await refused("accredit", "--with", `${file}.json`, "--from", stranger)).to.equal(code);
    }
    const filed = await done("accredit", "--with", "signed.json", "--from", stranger);
    expect(filed).to.include({ device: roof.meter.device, number: 1, issuingBody: body, ratedPowerW: "5000" });
    const again = await refused("accredit", "--with", "signed.json", "--from", stranger);
    expect(again).to.equal("EnergyCertificateUnexpectedNumber");
    const { code } = await run("accredit", roof.meter.device, "--from", body);
    expect(code).to.equal(2);
  });

  it("is issued for what was settled, once, and says what was left out", async () => {
    await settle(2, 4000n, 600n);
    // More than rated power × time, and then nothing.
    await settle(3, 9001n, 700n);
    await settle(4, 9001n, 800n);
    const first = await done("issue", "--meter", roof.meter.device, "--from", stranger);
    const { issued, leftOut, transactions, next } = first;
    expect(first).to.include({ settled: 4, certifiedBefore: 0, empty: 1 });
    expect(issued).to.deep.equal([1, 2].map((count) => ({ certificate: idOf(count), energyWh: "2000" })));
    expect(leftOut).to.deep.equal([{ startS: endOf(2), endS: endOf(3), reason: "EnergyCertificateAboveRatedPower" }]);
    expect(next).to.have.length(1);
    expect(next[0]).to.contain(`wattproof certificate accredit ${roof.meter.device} with that`);
    expect(transactions).to.have.length(1);
    await settle(5, 9101n, 900n);
    const more = await done("issue", "--meter", roof.meter.device, "--from", stranger);
    expect(more.issued).to.deep.equal([{ certificate: idOf(5), energyWh: "100" }]);
    expect(more.certifiedBefore).to.equal(2);
    // The sixth hour's register never came, so the seventh covers both.
    const { consortium } = terminal;
    const alone = [home.meter.read(endOf(6), 950n, 0n)];
    await consortium.settlement
      .connect(consortium.oracle)
      .settle([await intervalOf(consortium, roof, endOf(6), alone)]);
    await settle(7, 9301n, 990n);
    const { leftOut: unknown } = await done("issue", "--meter", roof.meter.device, "--from", stranger);
    expect(unknown.slice(0, 2)).to.deep.equal([
      { startS: endOf(5), endS: endOf(6), reason: "ProductionNotExact" },
      { startS: endOf(6), endS: endOf(7), reason: "ProductionNotExact" },
    ]);
  });

  it("is listed for its holder", async () => {
    const own = await listed(consumer);
    expect(
      own.map(({ certificate, heldWh }: { certificate: string; heldWh: string }) => [certificate, heldWh]),
    ).to.deep.equal([
      [idOf(1), "300"],
      [idOf(2), "300"],
      [idOf(5), "100"],
    ]);
    expect(own[0]).to.include({
      device: roof.meter.device,
      startS: endOf(0),
      endS: endOf(1),
      issuedWh: "2000",
      claimedWh: "0",
      energySource: "solar_pv",
      issuingBody: body,
      revokedByIncident: null,
    });
    expect(await listed(stranger)).to.deep.equal([]);
    const other = await done("list", "--holder", consumer, "--device", home.meter.device);
    expect(other.certificates).to.deep.equal([]);
    const { code, stdout } = await terminal.run(
      ...["certificate", "list", "--holder", supplier, "--directory", terminal.directory],
    );
    expect([code, stdout.split("\n")[0]]).to.deep.equal([0, `Certificate ${idOf(1)}`]);
    expect(stdout).to.include("held        1.7 kWh");
    const none = await terminal.run(
      ...["certificate", "list", "--holder", stranger, "--directory", terminal.directory],
    );
    expect(none.stdout).to.include(`The account ${stranger} holds no certificates, and none were claimed for it.`);
  });

  it("is transferred whole or in part", async () => {
    const to = ["--to", stranger];
    const part = await done("transfer", idOf(1), ...to, "--wh", "120", "--from", consumer);
    expect(part).to.include({ certificate: idOf(1), from: consumer, to: stranger, energyWh: "120" });
    expect((await done("transfer", idOf(1), ...to, "--from", consumer)).energyWh).to.equal("180");
    expect((await listed(stranger))[0]).to.include({ certificate: idOf(1), heldWh: "300" });
    expect(await refused("transfer", idOf(1), ...to, "--from", consumer)).to.equal("CertificateNotHeld");
    const tooMuch = await refused("transfer", idOf(2), ...to, "--wh", "301", "--from", consumer);
    expect(tooMuch).to.equal("ERC1155InsufficientBalance");
    const settlement = await terminal.consortium.settlement.getAddress();
    const deaf = await refused("transfer", idOf(2), "--to", settlement, "--from", consumer);
    expect(deaf).to.equal("ERC1155InvalidReceiver");
  });

  it("is claimed for a beneficiary and a purpose", async () => {
    const words = ["--beneficiary", "Aasgard Bakery", "--purpose", "Disclosure 2026"];
    const claimed = await done("claim", idOf(2), ...words, "--wh", "250", "--from", consumer);
    expect(claimed).to.include({ energyWh: "250", beneficiary: "Aasgard Bakery", purpose: "Disclosure 2026" });
    await done("claim", idOf(2), ...words, "--from", consumer);
    const [own] = await listed(consumer);
    expect(own).to.include({ certificate: idOf(2), heldWh: "0", claimedWh: "300" });
    expect(await refused("claim", idOf(2), ...words, "--from", consumer)).to.equal("CertificateNotHeld");
    const { code } = await run("claim", idOf(2), "--beneficiary", "", "--purpose", "none", "--from", consumer);
    expect(code).to.equal(2);
  });
});
