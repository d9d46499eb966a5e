import { mkdirSync } from "node:fs";
import { expect } from "chai";
import { after, before, describe, it } from "mocha";
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
    return { text, json: JSON.parse(text) };
  };
  const refused = async (...args: string[]) => (await run(1, ...args)).json.error.code as string;

  /** Has both parties open a channel with deposits; each test has one of its own. */
  const openOne = async () => {
    const wish = ["--meter", home.meter.device, "--partner", partner[1]!, "--import-price", "1.20"];
    const terms = await run(0, "open", "--sign-only", ...wish, "--export-price", "0.60", ...owner);
    t.write("terms.json", terms.text);
    const opened = await run(0, "open", "terms.json", ...partner);
    channel = opened.json.channel;
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

    const voucher = await run(0, "pay", channel, "--register", "6000", ...owner);
    expect(voucher.json.voucher).to.deep.equal({ channel, direction: "import", registerWh: "6000", amount: "6000000" });
    t.write("voucher.json", voucher.text);
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
    await run(0, "close", "--agreed", "close.json", ...owner);
    expect((await balanceOf(partner)) - before).to.equal(6_000_000n);
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
    expect(await watched()).to.deep.equal([{ kind: "answered", channel, direction: 0, amount: "2400000" }]);
    expect(await refused("pay", channel, "--register", "9000", ...owner)).to.equal("ChannelNotOpen");
    // Nothing was settled since the opening: the watcher waits for as long as the challenge period again.
    await chain.networkHelpers.time.increase(2 * 259_200);
    const kinds = (await watched()).map(({ kind }: { kind: string }) => kind);
    expect(kinds).to.deep.equal(["finalised", "closed"]);
    // Settlement has shown nothing beyond the opening register, so the deposit goes back whole.
    expect((await t.consortium.channels.channelOf(channel)).status).to.equal(3n);
  });

  it("refuses wrong usage and foreign files by name", async () => {
    channel ??= `0x${"01".repeat(32)}`;
    const usage = await t.run("channel", "open", "--json");
    expect([usage.code, JSON.parse(usage.stdout).error.code]).to.deep.equal([2, "UsageInvalid"]);
    expect(await refused("deposit", channel, "1.2345678", ...owner)).to.equal("AmountInvalid");
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
