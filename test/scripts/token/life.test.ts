import { readFileSync, statSync } from "node:fs";
import { expect } from "chai";
import { id } from "ethers";
import { after, before, describe, it } from "mocha";
import { nowS } from "../../support/chain/chain.js";
import { openVaultTerminal, type VaultTerminal } from "./vaultTerminal.js";

const FIVE_DAYS_S = 5 * 86_400;

describe("wattproof token: money in and out, as typed", function () {
  this.timeout(300_000);
  let t: VaultTerminal;

  before(async () => {
    t = await openVaultTerminal();
    t.write("account.txt", "NO93 8601 1117 947\n");
    t.write("report.pdf", "a report");
  });
  after(() => t?.close());

  const balance = async () => (await t.consortium.token.balanceOf(t.holder)).toString();

  it("mints to the unit, by the treasurer alone", async () => {
    const payment = ["--to", t.holder, "--amount", "12.500001", "--reference", "2026-11-21/4711"];
    const minted = await t.token("mint", ...payment, ...t.as.treasurer);
    expect(minted).to.include({ to: t.holder, amount: "12.500001", currency: "NOK" });
    expect(minted.paymentReference).to.equal(id("2026-11-21/4711"));
    expect(await balance()).to.equal("12500001");
  });

  it("gives an administrator without the role the role first", async () => {
    const payment = ["--to", t.holder, "--amount", "7.499999", "--reference", "4712"];
    await t.token("mint", ...payment, ...t.as.administrator);
    expect(await balance()).to.equal("20000000");
  });

  it("mints above the limit with signatures collected one after the other, sent by anybody", async () => {
    const payment = ["--to", t.holder, "--amount", "200000", "--reference", "4713"];
    const said = await t.tokenInto("one.json", "mint", ...payment, "--sign-only", ...t.as.treasurer);
    expect(said).to.match(/Sign: Mint 200000\.00 NOK to 0x/);
    const first = JSON.parse(readFileSync(t.path("one.json"), "utf8"));
    expect(first).to.include({ schema: "wattproof-token-message/1", type: "MintOrder", chainId: "31337" });
    expect(first.signatures).to.have.length(1);

    const alone = await t.tokenRefused("mint", "--signatures", "one.json", ...t.as.stranger);
    expect(alone.code).to.equal("EnergyTokenInvalidQuorum");
    const again = ["--amount", "200000", "--reference", "4713"];
    await t.tokenInto("two.json", "mint", ...again, "--sign-only", "--signatures", "one.json", ...t.as.auditor);
    const minted = await t.token("mint", "--signatures", "two.json", ...t.as.stranger);
    expect(minted).to.include({ to: t.holder, amount: "200000.00" });
    expect(await balance()).to.equal("200020000000");
  });

  it("takes signatures that were made side by side", async () => {
    const payment = ["--to", t.holder, "--amount", "1", "--reference", "4714"];
    await t.tokenInto("a.json", "mint", ...payment, "--sign-only", ...t.as.treasurer);
    await t.tokenInto("b.json", "mint", "--sign-only", "--signatures", "a.json", ...t.as.auditor);
    await t.token("mint", ...t.as.stranger, "--signatures", "a.json", "b.json");
    expect(await balance()).to.equal("200021000000");
  });

  it("shows the reserves, and records lower ones as a shortfall", async () => {
    const before = await t.token("reserves");
    expect(before).to.include({ supply: "200021.00", reserves: "500000.00", shortfall: "0.00", currency: "NOK" });
    expect(before).to.include({ threshold: "2", treasurers: "2", paused: false, mintLimit: "100000.00" });

    await t.wait(3600);
    const asOf = new Date((await nowS()) * 1000).toISOString().replace(".000Z", "Z");
    const said = ["--attest", "200000.50", "--as-of", asOf, "--report", "report.pdf"];
    await t.tokenInto("r1.json", "reserves", ...said, "--sign-only", ...t.as.auditor);
    await t.tokenInto("r2.json", "reserves", "--sign-only", "--signatures", "r1.json", ...t.as.treasurer);
    const attested = await t.token("reserves", "--signatures", "r2.json", ...t.as.stranger);
    expect(attested).to.include({ reserves: "200000.50", asOf });
    expect(await t.token("reserves")).to.include({ reserves: "200000.50", shortfall: "20.50", asOf });
    const { stdout } = await t.run("token", "reserves", "--directory", t.directory);
    expect(stdout).to.match(/^The reserves are 20\.50 NOK short/);
    expect(stdout).to.match(/a treasurer {3}may mint 0\.00 NOK now; the day's limit of \S+ NOK leaves [1-9]\S* NOK/);
    const payment = ["--to", t.holder, "--amount", "1", "--reference", "4715"];
    const refused = await t.tokenRefused("mint", ...payment, ...t.as.treasurer);
    expect(refused.code).to.equal("EnergyTokenReservesExceeded");
  });

  it("redeems; the treasurer pays by the receipt and confirms, once", async () => {
    const wish = ["--amount", "20.5", "--payout", "account.txt", "--receipt", "payout.json"];
    const redeemed = await t.token("redeem", ...wish, ...t.as.holder);
    expect(redeemed).to.include({ redemption: "1", holder: t.holder, amount: "20.50" });
    expect(statSync(t.path("payout.json")).mode & 0o777).to.equal(0o600);
    expect(JSON.parse(readFileSync(t.path("payout.json"), "utf8")).details).to.equal("NO93 8601 1117 947");

    const confirm = ["redeem", "--confirm", "1", "--reference", "out 1", ...t.as.treasurer];
    const { stderr } = await t.run("token", ...confirm, "--receipt", "payout.json", "--directory", t.directory);
    expect(stderr).to.match(/The receipt is the redemption's: NO93 8601 1117 947/);
    expect(await t.token("reserves")).to.include({ shortfall: "0.00", supply: "200000.50" });
    expect((await t.tokenRefused(...confirm)).code).to.equal("EnergyTokenNotPending");
  });

  it("redeems for a holder who only signs, and gives the tokens back when nobody paid", async () => {
    const wish = ["--amount", "0.5", "--payout", "account.txt", "--receipt", "payout2.json"];
    await t.tokenInto("wish.json", "redeem", ...wish, "--sign-only", ...t.as.holder);
    const relayed = await t.token("redeem", "--relay", "wish.json", ...t.as.stranger);
    expect(relayed).to.include({ redemption: "2", holder: t.holder });
    expect(await t.token("reserves")).to.include({ pendingRedemptions: "0.50" });
    const replayed = await t.tokenRefused("redeem", "--relay", "wish.json", ...t.as.stranger);
    expect(replayed.code).to.equal("InvalidAccountNonce");

    const giveBack = ["redeem", "--return", "2", ...t.as.stranger];
    expect((await t.tokenRefused(...giveBack)).code).to.equal("EnergyTokenNotDue");
    await t.wait(FIVE_DAYS_S + 60);
    expect(await t.token(...giveBack)).to.include({ redemption: "2", amount: "0.50", holder: t.holder });
    expect(await balance()).to.equal("200000500000");
  });

  it("signs with a keystore too", async () => {
    const created = await t.run("account", "create", "card.json", "--json");
    const { address } = JSON.parse(created.stdout);
    const { token, administrator, treasurer, auditor } = t.consortium;
    await token.connect(administrator).setTreasurers([address], [auditor.address, treasurer.address], 1);
    const asOf = new Date((await nowS()) * 1000).toISOString().replace(".000Z", "Z");
    const said = ["--attest", "1000000", "--as-of", asOf, "--report", "report.pdf"];
    await t.tokenInto("card.order", "reserves", ...said, "--sign-only", "--account", "card.json");
    await t.token("reserves", "--signatures", "card.order", ...t.as.stranger);
    const after = await t.token("reserves");
    expect(after).to.include({ reserves: "1000000.00", threshold: "1", mintableAlone: after.mintLimitLeft });
  });
});
