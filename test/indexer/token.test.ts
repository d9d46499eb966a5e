import { expect } from "chai";
import { describe, it } from "mocha";
import { bytes32Of } from "../support/chain/devices.js";
import { bench } from "./support/open.js";

describe("the token in the read model", () => {
  const the = bench();

  it("counts what is redeemed as in circulation until it is paid out", async () => {
    const { token, treasurer, people } = the.scene.consortium;
    const holder = people[5]!;
    const before = await token.totalSupply();
    await token.connect(treasurer).mint(holder, 1_000n, bytes32Of("payment of the holder"));
    await token.connect(holder).redeem(300n, bytes32Of("account of the holder"));
    await token.connect(holder).redeem(50n, bytes32Of("account of the holder"));
    const { sync, queries } = await the.synced();
    expect((await queries.totals()).token.totalSupply).to.equal(before + 1_000n);
    await token.connect(treasurer).confirmPayout(1n, bytes32Of("bank transfer"));
    await sync();
    expect((await queries.totals()).token.totalSupply).to.equal(before + 700n);
    expect(await token.totalSupply()).to.equal(before + 700n);
  });
});
