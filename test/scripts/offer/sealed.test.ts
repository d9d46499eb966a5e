import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { SEED_COUNTER_OFFER, SEED_OFFER } from "../../protocol/deals/support/deals.js";
import { lower } from "../../support/chain/consortium.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof sealing, and sealed offers as typed", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let buyer: string[];
  let seller: string[];
  const offer = jsonCommands(() => terminal, "offer");
  const sealing = jsonCommands(() => terminal, "sealing");
  const withKey = (name: string) => ["--sealing-key", `${name}.json`];

  before(async () => {
    terminal = await openTerminal();
    const { maker, grid } = terminal.consortium;
    buyer = ["--from", lower(maker.address)];
    seller = ["--from", lower(grid.address)];
    terminal.write("offer.json", SEED_OFFER);
    terminal.write("counter.json", SEED_COUNTER_OFFER);
  });
  after(() => terminal?.close());

  it("makes keys and publishes them", async () => {
    for (const [name, flags] of [
      ["buyer", buyer],
      ["seller", seller],
    ] as const) {
      const made = await terminal.run("sealing", "create", `${name}.json`, "--json");
      expect(made.code, made.stdout).to.equal(0);
      const { publicKey } = JSON.parse(made.stdout);
      expect(await sealing.done("show", flags[1]!)).to.deep.equal({ member: flags[1], publicKey: null });
      expect(await sealing.done("publish", `${name}.json`, ...flags)).to.include({ member: flags[1], publicKey });
      expect(await sealing.done("show", flags[1]!)).to.deep.equal({ member: flags[1], publicKey });
    }
    const again = await terminal.run("sealing", "create", "buyer.json", "--json");
    expect(JSON.parse(again.stdout).error.code).to.equal("SecretFileExists");
    const { stranger } = terminal.consortium;
    const refusal = await sealing.refused("publish", "buyer.json", "--from", lower(stranger.address));
    expect(refusal.code).to.equal("SealingKeysNotMember");
    expect((await sealing.refused("publish", "offer.json", ...buyer)).code).to.equal("KeystoreInvalid");
    expect((await terminal.run("account", "create", "account.json")).code).to.equal(0);
  });

  it("negotiates between the two, and shows nobody else a word", async () => {
    const created = await offer.done("create", "offer.json", "--to", "Grid Operator", "--sealed", ...buyer);
    const { negotiation } = created;
    expect(created).to.include({ isSealed: true });
    for (const step of [
      ["counter", negotiation, "counter.json"],
      ["accept", negotiation],
    ]) {
      expect((await offer.refused(...step, ...seller)).code).to.equal("SealingKeyNeeded");
    }
    const countered = await offer.done("counter", negotiation, "counter.json", ...seller, ...withKey("seller"));
    expect(countered.changes).to.deep.equal(["price 20 → 30 USD"]);

    const closed = await offer.done("show", negotiation);
    expect(closed).to.include({ status: "open", rounds: 2, terms: null, termsHash: countered.termsHash });
    expect(JSON.stringify(closed)).not.to.match(/Steel|price|low for me/);
    for (const name of ["buyer", "seller"]) {
      const opened = await offer.done("show", negotiation, ...withKey(name));
      expect(opened.terms).to.deep.include({ ...JSON.parse(SEED_OFFER), price: "30", total: "6000" });
      expect(opened.history[1].difference.changes).to.deep.equal(JSON.parse(SEED_COUNTER_OFFER).changes);
      expect(opened.terms.salt).not.to.equal(opened.history[0].terms.salt);
    }
    const signed = await offer.run("accept", negotiation, "--sign-only", ...buyer, ...withKey("buyer"));
    expect(JSON.stringify(signed.result)).not.to.match(/Steel/);
    terminal.write("accept.json", JSON.stringify(signed.result));
    await offer.done("relay", "accept.json", ...seller);
    expect((await offer.done("show", negotiation)).status).to.equal("accepted");
  });

  it("says so when the key is another", async () => {
    const { negotiation } = await offer.done("create", "offer.json", "--to", "Grid Operator", "--sealed", ...buyer);
    await terminal.run("sealing", "create", "other.json");
    expect((await offer.refused("accept", negotiation, ...seller, ...withKey("other"))).code).to.equal(
      "SealedForOthers",
    );
    const shown = await offer.done("show", negotiation, ...withKey("other"));
    expect(shown.history[0]).to.include({ unopened: "SealedForOthers", terms: null });
    expect((await offer.refused("show", negotiation, ...withKey("account"))).code).to.equal("KeystoreInvalid");
    expect(await offer.done("reject", negotiation, ...seller)).to.include({ status: "rejected" });
  });

  it("never printed a secret", () => {
    expect(terminal.printed.join("\n")).not.to.contain("correct horse");
  });
});
