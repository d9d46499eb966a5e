import { readFileSync, statSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { openAccountKeystore, openDeviceKeystore, parseTicket } from "../../../identity/index.js";
import { chain } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { openTerminal, PASSWORD, type Terminal } from "../support/deviceCommands.js";

describe("wattproof device: a whole life, as typed", function () {
  this.timeout(300_000);
  let t: Terminal;
  let device: string;
  /** Address of the organisation whose keystore is in `grid.json`. */
  let grid: string;
  const as = {} as Record<"maker" | "auditor" | "third" | "stranger" | "owner", [string, string]>;
  const gateways = {} as Record<"maker" | "auditor" | "third", string>;
  const me = ["--account", "grid.json"];

  before(async () => {
    t = await openTerminal();
    const { maker, auditor, administrator, stranger, people, membership, registrar } = t.consortium;
    Object.assign(as, {
      maker: ["--from", lower(maker.address)],
      auditor: ["--from", lower(auditor.address)],
      third: ["--from", lower(administrator.address)],
      stranger: ["--from", lower(stranger.address)],
      owner: ["--from", lower((people[0] as { address: string }).address)],
    });
    const created = await t.run("account", "create", "grid.json", "--json");
    grid = JSON.parse(created.stdout).address;
    await chain.networkHelpers.setBalance(grid, 10n ** 18n);
    await membership.connect(registrar).admit(grid, "Grid of the test");
    await membership.connect(registrar).admit(auditor, "Auditor");
    await membership.connect(registrar).admit(administrator, "Third");
  });
  after(() => t?.close());

  const status = async () => (await t.device("show", device)).status;

  it("registers: the ticket and the receipt are files of their owner's alone", async () => {
    const registered = await t.device(
      ...["register", "--kind", "meter", "--owner", as.owner[1], "--serial", "SN-4711-SECRET"],
      ...["--ticket", "m.ticket", ...me],
    );
    device = registered.device;
    expect(registered).to.include({ kind: "meter", organisation: grid, owner: as.owner[1] });
    expect(registered.did).to.equal(`did:wattproof:0x7a69:${t.directory}:${device}`);
    for (const file of ["m.ticket", "m.ticket.receipt.json", "grid.json"]) {
      expect(statSync(t.path(file)).mode & 0o777, file).to.equal(0o600);
    }
    const receipt = JSON.parse(readFileSync(t.path("m.ticket.receipt.json"), "utf8"));
    expect(receipt).to.include({ schema: "wattproof-receipt/1", serial: "SN-4711-SECRET", device });
    expect(await status()).to.equal("registered");
  });

  it("shows the ticket without its secret, and draws it on demand", async () => {
    const { stdout, code } = await t.run("device", "ticket", "m.ticket", "--json");
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.include({ device, kind: "meter", organisation: grid });
    const drawn = await t.run("device", "ticket", "m.ticket", "--qr");
    expect(drawn.stdout.split("\n").filter((line) => /[█▀▄]/.test(line))).to.have.length(29);
  });

  it("enrols: the device signs, a stranger relays", async () => {
    const signed = await t.run(
      ...["device", "enrol", "--ticket", "m.ticket", "--keystore", "m.key.json", "--key-type", "p256", "--sign-only"],
    );
    expect(signed.stderr).to.equal("");
    t.write("m.enrolment.json", signed.stdout);
    await t.wait();
    const enrolled = await t.device("enrol", "--relay", "m.enrolment.json", ...as.stranger);
    expect(enrolled.device).to.equal(device);
    expect(await status()).to.equal("active");
    expect(statSync(t.path("m.key.json")).mode & 0o777).to.equal(0o600);
    expect((await t.refused("enrol", "--relay", "m.enrolment.json", ...as.stranger)).code).to.equal("TicketStale");
  });

  it("rotates to a new key of another kind, which the old one must sign for", async () => {
    await t.wait();
    const files = ["--keystore", "m.key.json", "--new-keystore", "m.key2.json", "--key-type", "secp256k1"];
    const rotated = await t.device("rotate", ...files, ...as.stranger);
    expect(rotated).to.include({ device, keyType: "secp256k1", keystore: "m.key2.json" });
    const { keys } = await t.device("show", device);
    expect(keys.map((key: { number: number; keyType: string }) => [key.number, key.keyType])).to.deep.equal([
      [1, "p256"],
      [2, "secp256k1"],
    ]);
    const again = await t.refused("rotate", ...files.slice(0, 2), "--new-keystore", "m.key3.json", ...as.stranger);
    expect(again.code).to.equal("KeystoreForeign");
  });

  it("confirms the firmware that its maker released", async () => {
    t.write("fw.bin", "firmware");
    t.write("other.bin", "other firmware");
    await t.wait();
    await t.device("firmware", "release", device, "--firmware-version", "3", "--image", "fw.bin", ...me);
    const wrong = await t.refused(
      ...["firmware", "confirm", "--keystore", "m.key2.json", "--image", "other.bin", ...as.stranger],
    );
    expect(wrong.code).to.equal("FirmwareMismatch");
    const confirmed = await t.device("firmware", "confirm", "--keystore", "m.key2.json", "--image", "fw.bin", ...me);
    expect(confirmed.version).to.equal("3");
    expect((await t.device("show", device)).firmware.confirmed.version).to.equal("3");
  });

  it("says where it can be reached, in its DID document", async () => {
    await t.device("service", device, "telemetry", "--endpoint", "https://grid.example/telemetry", ...me);
    const { didDocument, didDocumentMetadata } = await t.device("did", device);
    expect(didDocument.service).to.deep.equal([
      {
        id: `${didDocument.id}#telemetry`,
        type: "DeviceService",
        serviceEndpoint: "https://grid.example/telemetry",
      },
    ]);
    expect(didDocument.controller).to.equal(`did:ethr:0x7a69:${grid}`);
    expect(didDocument.assertionMethod).to.deep.equal([`${didDocument.id}#key-2`]);
    expect(didDocumentMetadata.deviceStatus).to.equal("active");
  });

  it("is suspended and reinstated by its organisation, and by nobody else", async () => {
    const refused = await t.refused("suspend", device, ...as.maker);
    expect(refused.code).to.equal("DeviceRegistryNotOrganisation");
    expect(refused.message).to.include(as.maker[1]);
    await t.wait();
    await t.device("suspend", device, ...me);
    expect(await status()).to.equal("suspended");
    await t.wait();
    await t.device("reinstate", `did:wattproof:0x7a69:${t.directory}:${device}`, ...me);
    expect(await status()).to.equal("active");
  });

  it("is quarantined by the reports of a quorum of gateways", async () => {
    for (const [name, account] of Object.entries({ maker: as.maker, auditor: as.auditor, third: as.third })) {
      const registered = await t.device(
        ...["register", "--kind", "gateway", "--owner", account[1], "--serial", name, "--ticket", `${name}.ticket`],
        ...account,
      );
      const files = ["--ticket", `${name}.ticket`, "--keystore", `${name}.key.json`, "--key-type", "secp256k1"];
      await t.device("enrol", ...files, ...account);
      gateways[name as keyof typeof gateways] = registered.device;
    }
    t.write("seal.txt", "the seal is broken");
    const report = (gateway: string) => ["report", device, "--gateway", gateway, "--category", "tampering"];
    const own = await t.refused(...report(gateways.maker), "--evidence", "seal.txt", ...me);
    expect(own.code).to.equal("IncidentRegistryNotGateway");
    await t.wait();
    await t.device(...report(gateways.maker), "--evidence", "seal.txt", ...as.maker);
    expect(await status()).to.equal("active");
    await t.wait();
    await t.device(...report(gateways.auditor), "--evidence", "seal.txt", ...as.auditor);
    const { status: now, incident } = await t.device("show", device);
    expect(now).to.equal("quarantined");
    expect(incident).to.include({ number: 1, state: "quarantined", category: "tampering", quorum: "2" });
    expect(incident.reporters).to.deep.equal([as.maker[1], as.auditor[1]]);
    const { didDocument, didDocumentMetadata } = await t.device("did", device);
    expect(didDocument.verificationMethod).to.have.length(1);
    expect(didDocument.assertionMethod).to.deep.equal([]);
    expect(didDocumentMetadata.deviceStatus).to.equal("quarantined");
    const words = await t.run("device", "show", device, "--directory", t.directory);
    expect(words.stdout).to.include("is quarantined").and.include("Grid of the test").and.include("tampering");
  });

  it("appeals and is cleared by a quorum", async () => {
    t.write("appeal.txt", "the seal was ours to break");
    await t.device("appeal", device, "--statement", "appeal.txt", ...me);
    await t.device("clear", device, "--evidence", "seal.txt", ...as.third);
    expect(await status()).to.equal("quarantined");
    await t.wait();
    await t.device("clear", device, "--evidence", "seal.txt", ...as.auditor);
    const { status: now, incident } = await t.device("show", device);
    expect([now, incident.state]).to.deep.equal(["active", "cleared"]);
    expect(BigInt(incident.closedAtS) > BigInt(incident.openedAtS)).to.equal(true);
    const { stdout } = await t.run("device", "show", device, "--directory", t.directory);
    const closedAt = new Date(Number(incident.closedAtS) * 1000).toISOString().replace(".000Z", "Z");
    expect(stdout).to.include(`cleared at ${closedAt}`).and.not.include("cleared since");
  });

  it("is handed over to another member in two steps", async () => {
    expect((await t.refused("transfer", "accept", device, ...as.maker)).code).to.equal("DeviceRegistryNotOffered");
    await t.device("transfer", "offer", device, "--to", as.maker[1], ...me);
    expect((await t.device("show", device)).offeredTo).to.deep.equal({ address: as.maker[1], name: "Battery Maker" });
    await t.device("transfer", "accept", device, ...as.maker);
    expect((await t.device("show", device)).organisation.address).to.equal(as.maker[1]);
    await t.device("owner", device, "--to", as.auditor[1], ...as.owner);
    expect((await t.device("show", device)).owner).to.equal(as.auditor[1]);
  });

  it("loses its key and is recovered with another", async () => {
    await t.wait();
    await t.device("recover", device, "--ticket", "again.ticket", ...as.maker);
    expect(await status()).to.equal("registered");
    await t.wait();
    const files = ["--ticket", "again.ticket", "--keystore", "m.key4.json"];
    await t.device("enrol", ...files, ...as.stranger);
    expect(await status()).to.equal("active");
  });

  it("is revoked for good: its DID is deactivated, and what it was stays readable", async () => {
    const before = (await t.device("did", device)).didDocumentMetadata;
    await t.wait();
    await t.device("revoke", device, ...as.maker);
    expect((await t.refused("reinstate", device, ...as.maker)).code).to.equal("DeviceRegistryUnexpectedStatus");
    const { didDocument, didDocumentMetadata } = await t.device("did", device);
    expect(didDocumentMetadata).to.include({ deactivated: true, deviceStatus: "revoked" });
    expect(didDocument.verificationMethod).to.deep.equal([]);
    const then = await t.device("did", device, "--at", before.updated);
    expect(then.didDocument.assertionMethod).to.have.length(1);
    expect(then.didDocumentMetadata).not.to.have.property("deactivated");
    expect((await t.refused("did", device, "--at", "2001-01-01T00:00:00Z")).code).to.equal("DidUnresolved");
  });

  it("printed no secret in all that time", async () => {
    const secrets = [PASSWORD, "SN-4711-SECRET"];
    const { secret } = await openAccountKeystore("", readFileSync(t.path("grid.json"), "utf8"), PASSWORD);
    secrets.push(secret.slice(2));
    for (const file of ["m.key.json", "m.key2.json", "m.key4.json", "maker.key.json"]) {
      secrets.push(await secretOf(readFileSync(t.path(file), "utf8")));
    }
    for (const file of ["m.ticket", "again.ticket"]) {
      const text = readFileSync(t.path(file), "utf8").trim();
      expect(parseTicket(text).device).to.equal(device);
      secrets.push(text, text.slice(-60));
    }
    secrets.push(JSON.parse(readFileSync(t.path("m.ticket.receipt.json"), "utf8")).salt.slice(2));
    // What was typed is in `printed` as well, for errors that quote it; the serial number was typed.
    const output = t.printed
      .filter((_, at) => at % 3 !== 0)
      .join("\n")
      .toLowerCase();
    expect(output.length).to.be.greaterThan(10_000);
    for (const each of secrets) expect(output.includes(each.toLowerCase()), "a secret").to.equal(false);
  });
});

/** The secret of a device's keystore as hex digits, past what the room itself would ever show. */
async function secretOf(text: string): Promise<string> {
  await openDeviceKeystore("", text, PASSWORD);
  const { decryptKeystoreJson } = await import("ethers");
  const { privateKey } = await decryptKeystoreJson(text, PASSWORD);
  return privateKey.slice(2);
}
