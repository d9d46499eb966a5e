import { readFileSync, statSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import type { Hex } from "../../../protocol/index.js";
import { SEED_OFFER } from "../../protocol/deals/support/deals.js";
import { lower } from "../../support/chain/consortium.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

const HOUR_S = 3_600;
const { price: _price, ...ASKED } = JSON.parse(SEED_OFFER);

describe("wattproof quotation", function () {
  this.timeout(900_000);
  let terminal: Terminal;
  let buyer: string[];
  let steel: string[];
  let laser: string[];
  const quotation = jsonCommands(() => terminal, "quotation");
  const { done, refused } = quotation;
  const offer = jsonCommands(() => terminal, "offer");
  const sealing = jsonCommands(() => terminal, "sealing");
  const withKey = ["--sealing-key", "buyer.json"];
  const addressOf = (flags: string[]) => flags[1] as Hex;
  const codesOf = (bids: { code: string }[]) => bids.map(({ code }) => code);

  const write = (name: string, change: object) => {
    const criteria = [
      { name: "price", weight: 700 },
      { name: "reputation", weight: 300 },
    ];
    const invited = ["Stainless Steel Provider", "Laser Works"];
    const deadlines = { bidsUntil: "1h", revealsUntil: "2h", awardUntil: "3h" };
    terminal.write(name, JSON.stringify({ ...ASKED, criteria, invited, sealed: false, ...deadlines, ...change }));
    return name;
  };
  const ask = async (change: object = {}): Promise<Hex> =>
    (await done("request", write("request.json", change), ...buyer)).request;
  const bid = (request: Hex, price: string, out: string, by: string[], change: object = {}) => {
    terminal.write("offer.json", JSON.stringify({ ...JSON.parse(SEED_OFFER), price, ...change }));
    return done("bid", request, "offer.json", "--out", out, ...by);
  };
  const createKey = async (name: string) => {
    expect((await terminal.run("sealing", "create", name)).code).to.equal(0);
  };

  before(async () => {
    terminal = await openTerminal();
    const { maker, membership, people } = terminal.consortium;
    const [first, second] = people;
    if (first === undefined || second === undefined) throw new Error("the chain has too few accounts");
    await membership.admit(first, "Stainless Steel Provider");
    await membership.admit(second, "Laser Works");
    buyer = ["--from", lower(maker.address)];
    steel = ["--from", lower(first.address)];
    laser = ["--from", lower(second.address)];
  });
  after(() => terminal?.close());

  it("keeps bids from the buyer until all are in, ranks them, and awards the chosen one", async () => {
    const request = await ask();
    const committed = await bid(request, "20.5", "steel.json", steel);
    expect(committed).to.include({ request, supplier: addressOf(steel), bid: "steel.json" });
    expect(statSync(terminal.path("steel.json")).mode & 0o777).to.equal(0o600);
    await bid(request, "31", "laser.json", laser, { conditions: [] });
    const again = await refused("bid", request, "offer.json", "--out", "laser.json", ...laser);
    expect(again.code).to.equal("SecretFileExists");
    expect((await refused("reveal", request, "steel.json", ...steel)).code).to.equal("SealingKeyUnpublished");
    await createKey("buyer.json");
    await sealing.done("publish", "buyer.json", ...buyer);
    expect((await refused("reveal", request, "steel.json", ...steel)).code).to.equal("QuotationsUnexpectedState");

    await terminal.wait(HOUR_S);
    expect((await refused("reveal", request, "laser.json", ...steel)).code).to.equal("BidFileMismatch");
    await done("reveal", request, "steel.json", ...steel);
    await done("reveal", request, "laser.json", "--openly", ...laser);
    const shown = await done("show", request);
    expect(shown).to.include({ status: "revealing", item: ASKED.item, quantity: "200" });
    expect(shown.bids.map(({ revealed }: { revealed: string }) => revealed)).to.deep.equal(["sealed", "openly"]);

    const blind = await done("compare", request);
    expect(blind.unusable[0]).to.include({ supplier: addressOf(steel), code: "BidSealed" });
    const { ranking, unusable } = await done("compare", request, ...withKey);
    expect(unusable).to.deep.equal([]);
    expect(ranking.map(({ name }: { name: string }) => name)).to.deep.equal([
      "Stainless Steel Provider",
      "Laser Works",
    ]);
    // Nobody knows them: 700 ‰ of how good the price is, and 300 ‰ of one half.
    expect(ranking[0]).to.deep.include({ score: "0.85", reputation: "0.5", total: "4100", deviations: [] });
    expect(ranking[1].score).to.equal("0.612903");
    expect(ranking[1].deviations).to.deep.equal(["does not promise humidity 0 to 10 %"]);

    expect((await refused("award", request, "Laser Works", ...steel)).code).to.equal("QuotationsNotBuyer");
    expect((await refused("award", request, addressOf(steel), ...buyer)).code).to.equal("BidSealed");
    const won = await quotation.run("award", request, addressOf(steel), ...withKey, ...buyer);
    expect(won.code, won.stderr).to.equal(0);
    expect(won.stderr).to.include("price       20.5 USD per unit");
    expect(await done("show", request)).to.include({ status: "awarded", awarded: addressOf(steel) });
    const accepted = await offer.done("accept", won.result.negotiation, ...buyer);
    expect(accepted).to.include({ status: "accepted", total: "4100" });
  });

  it("leaves out what could not be awarded, with the reason, so that it does not distort the ranking", async () => {
    const request = await ask({ invited: [] });
    await bid(request, "40", "fair.json", laser);
    await bid(request, "0.01", "tricky.json", steel);
    await terminal.idle(HOUR_S);
    // The digest is what was committed to; only the signature is worth nothing.
    const signed = JSON.parse(readFileSync(terminal.path("tricky.json"), "utf8"));
    terminal.write("forged.json", JSON.stringify({ ...signed, signature: `0x${"11".repeat(65)}` }));
    await done("reveal", request, "forged.json", ...steel);
    await done("reveal", request, "fair.json", ...laser);
    const { ranking, unusable } = await done("compare", request, ...withKey);
    expect(ranking).to.have.lengthOf(1);
    expect(ranking[0]).to.include({ supplier: addressOf(laser), score: "0.85" });
    expect(unusable[0]).to.include({ supplier: addressOf(steel), code: "NegotiationInvalidSignature" });
    await createKey("other.json");
    const other = await done("compare", request, "--sealing-key", "other.json");
    expect(codesOf(other.unusable)).to.deep.equal(["BidForOthers", "BidForOthers"]);

    expect((await refused("cancel", request, ...laser)).code).to.equal("QuotationsNotBuyer");
    expect(await done("cancel", request, ...buyer)).to.include({ status: "cancelled" });
    const late = await refused("award", request, "Laser Works", ...withKey, ...buyer);
    expect(late.code).to.equal("QuotationsUnexpectedState");
  });

  it("leads sealed bids to a sealed negotiation, which only the two parties can read", async () => {
    const unknown = await refused("request", write("keyless-request.json", { sealed: true, invited: [] }), ...laser);
    expect(unknown).to.deep.include({ code: "SealingKeyUnpublished", facts: { member: addressOf(laser) } });
    await createKey("steel-key.json");
    await sealing.done("publish", "steel-key.json", ...steel);
    const request = await ask({ sealed: true });
    terminal.write("offer.json", SEED_OFFER);
    const keyless = await refused("bid", request, "offer.json", "--out", "keyless.json", ...laser);
    expect(keyless).to.deep.include({ code: "SealingKeyUnpublished", facts: { member: addressOf(laser) } });
    expect(() => statSync(terminal.path("keyless.json"))).to.throw("ENOENT");
    await bid(request, "25", "sealed.json", steel);
    await terminal.wait(HOUR_S);
    expect((await refused("reveal", request, "sealed.json", "--openly", ...steel)).code).to.equal("BidFileMismatch");
    await done("reveal", request, "sealed.json", ...steel);
    const { ranking } = await done("compare", request, ...withKey);
    expect(ranking[0]).to.include({ total: "5000" });
    const { negotiation } = await done("award", request, "Stainless Steel Provider", ...withKey, ...buyer);
    expect(await offer.done("show", negotiation)).to.include({ isSealed: true, terms: null });
  });

  it("awards a bid from the file that its supplier handed over, revealed or not", async () => {
    const request = await ask({ invited: [] });
    await bid(request, "22", "handed.json", laser);
    await bid(request, "23", "unchosen.json", steel);
    await terminal.wait(HOUR_S);
    const signed = JSON.parse(readFileSync(terminal.path("handed.json"), "utf8"));
    terminal.write("altered.json", JSON.stringify({ ...signed, expiresAtS: signed.expiresAtS + 1 }));
    const altered = await refused("award", request, "--bid", "altered.json", ...buyer);
    expect(altered.code).to.equal("BidFileMismatch");
    expect(altered.message).to.include("is not the one that was committed to");
    const both = await refused("award", request, "Laser Works", "--bid", "handed.json", ...buyer);
    expect(both.code).to.equal("UsageInvalid");
    expect((await refused("award", request, ...buyer)).code).to.equal("UsageInvalid");
    const won = await quotation.run("award", request, "--bid", "handed.json", ...buyer);
    expect(won.code, won.stderr).to.equal(0);
    expect(won.stderr).to.include("price       22 USD per unit");
    expect(won.result).to.include({ request, supplier: addressOf(laser) });
    expect(await done("show", request)).to.include({ status: "awarded", awarded: addressOf(laser) });
    const sealed = await ask({ invited: [], sealed: true });
    await bid(sealed, "25", "handed-sealed.json", steel);
    await terminal.wait(HOUR_S);
    const blind = await refused("award", sealed, "--bid", "handed-sealed.json", ...buyer);
    expect(blind.code).to.equal("SealingKeyNeeded");
    await done("award", sealed, "--bid", "handed-sealed.json", ...withKey, ...buyer);
  });

  it("lists requests, takes bids back, and refuses by name what makes no sense", async () => {
    const request = await ask({ invited: ["Laser Works"] });
    const listed = async (...wish: string[]) =>
      (await done("list", ...wish)).requests.map((each: { request: Hex }) => each.request);
    expect(await listed("--supplier", "Laser Works", "--status", "bidding")).to.deep.equal([request]);
    expect(await listed("--supplier", addressOf(steel), "--status", "bidding")).to.deep.equal([]);
    expect(await listed("--buyer", addressOf(buyer))).to.have.lengthOf(6);
    terminal.write("offer.json", JSON.stringify({ ...JSON.parse(SEED_OFFER), currency: "EUR" }));
    const foreign = await refused("bid", request, "offer.json", "--out", "eur.json", ...laser);
    expect(foreign.code).to.equal("BidCurrencyForeign");
    const [item, target] = ["i".repeat(1000), "t".repeat(1000)];
    terminal.write("offer.json", JSON.stringify({ ...JSON.parse(SEED_OFFER), item, target }));
    const long = await refused("bid", request, "offer.json", "--out", "long.json", ...laser);
    expect(long.code).to.equal("OfferTermsUnfit");
    expect(() => statSync(terminal.path("long.json"))).to.throw("ENOENT");
    terminal.write("offer.json", SEED_OFFER);
    const uninvited = await refused("bid", request, "offer.json", "--out", "uninvited.json", ...steel);
    expect(uninvited.code).to.equal("QuotationsNotInvited");
    expect(() => statSync(terminal.path("uninvited.json"))).to.throw("ENOENT");
    await bid(request, "20", "back.json", laser);
    await done("withdraw", request, ...laser);
    expect((await done("show", request)).bids).to.deep.equal([]);
    expect((await refused("award", request, "Laser Works", ...buyer)).code).to.equal("BidNotRevealed");
    expect((await refused("show", `0x${"12".repeat(32)}`)).code).to.equal("QuotationUnknown");
    const early = write("early.json", { revealsUntil: "30m" });
    expect((await refused("request", early, ...buyer)).code).to.equal("QuotationsInvalidDeadlines");
  });
});
