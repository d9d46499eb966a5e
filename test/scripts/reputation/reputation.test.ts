import { expect } from "chai";
import { keccak256, toUtf8Bytes } from "ethers";
import { after, before, describe, it } from "mocha";
import { type Hex, ZERO_HASH } from "../../../protocol/index.js";
import { nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { COLD, settleDelivery, type Underway, underway, WARM } from "../../support/chain/deliveries.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";
import { jsonCommands } from "../support/jsonCommands.js";

describe("wattproof reputation", function () {
  this.timeout(600_000);
  let terminal: Terminal;
  let deal: Underway;
  let buyer: Hex;
  let seller: Hex;
  const { run, done, refused } = jsonCommands(() => terminal, "reputation");

  before(async () => {
    terminal = await openTerminal();
    deal = await underway();
    // The commands are to ask the deployment that the deal was made on.
    terminal = { ...terminal, directory: lower(await deal.directory.getAddress()) };
    [buyer, seller] = [lower(deal.buyer.address), lower(deal.seller.address)];
    terminal.write("comment.txt", "it was warm");
  });
  after(() => terminal?.close());

  it("refuses to rate a deal that is not closed, and one that there is not", async () => {
    const wish = ["--score", "2", "--category", "quality", "--from", buyer];
    const open = await refused("rate", deal.agreed, ...wish);
    expect(open.code).to.equal("ReputationNotClosed");
    expect(open.message).to.include("underway");
    expect((await refused("count", bytes32Of("no deal"), "--from", buyer)).code).to.equal("ReputationNotClosed");
  });

  it("rates a closed deal, counts its conditions, and shows both at any time", async () => {
    const beforeS = await nowS();
    await deal.report([1, 60, COLD], [2, 120, WARM]);
    await deal.monitor.connect(deal.seller).deliver(deal.delivery);
    await settleDelivery(deal, 0n, 1);
    await done("count", deal.agreed, "--from", buyer);
    expect((await refused("count", deal.agreed, "--from", buyer)).code).to.equal("ReputationAlreadyCounted");
    const wish = ["--score", "2", "--category", "quality"];
    expect(await done("rate", deal.agreed, ...wish, "--comment", "comment.txt", "--from", buyer)).to.include({
      score: 2,
      category: "quality",
      commentHash: keccak256(toUtf8Bytes("it was warm")),
    });
    expect((await refused("rate", deal.agreed, ...wish, "--from", buyer)).code).to.equal("ReputationAlreadyRated");
    const answer = ["--score", "5", "--category", "payment", "--from", seller];
    expect(await done("rate", deal.agreed, ...answer)).to.include({ commentHash: ZERO_HASH });
    const shown = await done("show", seller);
    const counts = { deals: 1, failedDeals: 0, keptConditions: 0, brokenConditions: 1 };
    expect(shown).to.include({ ratings: 1, scoreSum: 2, ...counts });
    expect(shown.categories[0]).to.deep.equal({ category: "quality", ratings: 1, scoreSum: 2 });
    const time = new Date(beforeS * 1000).toISOString().replace(".000Z", "Z");
    expect(await done("show", seller, "--at", time)).to.include({ ratings: 0, deals: 0, atS: beforeS });
    const { stdout } = await terminal.run("reputation", "show", seller, "--directory", terminal.directory);
    expect(stdout).to.include("1, on average 2.00 of 5").and.to.include("0 kept, 1 broken");
  });

  it("refuses the future, another score and another category", async () => {
    expect((await refused("show", seller, "--at", "2999-01-01")).code).to.equal("StandingAhead");
    for (const wish of [
      ["--score", "6", "--category", "quality"],
      ["--score", "3", "--category", "looks"],
      ["--score", "3"],
    ]) {
      const { code, result } = await run("rate", deal.agreed, ...wish, "--from", buyer);
      expect([code, result.error.code]).to.deep.equal([2, "UsageInvalid"]);
    }
  });
});
