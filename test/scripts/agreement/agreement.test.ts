import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { UNCAPPED_WH, ZERO_HASH } from "../../../protocol/index.js";
import { idOf } from "../../../scripts/commands/agreement/signedTerms.js";
import { readTerms } from "../../../scripts/commands/agreement/terms.js";
import { nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { enrolHome, type Home, mintTo } from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

const HOUR_S = 3600;
const DAY_S = 86_400;

describe("wattproof agreement", function () {
  this.timeout(300_000);
  let terminal: Terminal;
  let home: Home;
  let roof: Home;
  let consumer: string;
  let supplier: string;
  let token: string;
  /** The next full hour when the tests began. */
  let hourS: number;

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await terminal.run(
      ...["agreement", ...args, "--directory", terminal.directory, "--json"],
    );
    return { code, result: JSON.parse(stdout), stderr };
  };
  const done = async (...args: string[]) => {
    const { code, result } = await run(...args);
    expect(code, JSON.stringify(result)).to.equal(0);
    return result;
  };
  const refused = async (...args: string[]): Promise<{ code: string; message: string }> => {
    const { code, result } = await run(...args);
    expect(code, JSON.stringify(result)).to.equal(1);
    return result.error;
  };
  const iso = (atS: number) => new Date(atS * 1000).toISOString().replace(":00.000Z", "Z");
  const write = (name: string, value: unknown) => terminal.write(name, JSON.stringify(value));
  /** Terms as a person writes them: hourly, from `fromHour` for two days. */
  const termsOf = (fromHour: number, change: Record<string, unknown> = {}) => ({
    importMeter: home.meter.device,
    exportMeter: roof.meter.device,
    consumer,
    startS: iso(hourS + fromHour * HOUR_S),
    endS: hourS + fromHour * HOUR_S + 2 * DAY_S,
    supplier,
    settlementPeriodS: HOUR_S,
    noticeS: DAY_S,
    importRatedW: 11_000,
    exportRatedW: 5_000,
    price: "1.20",
    capWh: 100_000,
    lock: "30.00",
    ...change,
  });
  /** A file that both parties signed. */
  const signBoth = async (name: string, terms: unknown, second = supplier) => {
    write(`${name}.json`, terms);
    write(`${name}.1.json`, await done("sign", `${name}.json`, "--from", consumer));
    const signed = await done("sign", `${name}.1.json`, "--from", second);
    write(`${name}.2.json`, signed);
    return { file: `${name}.2.json`, signed };
  };
  const listed = async (...args: string[]) => (await done("list", ...args)).agreements;

  before(async () => {
    terminal = await openTerminal();
    const { consortium } = terminal;
    const [consumerAccount, supplierAccount] = [consortium.people[0]!, consortium.people[1]!];
    home = await enrolHome(consortium, consumerAccount);
    roof = await enrolHome(consortium, supplierAccount);
    await mintTo(consortium, consumerAccount, 200_000_000n);
    [consumer, supplier] = [lower(consumerAccount.address), lower(supplierAccount.address)];
    token = lower(await consortium.token.getAddress());
    hourS = Math.ceil((await nowS()) / HOUR_S) * HOUR_S + HOUR_S;
  });
  after(() => terminal?.close());

  it("is signed by one, then the other, submitted with a deposit, listed, and ended with notice", async () => {
    const { file, signed } = await signBoth("life", termsOf(0));
    expect(signed.agreement).to.include({ pricePerKWh: "1200000", capWh: "100000", token, withCertificates: false });
    expect(signed.signatures.consumer).to.match(/^0x[0-9a-f]{130}$/);
    expect(signed.signatures.supplier).to.match(/^0x[0-9a-f]{130}$/);

    const short = await refused("submit", file, "--from", supplier);
    expect(short.code).to.equal("EscrowLedgerInsufficient");
    const foreign = await refused("submit", file, "--deposit", "30", "--from", supplier);
    expect(foreign.code).to.equal("AgreementDepositForeign");
    const submitted = await done("submit", file, "--deposit", "30.00", "--from", consumer);
    expect(submitted).to.include({ agreement: signed.id, number: 1, escrow: "30000000" });
    expect(submitted.deposited).to.match(/^0x[0-9a-f]{64}$/);
    const { settlement } = terminal.consortium;
    expect(await settlement.lockedOf(consumer)).to.equal(30_000_000n);
    expect((await refused("submit", file, "--from", supplier)).code).to.equal("SupplyAgreementsAlreadyRegistered");

    const [ahead] = await listed("--meter", home.meter.device);
    expect(ahead).to.include({ agreement: signed.id, status: "ahead", deliveredWh: "0", claim: "0" });
    await terminal.wait(hourS - (await nowS()) + 60);
    expect((await listed("--account", supplier))[0].status).to.equal("running");

    const soon = await refused("end", signed.id, "--at", iso(hourS + 3 * HOUR_S), "--from", consumer);
    expect(soon.code).to.equal("SupplyAgreementsNotice");
    const stranger = lower(terminal.consortium.stranger.address);
    const notParty = await refused("end", signed.id, "--at", iso(hourS + 40 * HOUR_S), "--from", stranger);
    expect(notParty.code).to.equal("AgreementNotParty");
    const ended = await done("end", signed.id, "--at", iso(hourS + 30 * HOUR_S - 1800), "--from", consumer);
    expect(ended).to.include({ endS: hourS + 30 * HOUR_S, inForce: true });
  });

  it("is ended at once by both, the one's word in a file", async () => {
    const { file, signed } = await signBoth("both", termsOf(100, { lock: undefined, escrow: 0 }));
    await done("submit", file, "--from", consumer);
    const at = ["--at", iso(hourS + 110 * HOUR_S)];
    write("end.json", await done("end", signed.id, ...at, "--sign-only", "--from", supplier));
    const other = await refused("end", `0x${"ab".repeat(32)}`, "--with", "end.json", "--from", consumer);
    expect(other.code).to.equal("AgreementMissing");
    const ended = await done("end", signed.id, "--with", "end.json", "--from", consumer);
    expect(ended).to.include({ endS: hourS + 110 * HOUR_S, inForce: true });

    // Before the window, it is out of force altogether.
    const cancelled = await done("end", signed.id, "--at", iso(hourS + 99 * HOUR_S), "--from", supplier);
    expect(cancelled).to.include({ endS: hourS + 100 * HOUR_S, inForce: false });
    const statuses = (await listed("--account", consumer)).map(({ status }: { status: string }) => status);
    expect(statuses).to.deep.equal(["running", "cancelled"]);
    const { stdout } = await terminal.run("agreement", "list", "--directory", terminal.directory);
    expect(stdout).to.include("Agreement 2 is cancelled").and.include("1.20 per kWh").and.include("delivered   0 kWh");
  });

  it("takes a grid supplier's without meter, cap and rating, and a party's sending for its signature", async () => {
    const { exportMeter: _meter, exportRatedW: _rating, capWh: _cap, ...terms } = termsOf(200, { lock: "0" });
    const grid = lower(terminal.consortium.people[2]!.address);
    write("grid.json", { ...terms, supplier: grid, price: "2" });
    const signed = await done("sign", "grid.json", "--from", consumer);
    expect(signed.agreement).to.include({ exportMeter: ZERO_HASH, exportRatedW: 0, capWh: UNCAPPED_WH.toString() });
    expect(signed.signatures.supplier).to.equal(null);
    write("grid.1.json", signed);
    const missing = await refused("submit", "grid.1.json", "--from", supplier);
    expect(missing.code).to.equal("SupplyAgreementsInvalidSignature");
    await done("submit", "grid.1.json", "--from", grid);
    const [listedGrid] = await listed("--account", grid);
    expect(listedGrid).to.include({ status: "ahead", deliveredWh: null });
    expect(await listed("--meter", `0x${"cd".repeat(32)}`)).to.deep.equal([]);
  });

  it("refuses terms that no agreement can have, before anybody signs", async () => {
    const faults: readonly (readonly [Record<string, unknown>, string])[] = [
      [{ price: "0" }, "a price is above zero"],
      [{ price: "10000.000001" }, "a price is above zero and at most 10000.00"],
      [{ price: 1.2 }, "price is not an amount in quotes"],
      [{ pricePerKWh: 1_200_001 }, "price and pricePerKWh differ"],
      [{ price: undefined }, "price or pricePerKWh is missing"],
      [{ escrow: "30000001" }, "lock and escrow differ"],
      [{ lock: undefined }, "lock or escrow is missing"],
      [{ lock: `30${"0".repeat(40)}` }, "lock is not an amount"],
      [{ consumer: undefined }, "consumer is missing"],
      [{ consumer: "0x12" }, "consumer is not 0x and 40 hex digits"],
      [{ supplier: `0xA${"a".repeat(39)}` }, "supplier is not an address: a letter or digit is mistyped"],
      [{ startS: "tomorrow" }, "startS is not Unix seconds"],
      [{ startS: "2027-02-31T00:00Z" }, "startS is not Unix seconds"],
      [{ startS: hourS + 900 }, "multiples of settlementPeriodS"],
      [{ settlementPeriodS: 7000 }, "divides a day"],
      [{ capWh: undefined }, "capWh is missing"],
      [{ capWh: -1 }, "capWh is not a whole number"],
      [{ importRatedW: 0 }, "importRatedW is above zero"],
      [{ token: consumer }, `the settlement's token is ${token}`],
      [{ exportMeter: home.meter.device }, "two meters"],
      [{ surprise: "\u001b[2J" }, "Unrecognized key"],
    ];
    for (const [change, said] of faults.slice(0, 4)) {
      write("bad.json", termsOf(300, change));
      const error = await refused("sign", "bad.json", "--from", consumer);
      expect(error.code).to.equal("AgreementTermsInvalid");
      expect(error.message).to.include(said);
    }
    for (const [change, said] of faults) {
      const written: unknown = JSON.parse(JSON.stringify(termsOf(300, change)));
      expect(() => readTerms(written, token as `0x${string}`), said).to.throw(said);
    }
  });

  it("refuses a signed file that was changed, is of elsewhere, or has a forged signature", async () => {
    const { file, signed } = await signBoth("forged", termsOf(400, { lock: "0" }));
    const change = async (value: object, name: string) => {
      write(name, value);
      return refused("submit", name, "--from", supplier);
    };
    const dearer = { ...signed, agreement: { ...signed.agreement, pricePerKWh: "1200001" } };
    expect((await change(dearer, "dearer.json")).code).to.equal("AgreementFileUnreadable");
    const { chainId: _, ...here } = signed;
    const id = idOf({ ...here, chainId: 5n });
    expect((await change({ ...signed, chainId: "5", id }, "chain.json")).code).to.equal("AgreementForeign");
    expect((await change({ ...signed, id }, "id.json")).message).to.include("its id");
    expect((await change(here, "less.json")).message).to.include("chainId");
    const { consumer: byConsumer } = signed.signatures;
    const forged = { ...signed, signatures: { consumer: byConsumer, supplier: byConsumer } };
    write("twice.json", forged);
    const third = lower(terminal.consortium.stranger.address);
    const error = await refused("submit", "twice.json", "--from", third);
    expect(error.code).to.equal("SupplyAgreementsInvalidSignature");
    expect(error.message).to.include(supplier);
    expect((await refused("sign", file, "--from", third)).code).to.equal("AgreementNotParty");
    const overlap = await signBoth("overlap", termsOf(201, { lock: "0" }));
    const again = await signBoth("again", termsOf(202, { lock: "0" }));
    await done("submit", overlap.file, "--from", third);
    expect((await refused("submit", again.file, "--from", third)).code).to.equal("SupplyAgreementsOverlap");
  });

  it("signs nothing that the contract would refuse, whichever party is the first", async () => {
    const refusal = async (change: Record<string, unknown>, from: string, fromHour = 600) => {
      write("unfit.json", termsOf(fromHour, { lock: "0", ...change }));
      const { code, result, stderr } = await run("sign", "unfit.json", "--from", from);
      expect([code, stderr.includes("Sign as")]).to.deep.equal([1, false]);
      return result.error;
    };
    const taken = await signBoth("taken", termsOf(600, { lock: "0" }));
    await done("submit", taken.file, "--from", supplier);
    for (const party of [consumer, supplier]) {
      const overlap = await refusal({ capWh: 7 }, party, 620);
      expect(overlap.code).to.equal("SupplyAgreementsOverlap");
      expect(overlap.message).to.include(taken.signed.id);
      expect((await refusal({ settlementPeriodS: 900 }, party, 700)).code).to.equal("SupplyAgreementsPeriodMismatch");
      const unknown = { importMeter: `0x${"cd".repeat(32)}` };
      expect((await refusal(unknown, party, 700)).code).to.equal("SupplyAgreementsNotMeterOwner");
    }
    expect((await refused("sign", taken.file, "--from", consumer)).code).to.equal("SupplyAgreementsAlreadyRegistered");
    // Free again right after it.
    await signBoth("next", termsOf(648, { lock: "0" }));
  });

  it("is named by its number too", async () => {
    const ended = await done("end", "1", "--at", iso(hourS + 29 * HOUR_S), "--from", consumer);
    expect(ended.agreement).to.equal((await listed("--account", consumer))[0].agreement);
    const error = await refused("pay", "4711", "--from", consumer);
    expect(error.code).to.equal("AgreementMissing");
    expect(error.message).to.include("4711");
  });

  it("says what is missing on the command line", async () => {
    const { code, result } = await run("end", `0x${"ab".repeat(32)}`, "--from", consumer);
    expect(code).to.equal(2);
    expect(result.error.message).to.include("--at");
    const bad = await run("end", "0x12", "--at", "2026-06-01T10:00Z", "--from", consumer);
    expect(bad.result.error.message).to.include("64 hex digits");
  });
});
