import { expect } from "chai";
import { JsonRpcProvider, parseEther, Transaction, Wallet } from "ethers";
import { before, describe, it } from "mocha";
import { type Job, Relayer, type StoredTransaction, type TransactionLog } from "../../../oracle/relayer/index.js";
import type { Hex } from "../../../protocol/index.js";
import { DeviceRegistry__factory, RecordAnchor__factory } from "../../../typechain-types/index.js";
import { codeOf } from "../support/files.js";
import { addressOfContract, useWorld } from "../support/world.js";

/** A log that forgets nothing while the test runs. */
class MemoryLog implements TransactionLog {
  readonly rows: (StoredTransaction & { state: string })[] = [];

  async add(transaction: StoredTransaction): Promise<void> {
    this.rows.push({ ...transaction, state: "signed" });
  }

  async unresolved(): Promise<StoredTransaction[]> {
    return this.rows.filter(({ state }) => state === "signed");
  }

  async resolve(nonce: number, hash: Hex, state: string): Promise<void> {
    for (const row of this.rows.filter((of) => of.nonce === nonce && of.state === "signed")) {
      row.state = row.hash === hash ? state : "displaced";
    }
  }
}

describe("oracle/relayer", () => {
  const world = useWorld(before);
  const anchorAbi = RecordAnchor__factory.createInterface();
  const registryAbi = DeviceRegistry__factory.createInterface();
  let anchor: Hex;
  let salts = 0;

  before(async () => {
    anchor = (await addressOfContract(world(), "RecordAnchor")).toLowerCase() as Hex;
  });

  /** An account that may open streams. */
  async function account() {
    const wallet = new Wallet(Wallet.createRandom().privateKey);
    const administrator = await world().provider.getSigner(0);
    await (await administrator.sendTransaction({ to: wallet.address, value: parseEther("1") })).wait();
    await (await world().contracts.authority.connect(administrator).grantRole(1n, wallet.address, 0)).wait();
    return wallet;
  }

  function relayerOf(
    signer: Wallet,
    log: TransactionLog,
    options: { gasPrice?: bigint; provider?: JsonRpcProvider } = {},
  ) {
    const { provider, chainId } = world();
    const onTrouble = () => undefined;
    const errors = [anchorAbi, registryAbi];
    return new Relayer({ provider, signer, chainId, log, errors, pollMs: 10, retryMs: 5, onTrouble, ...options });
  }

  const openStream = (gasLimit = 300_000n, salt = salts++): Job => {
    const words = [`0x${salt.toString(16).padStart(64, "0")}`, `0x${"00".repeat(32)}`];
    return {
      name: `open ${salt}`,
      to: anchor,
      data: anchorAbi.encodeFunctionData("openStream", words as never) as Hex,
      gasLimit,
    };
  };

  const streamsOf = async (wallet: Wallet) => {
    const contract = RecordAnchor__factory.connect(anchor, world().provider);
    return (await contract.queryFilter(contract.filters.StreamOpened(undefined, wallet.address))).length;
  };

  it("writes a transaction down before it sends it, and pipelines in order", async () => {
    const wallet = await account();
    const log = new MemoryLog();
    const relayer = relayerOf(wallet, log);
    await relayer.start();
    const sent = [];
    for (let count = 0; count < 20; count++) {
      const handle = await relayer.send(openStream());
      expect(log.rows.at(-1)).to.include({ hash: handle.hash, nonce: count });
      sent.push(handle);
    }
    const outcomes = await Promise.all(sent.map(({ outcome }) => outcome));
    expect(outcomes.every(({ status }) => status === "confirmed")).to.equal(true);
    expect(log.rows.map(({ state }) => state)).to.deep.equal(Array(20).fill("confirmed"));
    expect(await streamsOf(wallet)).to.equal(20);
    await relayer.close();
  });

  it("sends after a restart what was written and never sent, and finds what was mined meanwhile", async () => {
    const wallet = await account();
    const log = new MemoryLog();
    const { provider, chainId } = world();
    for (const nonce of [0, 1]) {
      const { name: job, ...call } = openStream();
      const raw = (await wallet.signTransaction({ type: 0, chainId, nonce, gasPrice: 10n ** 10n, ...call })) as Hex;
      await log.add({ hash: Transaction.from(raw).hash as Hex, nonce, job, raw });
      // The process was killed after the first was mined and before the second was sent.
      if (nonce === 0) await provider.send("eth_sendRawTransaction", [raw]);
    }
    const relayer = relayerOf(wallet, log);
    await relayer.start();
    await relayer.recovered();
    expect(log.rows.map(({ state }) => state)).to.deep.equal(["confirmed", "confirmed"]);
    expect(await streamsOf(wallet)).to.equal(2);
    const { outcome } = await relayer.send(openStream());
    expect((await outcome).status).to.equal("confirmed");
    expect(log.rows[2]?.nonce).to.equal(2);
    await relayer.close();
  });

  it("tells a revert's name, and running out of gas from it", async () => {
    const wallet = await account();
    const relayer = relayerOf(wallet, new MemoryLog());
    await relayer.start();
    const first = openStream();
    const again = await relayer.send(first).then(async () => relayer.send(first));
    const reverted = await again.outcome;
    expect(reverted).to.deep.include({ status: "reverted" });
    expect(reverted.status === "reverted" && reverted.reason.name).to.equal("RecordAnchorStreamExists");
    const starved = await (await relayer.send(openStream(40_000n))).outcome;
    expect(starved.status === "reverted" && starved.reason.name).to.equal("OutOfGas");
    await relayer.close();
  });

  it("notices that somebody else used its nonce, and goes on", async () => {
    const wallet = await account();
    const log = new MemoryLog();
    const relayer = relayerOf(wallet, log);
    await relayer.start();
    const foreign = await wallet.connect(world().provider).sendTransaction({ to: wallet.address });
    await foreign.wait();
    expect(await (await relayer.send(openStream())).outcome).to.include({ status: "displaced" });
    expect(await (await relayer.send(openStream())).outcome).to.include({ status: "confirmed" });
    expect(log.rows.map(({ nonce, state }) => [nonce, state])).to.deep.equal([
      [0, "displaced"],
      [1, "confirmed"],
    ]);
    await relayer.close();
  });

  it("raises a price that the chain does not take, with the same nonce", async () => {
    const wallet = await account();
    const log = new MemoryLog();
    const relayer = relayerOf(wallet, log, { gasPrice: 1n });
    await relayer.start();
    const { outcome, hash } = await relayer.send(openStream());
    const result = await outcome;
    expect(result.status).to.equal("confirmed");
    expect(result.hash).to.not.equal(hash);
    expect(log.rows.map(({ nonce, state }) => [nonce, state])).to.deep.equal([
      [0, "displaced"],
      [0, "confirmed"],
    ]);
    await relayer.close();
  });

  it("gives up with a name what the node refuses again and again", async () => {
    const wallet = await account();
    const relayer = relayerOf(wallet, new MemoryLog());
    await relayer.start();
    const { outcome } = await relayer.send(openStream(10n ** 12n));
    expect(await codeOf(outcome)).to.equal("TransactionRefused");
    expect(await codeOf(relayer.send(openStream()))).to.equal("TransactionRefused");
    await relayer.close();
  });

  it("keeps a transaction for later while the chain is out of reach", async () => {
    const wallet = await account();
    const log = new MemoryLog();
    const { rpcUrl, chainId } = world();
    const provider = new JsonRpcProvider(rpcUrl, chainId, { staticNetwork: true });
    const relayer = relayerOf(wallet, log, { provider });
    await relayer.start();
    const real = provider.send.bind(provider);
    let refusals = 3;
    provider.send = async (method, params) => {
      if (method === "eth_sendRawTransaction" && refusals-- > 0) {
        throw Object.assign(new Error("connect ECONNREFUSED 127.0.0.1"), { code: "ECONNREFUSED" });
      }
      return real(method, params);
    };
    const { outcome } = await relayer.send(openStream());
    expect((await outcome).status).to.equal("confirmed");
    expect(refusals).to.be.lessThan(0);
    await relayer.close();
    expect(await codeOf(relayer.send(openStream()))).to.equal("RelayerClosed");
    provider.destroy();
  });
});
