import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { GRID_TERMS } from "../../support/chain/agreements.js";
import { nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import {
  agree,
  endOf,
  enrolHome,
  fundEscrow,
  type Home,
  intervalOf,
  openMeters,
  PERIOD_S,
} from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

const UNKNOWN = `0x${"ab".repeat(32)}`;

describe("wattproof agreement pay and release", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let home: Home;
  let roof: Home;
  let consumer: string;
  let supplier: string;
  let anybody: string;
  let agreement: string;

  const { done, refused } = jsonCommands(() => terminal);
  const pay = (id: string) => ["agreement", "pay", id, "--from", anybody];
  const release = (id: string) => ["agreement", "release", id, "--from", anybody];

  before(async () => {
    terminal = await openTerminal();
    const { consortium } = terminal;
    home = await enrolHome(consortium, consortium.people[0]!);
    roof = await enrolHome(consortium, consortium.people[1]!);
    [consumer, supplier] = [lower(home.account.address), lower(roof.account.address)];
    anybody = lower(consortium.stranger.address);
    await openMeters(consortium, [home, roof]);
    await fundEscrow(consortium, home.account, 1_000_000n);
    agreement = await agree(consortium, home, roof, { endS: endOf(1), escrow: 400_000n });
    // Ten kWh at 1.20 NOK, with 1.00 NOK in escrow.
    const readings = [roof.meter.read(endOf(1), 0n, 10_000n), home.meter.read(endOf(1), 10_000n, 0n)];
    await consortium.settlement.settle([await intervalOf(consortium, roof, endOf(1), readings)]);
  });
  after(() => terminal?.close());

  it("pays what is owed as far as escrow goes, and says what remains", async () => {
    expect((await done("escrow", "show", consumer)).owes).to.deep.equal([
      { agreement, number: 1, amount: "11000000", to: supplier },
    ]);
    expect((await done("escrow", "show", supplier)).owed).to.deep.equal([
      { agreement, number: 1, amount: "11000000", by: consumer },
    ]);
    const empty = await refused(...pay(agreement));
    expect(empty.code).to.equal("AgreementClaimUnfunded");
    expect(empty.message).to.include(`${consumer} owes 11.00 NOK`);
    expect(empty.next).to.include("wattproof escrow deposit");

    await fundEscrow(terminal.consortium, home.account, 4_000_000n);
    const part = await done(...pay(agreement));
    expect(part).to.include({ agreement, consumer, supplier, currency: "NOK", paid: "4000000", open: "7000000" });
    await fundEscrow(terminal.consortium, home.account, 8_000_000n);
    const { code, stdout } = await terminal.run(...pay(agreement), "--directory", terminal.directory);
    expect(code).to.equal(0);
    expect(stdout).to.include(`${consumer} paid 7.00 NOK to ${supplier}.`).and.include("Nothing is owed");
    expect(await terminal.consortium.settlement.escrowOf(supplier)).to.equal(12_000_000n);

    const nothing = await refused(...pay(agreement));
    expect(nothing.code).to.equal("AgreementNothingOwed");
    expect((await refused(...pay(UNKNOWN))).code).to.equal("AgreementMissing");
  });

  it("releases a settled agreement's escrow once, after which the list shows nothing locked", async () => {
    const [before] = (await done("agreement", "list")).agreements;
    expect(before).to.include({ status: "ended", locked: "400000", releasable: true, releasableAtS: null });
    const released = await done(...release(agreement));
    expect(released).to.include({ agreement, account: consumer, released: "400000", locked: "0", free: "1000000" });
    const [after] = (await done("agreement", "list")).agreements;
    expect(after).to.include({ status: "ended", locked: "0", releasable: false, releasableAtS: null });
    const { stdout } = await terminal.run("agreement", "list", "--directory", terminal.directory);
    expect(stdout).to.include("locked      nothing").and.include("notice of 7 days");
    expect((await refused(...release(agreement))).code).to.equal("AgreementReleased");
    expect((await refused(...release(UNKNOWN))).code).to.equal("AgreementMissing");
  });

  it("says when it can be released, if that is too early", async () => {
    const { consortium } = terminal;
    const startS = Math.ceil((await nowS()) / PERIOD_S) * PERIOD_S;
    const window = { startS, endS: startS + PERIOD_S };
    const next = await agree(consortium, home, roof, { ...window, escrow: 300_000n });
    const grid = { account: consortium.people[2]!, token: roof.token, enrolled: roof.enrolled, meter: roof.meter };
    const withGrid = await agree(consortium, home, grid, { ...GRID_TERMS, ...window, escrow: 200_000n });
    const delayS = Number(await consortium.agreements.RELEASE_DELAY_S());
    const latest = new Date((window.endS + delayS) * 1000).toISOString().slice(0, 16);

    const early = await refused(...release(next));
    expect(early.code).to.equal("AgreementNotOver");
    expect(early.message).to.include(`at most until ${latest}Z`).and.include("it is settled until 2023-11-15T01:00Z");
    const earlyGrid = await refused(...release(withGrid));
    expect(earlyGrid.code).to.equal("AgreementNotOver");
    expect(earlyGrid.message).to.include("grid supplier").and.include(`locked until ${latest}Z`);

    await terminal.wait(window.endS + delayS - (await nowS()));
    expect(await done(...release(next))).to.include({ released: "300000", locked: "200000" });
    expect(await done(...release(withGrid))).to.include({ released: "200000", locked: "0" });
  });
});
