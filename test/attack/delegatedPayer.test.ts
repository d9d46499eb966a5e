import { expect } from "chai";
import { afterEach, describe, it } from "mocha";
import { Direction } from "../../protocol/index.js";
import { ContractWallet__factory } from "../../typechain-types/index.js";
import { chain, fresh } from "../support/chain/chain.js";
import { promise, street } from "../support/chain/channels.js";
import { delegate, undelegate } from "../support/chain/delegation.js";
import { PRICE } from "../support/chain/market.js";

describe("a payer whose account gets code after it signed a voucher", () => {
  let payer: { readonly address: string } | undefined;
  afterEach(async () => {
    if (payer) await undelegate(payer);
  });

  it("still owes what its key signed", async () => {
    const s = await fresh(street);
    const voucher = await promise(s, Direction.Import, { risenWh: 1000n, amount: PRICE });
    const wallet = await new ContractWallet__factory(s.administrator).deploy(s.stranger);
    payer = s.owner;
    await delegate(s.owner, await wallet.getAddress());
    expect(await chain.ethers.provider.getCode(s.owner)).to.match(/^0xef0100/);
    await s.channels.connect(s.owner).close(s.channel);
    await s.channels.present(...voucher);
    expect((await s.channels.channelOf(s.channel)).importPromised).to.equal(PRICE);
  });
});
