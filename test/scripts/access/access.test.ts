import { expect } from "chai";
import { encodeBytes32String } from "ethers";
import { after, before, describe, it } from "mocha";
import { parsePurpose } from "../../../scripts/commands/access/accessValues.js";
import { FACTS, PASSPORT } from "../../support/chain/batteries.js";
import { nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { enrolHome, type Home } from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

const DAY_S = 86_400;
const time = (atS: number) => new Date(atS * 1000).toISOString().replace(".000Z", "Z");

describe("wattproof access", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let home: Home;
  let owner: string;
  let reader: string;
  let relayer: string;
  let startS: number;
  const { done, refused, run } = jsonCommands(() => terminal, "access");

  const data = (from: number, to: number) => ["--data", `${time(from)}/${time(to)}`];
  const wish = (...more: string[]) => [
    ...["--device", home.meter.device, "--reader", reader, "--purpose", "warranty claim 17"],
    ...(more.includes("--data") ? [] : data(startS - 10 * DAY_S, startS)),
    ...more,
  ];
  const give = (...more: string[]) => ["give", ...wish(...more), "--until", time(startS + DAY_S)];
  const isGranted = async (...more: string[]) => {
    const { code, result } = await run("check", ...wish(...more));
    expect(code).to.equal(result.isGranted ? 0 : 1);
    return result.isGranted;
  };

  before(async () => {
    terminal = await openTerminal();
    const { consortium: c } = terminal;
    home = await enrolHome(c, c.people[0]!);
    [owner, reader, relayer] = c.people.map(({ address }) => lower(address)) as [string, string, string];
    startS = await nowS();
  });
  after(() => terminal?.close());

  it("gives, checks, lists and revokes", async () => {
    expect(await isGranted()).to.equal(false);
    const given = await done(...give("--from", owner));
    expect(given).to.include({ grant: "1", grantor: owner, reader, purpose: encodeBytes32String("warranty claim 17") });
    expect(await isGranted()).to.equal(true);
    expect(await isGranted(...data(startS - 11 * DAY_S, startS))).to.equal(false);
    const { grants } = await done("list", "--device", home.meter.device);
    expect(grants).to.have.length(1);
    expect(grants[0]).to.include({ grant: "1", state: "inForce", grantor: owner, untilS: startS + DAY_S });
    expect((await done("list", "--reader", reader)).grants).to.deep.equal(grants);
    expect((await done("list", "--device", home.meter.device, "--reader", relayer)).grants).to.deep.equal([]);
    const { stdout } = await terminal.run("access", "list", "--reader", reader, "--directory", terminal.directory);
    expect(stdout).to.include(`Grant 1 by ${owner}: inForce`).and.to.include("purpose   warranty claim 17");
    expect((await refused("revoke", "1", "--from", reader)).code).to.equal("DataGrantsNotRevoker");
    await done("revoke", "1", "--from", owner);
    expect(await isGranted()).to.equal(false);
    expect((await done("list", "--reader", reader)).grants[0].state).to.equal("revoked");
    expect((await refused("revoke", "1", "--from", owner)).code).to.equal("DataGrantsAlreadyRevoked");
  });

  it("signs here and relays there, once", async () => {
    const signed = await done(...give("--sign-only", "--from", owner));
    terminal.write("grant.json", JSON.stringify(signed));
    const given = await done("give", "--relay", "grant.json", "--from", relayer);
    expect(given).to.include({ grantor: owner, reader });
    expect(await isGranted()).to.equal(true);
    expect((await refused("give", "--relay", "grant.json", "--from", relayer)).code).to.equal(
      "DataGrantsInvalidSignature",
    );
    const revocation = await done("revoke", given.grant, "--sign-only", "--from", owner);
    terminal.write("revocation.json", JSON.stringify(revocation));
    await done("revoke", "--relay", "revocation.json", "--from", relayer);
    expect(await isGranted()).to.equal(false);
  });

  it("grants what a battery's passport tells, by its keeper", async () => {
    const { passports, maker } = terminal.consortium;
    await passports.issue(FACTS);
    const battery = ["--battery", FACTS.batteryPassportIdentifier];
    const common = ["--reader", reader, "--purpose", bytes32Of("a text"), ...data(startS - DAY_S, startS)];
    const from = ["--from", lower(maker.address)];
    const given = await done("give", ...battery, ...common, "--until", time(startS + DAY_S), ...from);
    expect(given.subject).to.deep.equal({ kind: 1, id: `0x${PASSPORT.toString(16).padStart(64, "0")}` });
    expect((await done("check", ...battery, ...common)).isGranted).to.equal(true);
    expect((await done("list", ...battery)).grants).to.have.length(1);
  });

  it("refuses what is not the owner's, damaged or foreign files, and half a wish", async () => {
    expect((await refused(...give("--from", reader))).code).to.equal("DataGrantsNotOwner");
    const signed = await done(...give("--sign-only", "--from", owner));
    const relayed = async (change: object) => {
      terminal.write("bad.json", JSON.stringify({ ...signed, ...change }));
      return (await refused("give", "--relay", "bad.json", "--from", relayer)).code;
    };
    expect(await relayed({ chainId: "1" })).to.equal("GrantForeign");
    expect(await relayed({ deadlineS: "soon" })).to.equal("GrantUnreadable");
    expect(await relayed({ terms: { ...signed.terms, reader: relayer } })).to.equal("DataGrantsInvalidSignature");
    expect((await refused("revoke", "--relay", "bad.json", "--from", relayer)).code).to.equal("SchemaUnsupported");
    for (const half of [["give", "--device", home.meter.device, "--from", owner], ["check"], ["list"], ["revoke"]]) {
      expect((await refused(...half)).code, half.join(" ")).to.equal("UsageInvalid");
    }
    expect((await refused("check", ...wish("--purpose", "tür"))).code).to.equal("UsageInvalid");
  });

  it("reads purposes as names or hashes, and nothing else", () => {
    expect(parsePurpose("audit 2027")).to.equal(encodeBytes32String("audit 2027"));
    expect(parsePurpose(bytes32Of("text").toUpperCase().replace("0X", "0x"))).to.equal(bytes32Of("text"));
    for (const text of ["", " audit", "audit ", "x".repeat(32), "0x1234", `0x${"00".repeat(32)}`, "audit\n"]) {
      expect(() => parsePurpose(text), JSON.stringify(text)).to.throw();
    }
  });
});
