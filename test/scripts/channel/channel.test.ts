import { mkdirSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
import { ChannelStore } from "../../../channels/index.js";
import { channelDomainSeparator } from "../../../protocol/index.js";
import { formatInstant } from "../../../scripts/commandLine/instant.js";
import { facts } from "../../channels/support/sides.js";
import { chain, nowS } from "../../support/chain/chain.js";
import { lower } from "../../support/chain/consortium.js";
import { enrolHome, type Home, mintTo, openMeters } from "../../support/chain/market.js";
import { openTerminal, type Terminal } from "../support/deviceCommands.js";

describe("wattproof channel: a whole life, as typed", function () {
  this.timeout(600_000);
  let t: Terminal;
  let home: Home;
  let owner: string[];
  let partner: string[];
  let channel: string;

  /** Runs a channel command, which must end with `code`, and returns its JSON. */
  const run = async (code: number, ...args: string[]) => {
    const done = await t.run("channel", ...args, "--directory", t.directory, "--state", t.path("state"), "--json");
    expect(done.code, done.stdout + done.stderr).to.equal(code);
    const text = done.stdout;
    return { text, said: done.stderr, json: JSON.parse(text) };
  };
  /** Runs a channel command that succeeds, and returns its lines for people. */
  const told = async (...args: string[]) => {
    const done = await t.run("channel", ...args, "--directory", t.directory, "--state", t.path("state"));
    expect(done.code, done.stderr).to.equal(0);
    return done.stdout;
  };
  const refused = async (...args: string[]) => (await run(1, ...args)).json.error.code as string;

  /** Has both parties open a channel with deposits; each test has one of its own. */
  const openOne = async () => {
    const wish = ["--meter", home.meter.device, "--partner", partner[1]!, "--import-price", "1.20"];
    const terms = await run(0, "open", "--sign-only", ...wish, "--export-price", "0.60", ...owner);
    t.write("terms.json", terms.text);
    expect(terms.said).to.contain(`Sign: Open a channel over meter ${home.meter.device}`);
    expect(terms.said).to.contain(`${owner[1]} pays 1.20 NOK per kWh imported`);
    const opened = await run(0, "open", "terms.json", ...partner);
    channel = opened.json.channel;
    expect(terms.said).to.contain(`once the other party opens it, the channel is ${channel}`);
    await run(0, "deposit", channel, "20.00", ...owner);
    return terms.json;
  };
  const balanceOf = async (flags: string[]) => t.consortium.token.balanceOf(flags[1]!);

  before(async () => {
    t = await openTerminal();
    mkdirSync(t.path("state"));
    const c = t.consortium;
    const [first, second] = [c.people[0]!, c.people[1]!];
    home = await enrolHome(c, first);
    await openMeters(c, [home], { atS: await nowS(), registerWh: 1000n });
    await mintTo(c, first, 100_000_000n);
    owner = ["--from", lower(first.address)];
    partner = ["--from", lower(second.address)];
  });
  after(() => t?.close());

  it("opens by two signatures, pays by vouchers, and closes together", async () => {
    const terms = await openOne();
    expect(terms).to.include({ schema: "wattproof-channel-terms/1", signer: owner[1] });
    expect(terms.terms).to.include({ importPricePerKWh: "1200000", challengePeriodS: "259200" });
    expect(await refused("open", "terms.json", ...partner)).to.equal("PaymentChannelAlreadyOpened");
    const own = (await run(1, "open", "terms.json", ...owner)).json.error;
    expect(own.code).to.equal("ChannelDocumentForeign");
    expect(own.message).to.contain(`is signed by you yourself (${owner[1]}); the other party sends it`);

    const voucher = await run(0, "pay", channel, "--register", "6000", ...owner);
    expect(voucher.json.voucher).to.deep.equal({ channel, direction: "import", registerWh: "6000", amount: "6000000" });
    t.write("voucher.json", voucher.text);
    expect(voucher.said).to.contain("Sign: Promise 6.00 NOK in all for the import register at 6 kWh");
    expect(await refused("pay", channel, "--register", "6000", ...owner)).to.equal("NothingOwed");
    const kept = await run(0, "pay", "--accept", "voucher.json", ...partner);
    expect(kept.json).to.include({ channel, direction: "import", amount: "6000000" });
    expect(await refused("pay", "--accept", "voucher.json", ...partner)).to.equal("VoucherNotNewer");
    expect(await refused("pay", "--accept", "voucher.json", ...owner)).to.equal("WrongDirection");
    expect(await refused("pay", channel, "--register", "5999", "--amount", "7", ...owner)).to.equal(
      "VoucherRegisterBackwards",
    );
    t.write("forged.json", voucher.text.replace('"6000000"', '"5999999"'));
    expect(await refused("pay", "--accept", "forged.json", ...partner)).to.equal("VoucherNotNewer");

    const before = await balanceOf(partner);
    const offer = await run(0, "close", channel, "--sign-only", ...partner);
    expect(offer.json.close).to.include({ paidByOwner: "6000000", paidByPartner: "0" });
    expect(await refused("pay", "--accept", "voucher.json", ...partner)).to.equal("ChannelCloseOffered");
    t.write("close.json", offer.text);
    expect(offer.said).to.contain("pays 6.00 NOK");
    const shown = await run(0, "show", channel);
    expect(shown.json).to.deep.include({ status: "open", closeOfferedBy: [partner[1]], waitsFor: { kind: "close" } });
    expect(await told("show", channel)).to.contain("wattproof channel close --agreed FILE");
    await run(0, "close", "--agreed", "close.json", ...owner);
    expect((await balanceOf(partner)) - before).to.equal(6_000_000n);
    expect((await run(0, "show", channel)).json).to.include({ status: "closed", paidByOwner: "6000000" });
    expect(await told("show", channel)).to.contain(
      "paid        6.00 NOK of the owner, 0.00 NOK of its partner; of the deposits 14.00 NOK went to the owner, 6.00 NOK to its partner",
    );
    expect(await refused("close", "--agreed", "close.json", ...owner)).to.equal("PaymentChannelUnexpectedStatus");
  });

  it("answers a stale close, finalises and pays out by a watcher without the party's key", async () => {
    await openOne();
    t.write("voucher.json", (await run(0, "pay", channel, "--register", "3000", ...owner)).text);
    await run(0, "pay", "--accept", "voucher.json", ...partner);
    await run(0, "close", channel, ...owner);
    const watch = ["watch", "--once", "--party", partner[1]!, "--from", lower(t.consortium.stranger.address)];
    // The watcher tells of the party's earlier channels too.
    const watched = async () =>
      (await run(0, ...watch)).json.done.filter((event: { channel: string }) => event.channel === channel);
    const { closesAtS } = await t.consortium.channels.channelOf(channel);
    expect(await told("show", channel)).to.contain("presents the voucher of 2.40 NOK in time");
    expect(await watched()).to.deep.equal([{ kind: "answered", channel, direction: 0, amount: "2400000" }]);
    const looked = await told(...watch);
    expect(looked).to.contain("2 channels are watched for");
    expect(looked).to.contain(
      `channel ${channel} (closing) waits for the end of its challenge period at ${formatInstant(Number(closesAtS))}`,
    );
    const { json } = await run(0, ...watch);
    expect(json.channels.at(-1)).to.deep.include({
      channel,
      status: "closing",
      waitsFor: { kind: "challengeEnd", atS: String(closesAtS) },
    });
    expect(await refused("pay", channel, "--register", "9000", ...owner)).to.equal("ChannelNotOpen");
    // Nothing was settled since the opening: the watcher waits for as long as the challenge period again.
    await chain.networkHelpers.time.increaseTo(closesAtS);
    expect(await told(...watch)).to.contain(
      `waits for settlement of the import register up to 3 kWh, of which ${partner[1]} is paid`,
    );
    await chain.networkHelpers.time.increase(259_200);
    const kinds = (await watched()).map(({ kind }: { kind: string }) => kind);
    expect(kinds).to.deep.equal(["finalised", "closed"]);
    // Settlement has shown nothing beyond the opening register, so the deposit goes back whole.
    expect((await t.consortium.channels.channelOf(channel)).status).to.equal(3n);
  });

  it("lists what is kept here as the chain has it, for one party or all, and asks for no account", async () => {
    await openOne();
    t.write("voucher.json", (await run(0, "pay", channel, "--register", "3000", ...owner)).text);
    const all = (await run(0, "list")).json.channels;
    const view = all.find((each: { channel: string }) => each.channel === channel);
    expect(view).to.deep.include({
      channel,
      status: "open",
      parties: [owner[1], partner[1]].sort(),
      closeOfferedBy: [],
      ownerDeposit: "20000000",
      partnerDeposit: "0",
      waitsFor: { kind: "close" },
    });
    expect(view.import).to.deep.equal({
      pricePerKWh: "1200000",
      baselineWh: "1000",
      settledWh: "1000",
      justified: "0",
      presented: "0",
      voucher: { registerWh: "3000", amount: "2400000" },
    });
    expect(view.export.voucher).to.equal(null);
    // The partner opened the channel and has not taken the voucher.
    const partners = (await run(0, "list", "--party", partner[1]!)).json.channels;
    expect(partners.at(-1)).to.deep.include({ channel, parties: [partner[1]] });
    expect(partners.at(-1).import.voucher).to.equal(null);
    // The owner's folder is another one, where nothing is kept: the chain knows what the partner opened.
    const elsewhere = await t.run(
      "channel",
      "list",
      "--party",
      owner[1]!,
      "--directory",
      t.directory,
      "--state",
      t.path("none"),
      "--json",
    );
    const [found] = JSON.parse(elsewhere.stdout).channels.slice(-1);
    expect(found).to.deep.include({ channel, status: "open", parties: [] });
    const lines = await told("list");
    expect(lines).to.contain("2.40 NOK for a register of 3 kWh; 0.00 NOK are known to the chain");
    expect(await told("list", "--party", lower(t.consortium.stranger.address))).to.contain("No channel is kept in");
    expect(await told("show", channel)).to.contain("1 kWh at the opening, 1 kWh settled, which justifies 0.00 NOK");
    expect(await refused("show", `0x${"77".repeat(32)}`)).to.equal("ChannelNotOpened");
  });

  it("passes over a state of another deployment with a note, and tells of channels that the chain lost", async () => {
    const { chainId } = await chain.ethers.provider.getNetwork();
    const stateOf = (account: string) => t.path(`state/channels-${chainId}-${account}.sqlite`);
    const foreign = await ChannelStore.open(stateOf(`0x${"aa".repeat(20)}`), `0x${"aa".repeat(32)}`);
    await foreign.close();
    const lost = `0x${"1f".repeat(32)}` as const;
    const account = `0x${"bb".repeat(20)}` as const;
    const separator = channelDomainSeparator({ chainId, channels: lower(await t.consortium.channels.getAddress()) });
    const store = await ChannelStore.open(stateOf(account), separator);
    await store.keepChannel({ ...facts, channel: lost, owner: account });
    await store.close();
    const { json, said } = await run(0, "list");
    expect(json.unknown).to.deep.equal([{ channel: lost, parties: [account] }]);
    expect(said).to.contain("note: ChannelStateForeign");
    expect(await told("list", "--party", account)).to.contain(`Channel ${lost} is kept here, but this chain`);
  });

  it("refuses wrong usage and foreign files by name", async () => {
    channel ??= `0x${"01".repeat(32)}`;
    const usage = await t.run("channel", "open", "--json");
    expect([usage.code, JSON.parse(usage.stdout).error.code]).to.deep.equal([2, "UsageInvalid"]);
    expect((await run(2, "deposit", channel, "1.2345678", ...owner)).json.error.code).to.equal("UsageInvalid");
    expect(await refused("deposit", `0x${"77".repeat(32)}`, "1", ...owner)).to.equal("ChannelNotOpened");
    t.write("cut.json", '{"schema":"wattproof-voucher/1"');
    expect(await refused("pay", "--accept", "cut.json", ...partner)).to.equal("ChannelDocumentUnreadable");
    const elsewhere = {
      schema: "wattproof-voucher/1",
      chainId: "31337",
      channels: `0x${"77".repeat(20)}`,
      voucher: { channel, direction: "import", registerWh: "1", amount: "1" },
      signer: owner[1],
      signature: `0x${"1b".repeat(65)}`,
    };
    t.write("elsewhere.json", JSON.stringify(elsewhere));
    expect(await refused("pay", "--accept", "elsewhere.json", ...partner)).to.equal("ChannelDocumentForeign");
  });
});
