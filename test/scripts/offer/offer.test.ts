import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { SEED_COUNTER_OFFER, SEED_OFFER } from "../../protocol/deals/support/deals.js";
import { lower } from "../../support/chain/consortium.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof offer: a deal as typed", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let buyer: string[];
  let seller: string[];
  let stranger: string[];
  const { run, done, refused } = jsonCommands(() => terminal, "offer");

  /** A counter-offer that asks another price, as a file. */
  const priced = (price: string, note = "") => {
    terminal.write("price.json", JSON.stringify({ changes: { fields: [{ field: "price", newValue: price }] }, note }));
    return "price.json";
  };
  /** Opens a negotiation by the buyer, and returns its id. */
  const open = async (...more: string[]): Promise<string> =>
    (await done("create", "offer.json", "--to", "Grid Operator", ...buyer, ...more)).negotiation;
  const told = async (...args: string[]) => {
    const { code, stdout, stderr } = await terminal.run("offer", ...args, "--directory", terminal.directory);
    expect(code, stderr).to.equal(0);
    return stdout;
  };

  before(async () => {
    terminal = await openTerminal();
    const { maker, grid, stranger: other } = terminal.consortium;
    buyer = ["--from", lower(maker.address)];
    seller = ["--from", lower(grid.address)];
    stranger = ["--from", lower(other.address)];
    terminal.write("offer.json", SEED_OFFER);
    terminal.write("counter.json", SEED_COUNTER_OFFER);
  });
  after(() => terminal?.close());

  it("takes the founding documents' files as they are, from offer to deal", async () => {
    const created = await run("create", "offer.json", "--to", "Grid Operator", "--note", "by May", ...buyer);
    expect(created.stderr).to.contain("total       4000 USD");
    const { negotiation, ...opened } = created.result;
    expect(opened).to.include({ round: 1, buyer: buyer[1], seller: seller[1], isSealed: false });

    const countered = await run("counter", negotiation, "counter.json", ...seller);
    expect(countered.code, countered.stderr).to.equal(0);
    expect(countered.result).to.deep.include({ round: 2, changes: ["price 20 → 30 USD"] });
    expect(countered.stderr).to.contain("is another system's");

    const accepted = await run("accept", negotiation, "--terms", countered.result.termsHash, ...buyer);
    expect(accepted.result).to.include({ round: 2, status: "accepted", total: "6000", currency: "USD" });
    expect(accepted.stderr).to.contain("and pay 6000 USD").and.to.contain("humidity 0 to 10 %");

    const shown = await done("show", negotiation);
    expect(shown).to.include({ status: "accepted", rounds: 2, termsHash: countered.result.termsHash });
    expect(shown.terms).to.deep.include({ ...JSON.parse(SEED_OFFER), price: "30", total: "6000" });
    expect(shown.history[1].difference).to.deep.equal({ ...JSON.parse(SEED_COUNTER_OFFER), id: negotiation });
    expect(shown.history.map(({ by }: { by: string }) => by)).to.deep.equal(["buyer", "seller"]);
    expect(shown.end).to.include({ by: buyer[1] });

    const words = await told("show", negotiation);
    expect(words).to.contain("is accepted; public").and.to.contain(`buyer       Battery Maker (${buyer[1]})`);
    expect(words).to.contain("price 20 → 30 USD").and.to.contain("note        this price is low for me.");
    expect(words).to.contain("The buyer accepted it at ");
  });

  it("accepts nothing that changed a block before", async () => {
    const negotiation = await open();
    const { termsHash } = await done("show", negotiation);
    const signed = await run("accept", negotiation, "--sign-only", ...seller);
    terminal.write("accept.json", JSON.stringify(signed.result));
    await done("counter", negotiation, priced("19"), ...buyer);
    expect((await refused("accept", negotiation, "--terms", termsHash, ...seller)).code).to.equal("OfferTermsChanged");
    expect((await refused("relay", "accept.json", ...stranger)).code).to.equal("NegotiationUnexpectedRound");
    expect(await done("show", negotiation)).to.include({ status: "open", rounds: 2 });
  });

  it("has steps signed by a party and sent by anybody", async () => {
    const signed = await run("create", "offer.json", "--to", seller[1]!, "--as", "seller", "--sign-only", ...buyer);
    expect(signed.code, signed.stderr).to.equal(0);
    terminal.write("step.json", JSON.stringify(signed.result));
    expect(await done("relay", "step.json", ...stranger)).to.include({ step: "PublicProposal", signer: buyer[1] });
    const { negotiation } = signed.result;
    expect(await done("show", negotiation)).to.include({ seller: buyer[1], buyer: seller[1], rounds: 1 });
    expect((await refused("relay", "step.json", ...stranger)).code).to.equal("NegotiationAlreadyOpened");

    terminal.write("forged.json", JSON.stringify({ ...signed.result, round: 2, opening: null }));
    expect((await refused("relay", "forged.json", ...stranger)).code).to.equal("NegotiationInvalidSignature");
    terminal.write("foreign.json", JSON.stringify({ ...signed.result, chainId: "1" }));
    expect((await refused("relay", "foreign.json", ...stranger)).code).to.equal("NegotiationStepForeign");
    expect((await refused("relay", "offer.json", ...stranger)).code).to.equal("SchemaUnsupported");

    for (const [step, by] of [
      [["counter", negotiation, priced("25", "so?")], seller],
      [["withdraw", negotiation], seller],
    ] as const) {
      terminal.write("step.json", JSON.stringify((await run(...step, "--sign-only", ...by)).result));
      await done("relay", "step.json", ...stranger);
    }
    expect((await done("show", negotiation)).status).to.equal("withdrawn");
  });

  it("ends by rejection or withdrawal, and goes on by nothing then", async () => {
    const negotiation = await open();
    expect((await refused("accept", negotiation, ...buyer)).code).to.equal("NotTheirStep");
    expect((await refused("reject", negotiation, ...buyer)).code).to.equal("NotTheirStep");
    expect((await refused("withdraw", negotiation, ...seller)).code).to.equal("NotTheirStep");
    for (const step of ["accept", "reject", "withdraw"]) {
      expect((await refused(step, negotiation, ...stranger)).code).to.equal("NegotiationOfOthers");
    }
    expect((await refused("counter", negotiation, priced("1"), ...stranger)).code).to.equal("NegotiationOfOthers");
    expect(await done("reject", negotiation, ...seller)).to.include({ status: "rejected" });
    expect((await refused("counter", negotiation, priced("1"), ...buyer)).code).to.equal("NegotiationNotOpen");
    expect((await refused("accept", negotiation, ...seller)).code).to.equal("NegotiationNotOpen");
    expect(await told("show", negotiation)).to.contain("The seller rejected it at ");
  });

  it("expires", async () => {
    const negotiation = await open("--expires", "1h");
    expect((await refused("expire", negotiation, ...seller)).code).to.equal("NegotiationNotExpired");
    await terminal.wait(3601);
    expect(await done("show", negotiation)).to.include({ status: "expired", end: null });
    expect((await refused("accept", negotiation, ...seller)).code).to.equal("NegotiationNotOpen");
    expect(await done("expire", negotiation, ...seller)).to.include({ negotiation, status: "expired" });
    const { end } = await done("show", negotiation);
    expect(end).to.include({ by: null });
    expect((await refused("expire", negotiation, ...seller)).code).to.equal("NegotiationNotOpen");
    const past = await refused(
      "create",
      "offer.json",
      "--to",
      "Grid Operator",
      "--expires",
      "2020-01-01T00:00Z",
      ...buyer,
    );
    expect(past.code).to.equal("NegotiationProposalExpired");
  });

  it("lists negotiations of everybody or of one party", async () => {
    const negotiation = await open();
    const { negotiations } = await done("list", "--party", "Battery Maker", "--status", "open");
    expect(negotiations.at(-1)).to.include({ negotiation, status: "open", rounds: 1, proposedLast: "buyer" });
    expect((await done("list")).negotiations.length).to.equal(
      (await done("list", "--party", buyer[1]!)).negotiations.length,
    );
    expect((await done("list", "--party", stranger[1]!)).negotiations).to.deep.equal([]);
    expect(await told("list")).to.contain("Battery Maker buys from Grid Operator, round 1; the buyer proposed last");
  });

  it("refuses bad files, names and values before anything is signed", async () => {
    const negotiation = await open();
    terminal.write("unit.json", SEED_OFFER.replace('"max": "10"', '"max": "10", "unit": "g/m³"'));
    terminal.write("other.json", SEED_COUNTER_OFFER.replace(/"875.*?"/, `"0x${"77".repeat(32)}"`));
    terminal.write("nothing.json", '{"changes": {}}');
    terminal.write("remove.json", '{"changes": {"removedConditions": ["co2"]}}');
    for (const [code, ...args] of [
      ["ConditionUnitWrong", "create", "unit.json", "--to", "Grid Operator"],
      ["OfferUnreadable", "create", "counter.json", "--to", "Grid Operator"],
      ["FileUnreadable", "create", "missing.json", "--to", "Grid Operator"],
      ["MemberNameUnclear", "create", "offer.json", "--to", "Nobody"],
      ["NegotiationNotMember", "create", "offer.json", "--to", stranger[1]!],
      ["NegotiationSameParty", "create", "offer.json", "--to", "Battery Maker"],
      ["SealingKeyUnpublished", "create", "offer.json", "--to", "Grid Operator", "--sealed"],
      ["UsageInvalid", "create", "offer.json"],
      ["UsageInvalid", "create", "offer.json", "--to", "Grid Operator", "--note", "x".repeat(1025)],
      ["UsageInvalid", "create", "offer.json", "--to", "0x12"],
      ["UsageInvalid", "create", "offer.json", "--to", "Grid Operator", "--expires", "soon"],
      ["CounterOfferUnreadable", "counter", negotiation, "offer.json"],
      ["CounterOfferForeign", "counter", negotiation, "other.json"],
      ["CounterOfferEmpty", "counter", negotiation, "nothing.json"],
      ["ConditionNotThere", "counter", negotiation, "remove.json"],
      ["NegotiationUnknown", "accept", `0x${"77".repeat(32)}`],
      ["UsageInvalid", "accept", "0x77"],
    ] as const) {
      const error = await refused(...args, ...buyer);
      expect(error.code, args.join(" ")).to.equal(code);
    }
  });
});
