import { writeFileSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { chain, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { enrolHome, fundEscrow, type Home, PERIOD_S } from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace(".000Z", "Z");

describe("wattproof market", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let seller: Home;
  let rival: Home;
  let buyer: Home;
  let startS: number;

  const run = async (...args: string[]) => {
    const { code, stdout } = await terminal.run("market", ...args, "--directory", terminal.directory, "--json");
    return { code, result: JSON.parse(stdout) };
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
  const from = (home: Home) => ["--from", lower(home.account.address)];
  const hour = (count: number) => startS + count * PERIOD_S;
  const window = (first: number, last: number) => ["--window", `${at(hour(first))}/${at(hour(last))}`];
  const offer = (home: Home, price: string, ...more: string[]) => [
    ...["advertise", "--meter", home.meter.device, "--quantity", "12kWh", "--price", price],
    ...[...window(0, 6), "--source", "solar_pv", "--rated", "5kW", ...from(home), ...more],
  ];
  const take = (number: number, ...more: string[]) => [
    ...["accept", `${number}`, "--meter", buyer.meter.device, "--quantity", "1kWh"],
    ...["--max-price", "1.20", "--rated", "11kW", ...from(buyer), ...more],
  ];
  const listed = async (...args: string[]) =>
    (await done("list", ...args)).adverts.map(({ number }: { number: number }) => number);

  before(async () => {
    terminal = await openTerminal();
    const { consortium: c } = terminal;
    [seller, rival, buyer] = [
      await enrolHome(c, c.people[0]!),
      await enrolHome(c, c.people[1]!),
      await enrolHome(c, c.people[2]!),
    ];
    await fundEscrow(c, buyer.account, 1_000_000_000n);
    startS = (Math.floor((await nowS()) / PERIOD_S) + 4) * PERIOD_S;
  });
  after(() => terminal?.close());

  it("offers surplus, makes the market its operator on the way, and lists the cheapest first", async () => {
    const { agreements, market } = terminal.consortium;
    expect(await done("list")).to.include({ block: await chain.ethers.provider.getBlockNumber() });
    const placed = await done(...offer(seller, "1.20"));
    expect(placed).to.include({
      advert: 1,
      owner: lower(seller.account.address),
      pricePerKWh: "1200000",
      quantityWh: "12000",
      minPartWh: "1000",
      escrowPerKWh: "1200000",
      energySource: 0,
    });
    expect(await agreements.isOperator(seller.account, market)).to.equal(true);
    await done(...offer(rival, "1.1", "--source", "wind", "--certificates"));
    await done(...offer(rival, "1.10", "--quantity", "13kWh", "--escrow", "0"));
    expect(await listed()).to.deep.equal([3, 2, 1]);
    expect(await listed("--source", "wind")).to.deep.equal([2]);
    expect(await listed("--max-price", "1.15")).to.deep.equal([3, 2]);
    expect(await listed("--quantity", "12.5kWh")).to.deep.equal([3]);
    expect(await listed(...window(5, 7))).to.have.length(3);
    expect(await listed(...window(6, 7))).to.deep.equal([]);
    const { stdout } = await terminal.run("market", "list", "--directory", terminal.directory);
    expect(stdout).to.match(/^Advert 3: 1\.10 per kWh, 13 kWh of 13 kWh left, solar_pv\n/);
  });

  it("accepts a part for no more than the consumer would pay", async () => {
    expect((await refused(...take(1, "--max-price", "1.19"))).code).to.equal("AdvertTooDear");
    expect((await refused(...take(9))).code).to.equal("AdvertMissing");
    const accepted = await done(...take(1, ...window(0, 1)));
    expect(accepted).to.include({ advert: 1, capWh: "1000", pricePerKWh: "1200000", escrow: "1200000" });
    const { agreements } = terminal.consortium;
    expect((await agreements.agreementOf(accepted.agreement)).consumer).to.equal(buyer.account.address);
    const [, , mine] = (await done("list")).adverts;
    expect(mine).to.include({ number: 1, remainingWh: "11000", quantityWh: "12000" });
    const overlap = await refused(...take(2));
    expect(overlap.code).to.equal("SupplyAgreementsOverlap");
    const tooMuch = await refused(...take(1, "--quantity", "11.001kWh", ...window(1, 6)));
    expect(tooMuch.code).to.equal("EnergyMarketNotEnough");
    expect(tooMuch.message).to.include("remainingWh 11000");
  });

  it("takes the period of the meter's agreements, and refuses another that nobody could accept", async () => {
    expect((await refused(...offer(seller, "1.20", "--period", "15m"))).code).to.equal("AdvertPeriodMismatch");
    const other = await done(...offer(rival, "1.20", "--period", "15m", "--quantity", "1kWh", "--sign-only"));
    expect(other.terms.settlementPeriodS).to.equal(900);
    expect(await terminal.consortium.agreements.periodOf(seller.meter.device)).to.equal(3600n);
    const same = await done(...offer(seller, "1.20", "--quantity", "1kWh", "--sign-only"));
    expect(same.terms.settlementPeriodS).to.equal(3600);
  });

  it("reprices and withdraws for the owner alone", async () => {
    expect((await refused("reprice", "1", "--price", "1.00", ...from(rival))).code).to.equal("EnergyMarketNotOwner");
    expect(await done("reprice", "1", "--price", "1.00", ...from(seller))).to.include({
      advert: 1,
      pricePerKWh: "1000000",
    });
    expect(await listed()).to.deep.equal([1, 3, 2]);
    await done("withdraw", "2", ...from(rival));
    expect(await listed()).to.deep.equal([1, 3]);
    const again = await refused("withdraw", "2", ...from(rival));
    expect(again.code).to.equal("EnergyMarketNotOpen");
    expect(again.message).to.include("state withdrawn");
  });

  it("relays what accounts without gas signed, each once", async () => {
    const relayer = lower(terminal.consortium.stranger.address);
    const relay = async (command: string, signed: unknown) => {
      writeFileSync(terminal.path("signed.json"), JSON.stringify(signed));
      return run(command, "--relay", "signed.json", "--from", relayer);
    };
    const signed = await done(...offer(seller, "0.90", "--quantity", "2kWh", "--sign-only"));
    expect(signed).to.include({ schema: "wattproof-market-message/1", type: "Advertisement" });
    const placed = await relay("advertise", signed);
    expect(placed.result).to.include({ advert: 4, owner: lower(seller.account.address) });
    expect((await relay("advertise", signed)).result.error.code).to.equal("EnergyMarketInvalidSignature");
    expect((await relay("reprice", signed)).result.error.code).to.equal("MarketMessageUnreadable");
    const foreign = await relay("advertise", { ...signed, market: relayer });
    expect(foreign.result.error.code).to.equal("MarketMessageForeign");
    const changed = { ...signed, terms: { ...signed.terms, pricePerKWh: "1" } };
    expect((await relay("advertise", changed)).result.error.code).to.equal("EnergyMarketInvalidSignature");
    expect((await relay("advertise", { ...signed, more: 1 })).result.error.code).to.equal("MarketMessageUnreadable");

    const cheaper = await done("reprice", "4", "--price", "0.80", "--sign-only", ...from(seller));
    expect((await relay("reprice", cheaper)).result).to.include({ advert: 4, pricePerKWh: "800000" });
    const acceptance = await done(...take(4, "--sign-only", ...window(2, 3)));
    expect((await relay("accept", acceptance)).result).to.include({ advert: 4, capWh: "1000", pricePerKWh: "800000" });
    const gone = await done("withdraw", "4", "--sign-only", ...from(seller));
    expect((await relay("withdraw", gone)).code).to.equal(0);
    expect(await listed()).to.deep.equal([1, 3]);
  });

  it("does not pay a price that changed after the consumer signed", async () => {
    const acceptance = await done(...take(1, "--sign-only", ...window(4, 5)));
    await done("reprice", "1", "--price", "1.01", ...from(seller));
    terminal.write("late.json", JSON.stringify(acceptance));
    const relayer = lower(terminal.consortium.stranger.address);
    const late = await refused("accept", "--relay", "late.json", "--from", relayer);
    expect(late.code).to.equal("EnergyMarketPriceChanged");
    expect(late.message).to.include("pricePerKWh 1.01 NOK, named 1.00 NOK");
  });

  it("reprices the account's adverts by supply and demand, within bounds and steps", async () => {
    const bounds = ["--floor", "0.40", "--ceiling", "1.60", "--once", ...from(seller)];
    const [dry] = (await done("autoprice", ...bounds, "--dry-run")).adverts;
    // 11 kWh of its own and 13 of the rival's, and little was bought: towards the floor, by 5 %.
    expect(dry).to.include({ advert: 1, beforePerKWh: "1010000", targetPerKWh: "400000", supplyWh: "24000" });
    expect(dry).to.include({ pricePerKWh: "959500", transaction: null });
    expect((await done("list", "--max-price", "1.00")).adverts).to.deep.equal([]);

    terminal.write("demand.csv", `from,to,wh\n${at(hour(0))},${at(hour(6))},48000\n`);
    const [wanted] = (await done("autoprice", ...bounds, "--step", "100%", "--demand", "demand.csv")).adverts;
    // Half of the demand is met: 0.4 × 1.6 × 2 ÷ (1.2 + 0.8).
    expect(wanted).to.include({ demandWh: "48000", pricePerKWh: "640000", targetPerKWh: "640000", error: null });
    expect(wanted.transaction).to.match(/^0x[0-9a-f]{64}$/);
    const [stays] = (await done("autoprice", ...bounds, "--step", "100%", "--demand", "demand.csv")).adverts;
    expect(stays).to.include({ beforePerKWh: "640000", pricePerKWh: "640000", transaction: null });

    for (const text of ["wh\n", `from,to,wh\n${at(hour(6))},${at(hour(0))},1\n`, "from,to,wh\nnow,then,1\n"]) {
      terminal.write("bad.csv", text);
      expect((await refused("autoprice", ...bounds, "--demand", "bad.csv")).code).to.equal("DemandFileInvalid");
    }
    const upside = await refused("autoprice", "--floor", "2", "--ceiling", "1", "--once", ...from(seller));
    expect(upside.code).to.equal("AutopriceInputInvalid");
    const nobody = await done("autoprice", "--floor", "1", "--ceiling", "2", "--once", ...from(buyer));
    expect(nobody.adverts).to.deep.equal([]);
  });

  it("deposits for the acceptance, if free escrow is too little for it", async () => {
    const { settlement } = terminal.consortium;
    const { account } = buyer;
    const rest = async () => (await settlement.escrowOf(account)) - (await settlement.lockedOf(account));
    const enough = await done(...take(1, "--deposit", "5", ...window(1, 2)));
    expect(enough.deposited).to.equal(null);
    await settlement.connect(account).withdraw(account, (await rest()) - 200_000n);
    const short = await refused(...take(1, ...window(3, 4)));
    expect(short.code).to.equal("EscrowLedgerInsufficient");
    expect(short.message).to.include("free 0.20 NOK, needed 1.20 NOK");

    const signed = await done(...take(1, "--sign-only", ...window(3, 4)));
    terminal.write("signed.json", JSON.stringify(signed));
    const relayed = ["accept", "--relay", "signed.json", "--deposit", "5"];
    expect((await refused(...relayed, ...from(rival))).code).to.equal("AgreementDepositForeign");
    const poor = await refused(...take(1, "--deposit", "100000", ...window(3, 4)));
    expect(poor.code).to.equal("TokensMissing");
    const accepted = await done(...take(1, "--deposit", "5", ...window(3, 4)));
    expect(accepted.deposited).to.match(/^0x[0-9a-f]{64}$/);
    expect(await rest()).to.equal(200_000n + 5_000_000n - 1_200_000n);
  });

  for (const [what, ...args] of [
    ["no advert's terms", "advertise"],
    ["no price", "reprice", "1"],
    ["no number", "withdraw"],
    ["a number of zero", "withdraw", "0"],
    ["no part", "accept", "1"],
    ["a deposit without sending", "accept", "1", "--sign-only", "--deposit", "1"],
    ["energy without a unit", "list", "--quantity", "5"],
    ["energy finer than a Wh", "list", "--quantity", "0.0001kWh"],
    ["a price finer than the token", "list", "--max-price", "1.0000001"],
    ["a window that runs backwards", "list", "--window", "2026-06-01T12:00Z/2026-06-01T10:00Z"],
    ["a local time", "list", "--window", "2026-06-01T10:00/2026-06-01T12:00"],
    ["an unknown source", "list", "--source", "coal"],
    ["no floor", "autoprice", "--ceiling", "1"],
    ["a step beyond the price", "autoprice", "--floor", "1", "--ceiling", "2", "--step", "101%"],
  ] as const) {
    it(`refuses ${what} as wrong usage`, async () => {
      const { code, result } = await run(...args);
      expect(code).to.equal(2);
      expect(result.error.code).to.equal("UsageInvalid");
    });
  }
});
