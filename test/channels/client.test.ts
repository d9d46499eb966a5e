import { expect } from "chai";
import { afterEach, beforeEach, describe, it } from "mocha";
import { type ChannelClient, ChannelStatus, keySigner } from "../../channels/index.js";
import { Direction, type Hex, type SignedVoucher, scriptSecp256k1 } from "../../protocol/index.js";
import { curve, facts, openSide, owner, partner, type Side, side } from "./support/sides.js";

const { Import, Export } = Direction;
const { channel } = facts;

/** The code of what `work` is refused with. */
async function refusal(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return (error as { code: string }).code;
  }
  return "nothing was refused";
}

describe("a channel's two sides", () => {
  const opened: ChannelClient[] = [];
  const sides = {} as Record<"payer" | "payee", Side>;
  let payer: ChannelClient;
  let payee: ChannelClient;

  const open = async (at: Side, change = {}) => {
    const client = await openSide(at, change);
    opened.push(client);
    return client;
  };
  const pay = (registerWh: bigint, amount?: bigint) =>
    payer.pay({ channel, direction: Import, registerWh, ...(amount === undefined ? {} : { amount }) });

  beforeEach(async () => {
    // Paths of their own: each test begins with nothing kept.
    sides.payer = { ...owner, path: side("a").path };
    sides.payee = { ...partner, path: side("b").path };
    payer = await open(sides.payer);
    payee = await open(sides.payee);
    await payer.keep(facts);
    await payee.keep(facts);
  });
  afterEach(async () => {
    for (const client of opened.splice(0)) await client.close();
  });

  it("promise and take nothing after an offer to close was signed, whatever restarts", async () => {
    const last = await pay(6_000n);
    const beyond = await pay(6_500n);
    await payee.accept(last);
    expect(await payee.offerClose(channel)).to.deep.equal({ [Import]: 1_200_000n, [Export]: 0n });
    expect(await refusal(payee.accept(beyond))).to.equal("ChannelCloseOffered");
    expect(await refusal(payee.pay({ channel, direction: Export, registerWh: 7_000n }))).to.equal(
      "ChannelCloseOffered",
    );
    await payee.close();
    payee = await open(sides.payee);
    await payee.keep(facts);
    expect(await refusal(payee.accept(beyond))).to.equal("ChannelCloseOffered");
    expect(payee.promised(channel, Import)).to.equal(1_200_000n);
  });

  it("promise what a register justifies, and keep it", async () => {
    const signed = await pay(6_000n);
    expect(signed.voucher).to.deep.equal({ channel, direction: Import, registerWh: 6_000n, amount: 1_200_000n });
    await payee.accept(signed);
    expect([payer.promised(channel, Import), payee.promised(channel, Import)]).to.deep.equal([1_200_000n, 1_200_000n]);
  });

  it("pay each other in both directions", async () => {
    const signed = await payee.pay({ channel, direction: Export, registerWh: 7_000n });
    expect(signed.voucher.amount).to.equal(1_200_000n);
    await payer.accept(signed);
    expect(await refusal(payer.pay({ channel, direction: Export, registerWh: 8_000n }))).to.equal("WrongDirection");
    expect(await refusal(payer.accept(await pay(6_000n)))).to.equal("WrongDirection");
  });

  it("know no third direction", async () => {
    const third = 2 as Direction;
    expect(await refusal(payer.pay({ channel, direction: third, registerWh: 8_000n }))).to.equal("WrongDirection");
    const { voucher, signature } = await pay(6_000n);
    const changed = { voucher: { ...voucher, direction: third }, signature };
    expect(await refusal(payee.accept(changed))).to.equal("WrongDirection");
  });

  it("lose nothing that was acknowledged when they start again", async () => {
    const last = await pay(6_500n);
    await payee.accept(last);
    await payer.close();
    await payee.close();
    payer = await open(sides.payer);
    payee = await open(sides.payee);
    expect([payer.promised(channel, Import), payee.promised(channel, Import)]).to.deep.equal([1_800_000n, 1_800_000n]);
    expect(await refusal(pay(6_500n))).to.equal("NothingOwed");
    expect(await refusal(payee.accept(last))).to.equal("VoucherNotNewer");
    await payee.accept(await pay(6_501n));
  });

  it("keep the newest of many that are handed in at once", async () => {
    const signed = await Promise.all(Array.from({ length: 2_500 }, (_, index) => pay(5_001n + BigInt(index))));
    await Promise.all(signed.map((each) => payee.accept(each)));
    await payee.close();
    payee = await open(sides.payee);
    expect(payee.promised(channel, Import)).to.equal(3_000_000n);
  });

  it("refuse duplicates, lower amounts and registers that fall", async () => {
    const [first, second] = [await pay(6_000n, 500n), await pay(6_000n, 600n)];
    await payee.accept(second);
    for (const old of [first, second]) expect(await refusal(payee.accept(old))).to.equal("VoucherNotNewer");
    expect(await refusal(pay(6_000n, 600n))).to.equal("VoucherNotNewer");
    expect(await refusal(pay(7_000n, 599n))).to.equal("VoucherNotNewer");
    expect(await refusal(pay(5_999n, 700n))).to.equal("VoucherRegisterBackwards");
    expect(payer.promised(channel, Import)).to.equal(600n);
  });

  it("say so where nothing is owed, and sign nothing", async () => {
    const free = { ...facts, channel: `0x${"0f".repeat(32)}` as const, importPricePerKWh: 0n };
    await payer.keep(free);
    const told = async (paying: Promise<unknown>) => {
      const error = await paying.then(
        () => undefined,
        (each: unknown) => each,
      );
      expect(error).to.include({ code: "NothingOwed" });
      return (error as Error).message;
    };
    expect(await told(pay(5_000n))).to.match(/^Nothing flowed since the import register stood at 5000 Wh/);
    await pay(6_000n);
    expect(await told(pay(6_000n))).to.match(/^Nothing flowed since the import register stood at 6000 Wh/);
    expect(await refusal(pay(5_999n))).to.equal("VoucherRegisterBackwards");
    expect(await told(payer.pay({ channel: free.channel, direction: Import, registerWh: 9_000n }))).to.contain(
      "costs nothing",
    );
    const cheap = { ...facts, channel: `0x${"0e".repeat(32)}` as const, importPricePerKWh: 1n };
    await payer.keep(cheap);
    await payer.pay({ channel: cheap.channel, direction: Import, registerWh: 6_000n });
    expect(await told(payer.pay({ channel: cheap.channel, direction: Import, registerWh: 6_001n }))).to.match(
      /^Too little to cost anything flowed/,
    );
    expect(payer.promised(channel, Import)).to.equal(1_200_000n);
  });

  it("refuse more than the register justifies", async () => {
    expect(await refusal(pay(6_000n, 1_200_001n))).to.equal("VoucherUnjustified");
    expect(await refusal(pay(4_999n, 1n))).to.equal("VoucherUnjustified");
    const greedy = await openSide({ ...owner, path: side("c").path });
    opened.push(greedy);
    await greedy.keep({ ...facts, importPricePerKWh: 2_400_000n });
    const unjustified = await greedy.pay({ channel, direction: Import, registerWh: 6_000n });
    expect(await refusal(payee.accept(unjustified))).to.equal("VoucherUnjustified");
  });

  it("refuse more than the deposit and what comes from the other direction", async () => {
    expect(await refusal(pay(20_000n))).to.equal("VoucherBeyondDeposit");
    const beyond = await pay(20_000n).catch((error: unknown) => error);
    expect(beyond).to.include({
      message: "The voucher promises 18.00, but deposits cover 10.00 only: 8.00 is missing.",
      next: "Have the payer deposit 8.00 more (wattproof channel deposit), then try again.",
    });
    expect((beyond as { facts: object }).facts).to.include({ amount: 18_000_000n, limit: 10_000_000n });
    await payer.accept(await payee.pay({ channel, direction: Export, registerWh: 15_000n }));
    const signed = await pay(18_000n);
    expect(signed.voucher.amount).to.equal(15_600_000n);
    await payee.accept(signed);
    expect(await refusal(pay(19_000n))).to.equal("VoucherBeyondDeposit");
    await payer.keep({ ...facts, ownerDeposit: 20_000_000n });
    expect(await refusal(payee.accept(await pay(19_000n)))).to.equal("VoucherBeyondDeposit");
  });

  it("refuse a signature that is not the payer's, changed, or of another contract", async () => {
    const good = await pay(6_000n);
    const forger = await open({ ...sides.payer, path: side("d").path }, { sign: keySigner(partner.secret, curve) });
    await forger.keep(facts);
    const abroad = await open({ ...sides.payer, path: side("e").path }, { separator: `0x${"77".repeat(32)}` });
    await abroad.keep(facts);
    const bad: SignedVoucher[] = [
      await forger.pay({ channel, direction: Import, registerWh: 6_000n }),
      await abroad.pay({ channel, direction: Import, registerWh: 6_000n }),
      { ...good, voucher: { ...good.voucher, amount: good.voucher.amount - 1n } },
      { ...good, signature: "0x" },
      { ...good, signature: `${good.signature.slice(0, -2)}1d` as Hex },
      { ...good, signature: good.signature.toUpperCase() as Hex },
    ];
    for (const each of bad) expect(await refusal(payee.accept(each))).to.equal("VoucherSignatureInvalid");
    await payee.accept(good);
    const next = await pay(6_100n);
    for (const each of bad.slice(0, 3).map(({ signature }) => ({ ...next, signature }))) {
      expect(await refusal(payee.accept(each))).to.equal("VoucherSignatureInvalid");
    }
  });

  it("refuse what has no encoding, and channels that are not theirs", async () => {
    const good = await pay(6_000n);
    const changed = (change: object) => payee.accept({ ...good, voucher: { ...good.voucher, ...change } });
    expect(await refusal(changed({ registerWh: 1n << 64n }))).to.equal("IntegerOutOfRange");
    expect(await refusal(changed({ direction: 2 }))).to.equal("WrongDirection");
    expect(await refusal(changed({ channel: `0x${"02".repeat(32)}` }))).to.equal("ChannelUnknown");
    expect(await refusal(payer.keep({ ...facts, owner: side("x").account }))).to.equal("NotYourChannel");
  });

  it("promise nothing once a close has begun", async () => {
    const last = await pay(6_000n);
    for (const client of [payer, payee]) await client.keep({ ...facts, status: ChannelStatus.Closing });
    expect(await refusal(pay(7_000n))).to.equal("ChannelNotOpen");
    expect(await refusal(payee.accept(last))).to.equal("ChannelNotOpen");
  });

  it("wait for a wallet that takes its time, and promise no less meanwhile", async () => {
    const quick = keySigner(owner.secret, curve);
    let pauseMs = 20;
    const sign: typeof quick = async (voucher, digest) => {
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
      return quick(voucher, digest);
    };
    payer = await open({ ...sides.payer, path: side("f").path }, { sign });
    await payer.keep(facts);
    const slow = refusal(pay(6_000n));
    pauseMs = 0;
    await pay(6_001n);
    expect(await slow).to.equal("VoucherNotNewer");
  });

  it("refuse to go on beside another process that keeps more", async () => {
    const twin = await open(sides.payer);
    await twin.pay({ channel, direction: Import, registerWh: 7_000n });
    expect(await refusal(pay(6_000n))).to.equal("ChannelStateUnusable");
    expect(await refusal(pay(8_000n))).to.equal("ChannelStateUnusable");
    payer = await open(sides.payer);
    expect(payer.promised(channel, Import)).to.equal(2_400_000n);
  });

  it("belong to one chain and contract", async () => {
    expect(await refusal(openSide(sides.payer, { separator: `0x${"77".repeat(32)}` }))).to.equal("ChannelStateForeign");
    expect(await refusal(openSide({ ...owner, path: "/dev/null/channels.sqlite" }))).to.equal("ChannelStateUnusable");
  });

  it("refuse everything once they are closed", async () => {
    await payer.close();
    expect(await refusal(pay(6_000n))).to.equal("ChannelsClosed");
    await payer.close();
  });

  it("work in JavaScript alone", async () => {
    const script = { curve: scriptSecp256k1, sign: keySigner(owner.secret, scriptSecp256k1) };
    payer = await open({ ...sides.payer, path: side("g").path }, script);
    await payer.keep(facts);
    const slow = await open({ ...sides.payee, path: side("h").path }, { curve: scriptSecp256k1 });
    await slow.keep(facts);
    const signed = [await pay(6_000n), await pay(6_001n)];
    for (const each of signed) {
      await slow.accept(each);
      await payee.accept(each);
    }
    expect(slow.promised(channel, Import)).to.equal(1_201_200n);
  });
});
