import { expect } from "chai";
import { HDNodeWallet, Wallet, ZeroAddress } from "ethers";
import { afterEach, describe, it } from "mocha";
import { Direction } from "../../protocol/index.js";
import { ContractWallet__factory } from "../../typechain-types/index.js";
import { chain, fresh } from "../support/chain/chain.js";
import { promise, street } from "../support/chain/channels.js";
import { PRICE } from "../support/chain/market.js";

const MNEMONIC = "test test test test test test test test test test test junk";

/** The key of the street's owner: the ninth of the test chain's accounts. */
const OWNER = HDNodeWallet.fromPhrase(MNEMONIC, undefined, "m/44'/60'/0'/0/8");

/** The owner lets its account act by a contract's code (EIP-7702), whose word on signatures is not the owner's. */
async function delegate(address: string): Promise<void> {
  const owner = new Wallet(OWNER.privateKey, chain.ethers.provider);
  const nonce = (await owner.getNonce()) + 1;
  const authorization = await owner.authorize({ address, nonce, chainId: 31337n });
  await (await owner.sendTransaction({ type: 4, to: ZeroAddress, authorizationList: [authorization] })).wait();
}

describe("a payer whose account gets code after it signed a voucher", () => {
  // Later tests of the process build on this chain.
  afterEach(() => delegate(ZeroAddress));

  it("still owes what its key signed", async () => {
    const s = await fresh(street);
    expect(OWNER.address).to.equal(s.owner.address);
    const voucher = await promise(s, Direction.Import, { risenWh: 1000n, amount: PRICE });
    const wallet = await new ContractWallet__factory(s.administrator).deploy(s.stranger);
    await delegate(await wallet.getAddress());
    expect(await chain.ethers.provider.getCode(s.owner)).to.match(/^0xef0100/);
    await s.channels.connect(s.owner).close(s.channel);
    await s.channels.present(...voucher);
    expect((await s.channels.channelOf(s.channel)).importPromised).to.equal(PRICE);
  });
});
