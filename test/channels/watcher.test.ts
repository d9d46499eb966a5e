import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import {
  ChannelClient,
  ChannelStore,
  ChannelWatcher,
  readChannel,
  type WatcherEvent,
  type WatcherOptions,
} from "../../channels/index.js";
import { channelDomainSeparator, Direction, type Hex } from "../../protocol/index.js";
import { advanceTo, chain, fresh } from "../support/chain/chain.js";
import {
  contractOf,
  DEPOSIT,
  promise,
  type Street,
  settleHour,
  signVoucher,
  street,
} from "../support/chain/channels.js";
import { lower } from "../support/chain/consortium.js";
import { PRICE } from "../support/chain/market.js";
import { curve, side } from "./support/sides.js";

const { Import, Export } = Direction;

describe("a channel's watcher", () => {
  let s: Street;
  let separator: Hex;
  let path: string;
  let store: ChannelStore;
  const events: WatcherEvent[] = [];
  const kinds = () => events.splice(0).map(({ kind }) => kind);

  /** Sends from an account that is no party and has no key of one. */
  const send: WatcherOptions["send"] = async (data) =>
    (await s.stranger.sendTransaction({ to: await s.channels.getAddress(), data })).wait();
  const watch = (change: Partial<WatcherOptions> = {}) =>
    new ChannelWatcher({
      store,
      separator,
      contract: s.channels,
      provider: chain.ethers.provider,
      send,
      account: lower(s.partner.address),
      pollMs: 5,
      retryMs: 10,
      onEvent: (event) => events.push(event),
      ...change,
    });
  const client = () =>
    ChannelClient.open({ path, separator, account: lower(s.partner.address), curve, sign: () => "0x" });
  const promisedNow = async () => (await s.channels.channelOf(s.channel)).importPromised;

  beforeEach(async () => {
    s = await fresh(street);
    separator = channelDomainSeparator(await contractOf(s));
    path = side("watched").path;
    const payee = await client();
    await payee.keep((await readChannel(s.channels, s.channel))!);
    const [voucher, signature] = await promise(s, Import, { risenWh: 4000n, amount: 4n * PRICE });
    await payee.accept({ voucher, signature });
    await payee.close();
    store = await ChannelStore.open(path, separator);
    events.length = 0;
  });
  afterEach(() => store.close());

  it("does nothing while the channel is open", async () => {
    await watch().look();
    expect([kinds(), await promisedNow()]).to.deep.equal([[], 0n]);
  });

  it("answers a stale close with the newest voucher, once, also after a restart", async () => {
    await s.channels.present(...(await promise(s, Import, { risenWh: 10n, amount: 1n })));
    await s.channels.connect(s.owner).close(s.channel);
    await watch().look();
    expect([kinds(), await promisedNow()]).to.deep.equal([["answered"], 4n * PRICE]);
    await store.close();
    store = await ChannelStore.open(path, separator);
    await watch().look();
    expect(kinds()).to.deep.equal([]);
  });

  it("finalises once the period is over, has the party paid out, and then rests", async () => {
    await settleHour(s, 1, { importWh: 4000n, exportWh: 0n });
    await s.channels.connect(s.owner).close(s.channel);
    const watcher = watch();
    await watcher.look();
    await advanceTo(Number((await s.channels.channelOf(s.channel)).closesAtS));
    await watcher.look();
    await watcher.look();
    expect(kinds()).to.deep.equal(["answered", "finalised", "closed"]);
    expect(await s.token.balanceOf(s.partner)).to.equal(DEPOSIT + 4n * PRICE);
    expect((await store.channels())[0]?.facts.status).to.equal(3);
  });

  it("does not itself finalise while settlement still owes its party something, but in the end it does", async () => {
    await s.channels.connect(s.owner).close(s.channel);
    const watcher = watch();
    await watcher.look();
    const closesAtS = Number((await s.channels.channelOf(s.channel)).closesAtS);
    await advanceTo(closesAtS);
    await watcher.look();
    expect(kinds()).to.deep.equal(["answered"]);
    await settleHour(s, 1, { importWh: 4000n, exportWh: 0n });
    await watcher.look();
    expect(kinds()).to.deep.equal(["finalised", "closed"]);
    expect(await s.token.balanceOf(s.partner)).to.equal(DEPOSIT + 4n * PRICE);
  });

  it("finalises without what was never settled once it has waited for as long as the period again", async () => {
    await s.channels.connect(s.owner).close(s.channel);
    const { closesAtS, challengePeriodS } = await s.channels.channelOf(s.channel);
    const watcher = watch();
    await watcher.look();
    await advanceTo(Number(closesAtS + challengePeriodS) - 1);
    await watcher.look();
    expect(kinds()).to.deep.equal(["answered"]);
    await advanceTo(Number(closesAtS + challengePeriodS));
    await watcher.look();
    expect(kinds()).to.deep.equal(["finalised", "closed"]);
    expect(await s.token.balanceOf(s.partner)).to.equal(DEPOSIT);
  });

  it("never presents what its own party promised", async () => {
    const payee = await client();
    const voucher = { channel: s.channel, direction: Export, registerWh: 9_000n, amount: 7n };
    await store.keepVouchers([{ voucher, signature: await signVoucher(s, voucher, s.partner) }]);
    await payee.close();
    await s.channels.connect(s.owner).close(s.channel);
    await watch().look();
    expect((await s.channels.channelOf(s.channel)).exportPromised).to.equal(0n);
    expect(kinds()).to.deep.equal(["answered"]);
  });

  it("tells what each channel waits for", async () => {
    const lookAs = async (change: Partial<WatcherOptions> = {}) => {
      const looked = await watch(change).look();
      expect(looked.map(({ facts }) => facts.channel)).to.deep.equal([s.channel]);
      return looked[0]?.wait;
    };
    expect(await lookAs()).to.deep.equal({ kind: "close" });
    await s.channels.connect(s.owner).close(s.channel);
    const { closesAtS, challengePeriodS, importBaselineWh } = await s.channels.channelOf(s.channel);
    expect(await lookAs()).to.deep.equal({ kind: "challengeEnd", atS: closesAtS });
    await advanceTo(Number(closesAtS));
    expect(await lookAs()).to.deep.equal({
      kind: "settlement",
      payee: lower(s.partner.address),
      direction: Import,
      registerWh: importBaselineWh + 4000n,
      untilS: closesAtS + challengePeriodS,
    });
    const broken = () => Promise.reject(new Error("the node is out of reach"));
    await settleHour(s, 1, { importWh: 4000n, exportWh: 0n });
    expect(await lookAs({ send: broken })).to.equal(undefined);
    expect(await lookAs()).to.deep.equal({ kind: "nothing" });
    expect(await lookAs()).to.deep.equal({ kind: "nothing" });
    expect(await watch({ account: lower(s.stranger.address) }).look()).to.deep.equal([]);
  });

  it("finalises where only the other party would gain by waiting", async () => {
    const asOwner = { account: lower(s.owner.address) };
    await s.channels.connect(s.owner).close(s.channel);
    await watch().look();
    await advanceTo(Number((await s.channels.channelOf(s.channel)).closesAtS));
    const [looked] = await watch(asOwner).look();
    expect(looked?.wait).to.deep.equal({ kind: "nothing" });
  });

  it("mends a signature's v, which its payer may have set wrong", async () => {
    const [voucher, good] = await promise(s, Import, { risenWh: 5000n, amount: 5n * PRICE });
    const wrong = `${good.slice(0, -2)}${good.endsWith("1b") ? "1c" : "1b"}` as Hex;
    await store.keepVouchers([{ voucher, signature: wrong }]);
    await s.channels.connect(s.owner).close(s.channel);
    await watch().look();
    expect([kinds(), await promisedNow()]).to.deep.equal([["answered"], 5n * PRICE]);
  });

  it("tells of trouble, waits longer each time, and answers in the end", async () => {
    await s.channels.connect(s.owner).close(s.channel);
    let failures = 3;
    let tries = 0;
    const watcher = watch({
      send: (data, says) => {
        tries += 1;
        if (failures-- > 0) throw new Error("the node is out of reach");
        return send(data, says);
      },
    });
    const stop = new AbortController();
    const running = watcher.run(stop.signal);
    const startedMs = performance.now();
    while ((await promisedNow()) === 0n) await new Promise((resolve) => setTimeout(resolve, 5));
    stop.abort();
    await running;
    expect(kinds().slice(0, 4)).to.deep.equal(["trouble", "trouble", "trouble", "answered"]);
    expect(tries).to.equal(4);
    // 10, 20 and 40 ms.
    expect(performance.now() - startedMs).to.be.greaterThan(70);
  });
});
