import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { agree, endOf, enrolHome, type Home, mintTo, PERIOD_S } from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof escrow", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let home: Home;
  let roof: Home;
  let consumer: string;
  let supplier: string;

  const { run, done, refused } = jsonCommands(() => terminal, "escrow");

  before(async () => {
    terminal = await openTerminal();
    const { consortium } = terminal;
    const [consumerAccount, supplierAccount] = [consortium.people[0]!, consortium.people[1]!];
    home = await enrolHome(consortium, consumerAccount);
    roof = await enrolHome(consortium, supplierAccount);
    await mintTo(consortium, consumerAccount, 200_000_000n);
    [consumer, supplier] = [lower(consumerAccount.address), lower(supplierAccount.address)];
  });
  after(() => terminal?.close());

  it("deposits by permit, for oneself or another, withdraws, and shows what there is", async () => {
    const { code, result, stderr } = await run("deposit", "100.00", "--from", consumer);
    expect(code, JSON.stringify(result)).to.equal(0);
    expect(result).to.include({ account: consumer, amount: "100000000", currency: "NOK" });
    expect(result).to.include({ escrow: "100000000", locked: "0", free: "100000000" });
    expect(result.transaction).to.match(/^0x[0-9a-f]{64}$/);
    expect(stderr).to.include(`Move 100.00 NOK of ${consumer} into its escrow`);

    expect(await done("withdraw", "25", "--from", consumer)).to.include({ to: consumer, escrow: "75000000" });
    expect(await done("withdraw", "5", "--to", supplier, "--from", consumer)).to.include({ escrow: "70000000" });
    expect(await done("deposit", "10", "--to", supplier, "--from", consumer)).to.include({
      account: supplier,
      escrow: "10000000",
    });
    const { token, settlement } = terminal.consortium;
    expect(await token.allowance(consumer, settlement)).to.equal(0n);
    expect(await token.balanceOf(supplier)).to.equal(5_000_000n);

    const { block, ...shown } = await done("show", "--from", consumer);
    expect(block).to.be.a("number");
    expect(shown).to.deep.equal({
      account: consumer,
      currency: "NOK",
      tokens: "115000000",
      escrow: "70000000",
      locked: "0",
      free: "70000000",
      locks: [],
      owes: [],
      owed: [],
    });
  });

  it("shows which agreements lock how much of it, and until when", async () => {
    const startS = Math.ceil((await nowS()) / PERIOD_S) * PERIOD_S;
    const past = await agree(terminal.consortium, home, roof, { endS: endOf(1), escrow: 20_000_000n });
    const ahead = { startS, endS: startS + PERIOD_S, escrow: 30_500_000n };
    const next = await agree(terminal.consortium, home, roof, ahead);
    const delayS = Number(await terminal.consortium.agreements.RELEASE_DELAY_S());

    const shown = await done("show", consumer);
    expect(shown).to.include({ locked: "50500000", free: "19500000" });
    expect(shown.locks).to.deep.equal([
      { agreement: past, number: 1, status: "ended", amount: "20000000", releasable: true, releasableAtS: null },
      {
        ...{ agreement: next, number: 2, status: "ahead", amount: "30500000" },
        ...{ releasable: false, releasableAtS: ahead.endS + delayS },
      },
    ]);
    expect((await done("show", supplier)).locks).to.deep.equal([]);
    const { stdout } = await terminal.run("escrow", "show", consumer, "--directory", terminal.directory);
    expect(stdout)
      .to.include("has 70.00 NOK in escrow")
      .and.include("free        19.50 NOK")
      .and.include(`Agreement 1, ended, locks 20.00 NOK: ${past}`)
      .and.include(`released now: wattproof agreement release ${past}`)
      .and.include("once its window is settled, from 20");
  });

  it("refuses to withdraw what is locked, and says how much is free", async () => {
    const error = await refused("withdraw", "19.500001", "--from", consumer);
    expect(error.code).to.equal("EscrowNotFree");
    expect(error.message)
      .to.include("cannot withdraw 19.500001 NOK")
      .and.include("19.50 NOK is free")
      .and.include("lock 50.50 NOK");
    expect(error.facts).to.include({ free: "19500000", locked: "50500000" });
    expect(await done("withdraw", "19.5", "--from", consumer)).to.include({ free: "0" });
  });

  it("refuses to deposit more than the account holds, before it allows anything", async () => {
    for (const to of [[], ["--to", supplier]]) {
      const error = await refused("deposit", "134.500001", ...to, "--from", consumer);
      expect(error.code).to.equal("TokensMissing");
      expect(error.message).to.include("holds 134.50 NOK, less than the 134.500001 NOK");
    }
    const { token, settlement } = terminal.consortium;
    expect(await token.allowance(consumer, settlement)).to.equal(0n);
  });

  it("takes the address from a keystore, and says what is missing", async () => {
    const { code, stdout } = await terminal.run("account", "create", "me.json", "--json");
    expect(code).to.equal(0);
    const { address } = JSON.parse(stdout);
    expect(await done("show", "--account", "me.json")).to.include({ account: address, escrow: "0", tokens: "0" });
    for (const args of [
      ["show"],
      ["deposit", "0", "--from", consumer],
      ["withdraw", "1.0000001", "--from", consumer],
    ]) {
      expect((await refused(...args)).code).to.equal("UsageInvalid");
    }
  });
});
