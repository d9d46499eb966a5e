import { expect } from "chai";
import { describe, it } from "mocha";
import { Direction, type Hex } from "../../../protocol/index.js";
import { ContractWallet__factory, PaymentChannel__factory } from "../../../typechain-types/index.js";
import { advanceTo, fresh, nextBlockAt } from "../../support/chain/chain.js";
import {
  BASELINE_WH,
  channelDomainOf,
  channelTerms,
  openChannel,
  promise,
  type Street,
  signVoucher,
  street,
} from "../../support/chain/channels.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { PRICE } from "../../support/chain/market.js";

const { Import, Export } = Direction;

async function promisedOf({ channels, channel }: Street) {
  const { importPromised, exportPromised } = await channels.channelOf(channel);
  return [importPromised, exportPromised];
}

/** The street's channel while newer vouchers may answer the owner's close. */
async function closing() {
  const s = await fresh(street);
  await s.channels.connect(s.owner).close(s.channel);
  const { closesAtS } = await s.channels.channelOf(s.channel);
  return { ...s, closesAtS: Number(closesAtS) };
}

describe("PaymentChannel: present", () => {
  it("takes a voucher of either direction from anyone, before and during a challenge period", async () => {
    const s = await fresh(street);
    await expect(s.channels.present(...(await promise(s, Import, { risenWh: 1000n, amount: PRICE }))))
      .to.emit(s.channels, "VoucherPresented")
      .withArgs(s.channel, Import, BASELINE_WH + 1000n, PRICE);
    await s.channels.connect(s.owner).close(s.channel);
    await expect(s.channels.present(...(await promise(s, Export, { risenWh: 500n, amount: 1n }))))
      .to.emit(s.channels, "VoucherPresented")
      .withArgs(s.channel, Export, BASELINE_WH + 500n, 1n);
    expect(await promisedOf(s)).to.deep.equal([PRICE, 1n]);
  });

  it("lets the higher amount win, whatever its register", async () => {
    const s = await fresh(street);
    await s.channels.present(...(await promise(s, Import, { risenWh: 5000n, amount: 600n })));
    await s.channels.present(...(await promise(s, Import, { risenWh: 1n, amount: 601n })));
    expect(await promisedOf(s)).to.deep.equal([601n, 0n]);
  });

  it("refuses a lower amount, the same voucher again, and nothing at all", async () => {
    const s = await fresh(street);
    await s.channels.present(...(await promise(s, Import, { risenWh: 1000n, amount: 600n })));
    for (const amount of [600n, 599n, 0n]) {
      await expect(s.channels.present(...(await promise(s, Import, { risenWh: 2000n, amount }))))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelVoucherNotNewer")
        .withArgs(s.channel, Import, 600n, amount);
    }
    expect(await promisedOf(s)).to.deep.equal([600n, 0n]);
  });

  it("bounds the amount by the voucher's register and the direction's price, to the unit", async () => {
    const s = await fresh(street);
    const cases = [
      [Import, 7n, 8_400n],
      [Export, 7n, 4_200n],
      [Import, 1n, 1_200n],
      [Import, 0n, 0n],
      [Import, -1n, 0n],
      [Export, -BASELINE_WH, 0n],
    ] as const;
    for (const [direction, risenWh, limit] of cases) {
      await expect(s.channels.present(...(await promise(s, direction, { risenWh, amount: limit + 1n }))))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelAmountUnjustified")
        .withArgs(s.channel, direction, limit + 1n, limit);
    }
    await s.channels.present(...(await promise(s, Import, { risenWh: 7n, amount: 8_400n })));
    await s.channels.present(...(await promise(s, Export, { risenWh: 7n, amount: 4_200n })));
    expect(await promisedOf(s)).to.deep.equal([8_400n, 4_200n]);
  });

  it("takes the largest numbers there are without losing a unit", async () => {
    const s = await fresh(street);
    const dearest = { importPricePerKWh: 2n ** 96n - 1n, salt: bytes32Of("dear") };
    const terms = await channelTerms(s.home, s.partner, dearest);
    const channel = await openChannel(s, terms, s);
    const voucher = { channel, direction: Import, registerWh: 2n ** 64n - 1n, amount: 2n ** 128n - 1n };
    await s.channels.present(voucher, await signVoucher(s, voucher, s.owner));
    expect((await s.channels.channelOf(channel)).importPromised).to.equal(2n ** 128n - 1n);
    expect(await s.channels.paymentsOf(channel)).to.deep.equal([0n, 0n]);
  });

  it("promises nothing in a direction without a price", async () => {
    const s = await fresh(street);
    const terms = await channelTerms(s.home, s.partner, { exportPricePerKWh: 0n, salt: bytes32Of("one way") });
    const channel = await openChannel(s, terms, s);
    await expect(s.channels.present(...(await promise({ ...s, channel }, Export, { risenWh: 1000n, amount: 1n }))))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelAmountUnjustified")
      .withArgs(channel, Export, 1n, 0n);
  });

  it("refuses a voucher that its payer did not sign", async () => {
    const s = await fresh(street);
    for (const [direction, by, payer] of [
      [Import, s.partner, s.owner],
      [Import, s.stranger, s.owner],
      [Export, s.owner, s.partner],
    ] as const) {
      await expect(s.channels.present(...(await promise(s, direction, { risenWh: 1000n, amount: 9n, by }))))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelInvalidSignature")
        .withArgs(s.channel, payer);
    }
    expect(await promisedOf(s)).to.deep.equal([0n, 0n]);
  });

  it("refuses a signature over another amount, register, direction, channel, contract or chain", async () => {
    const s = await fresh(street);
    const terms = await channelTerms(s.home, s.partner, { salt: bytes32Of("second") });
    const second = await openChannel(s, terms, s);
    const [voucher, signature] = await promise(s, Import, { risenWh: 1000n, amount: 9n });
    const refused = async (changed: typeof voucher, by: Hex, missing = s.owner) =>
      expect(s.channels.present(changed, by))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelInvalidSignature")
        .withArgs(changed.channel, missing);
    await refused({ ...voucher, amount: 10n }, signature);
    await refused({ ...voucher, registerWh: voucher.registerWh + 1n }, signature);
    await refused({ ...voucher, direction: Export }, signature, s.partner);
    await refused({ ...voucher, channel: second }, signature);
    const { token, devices, settlement } = s;
    const twin = await new PaymentChannel__factory(s.administrator).deploy(token, devices, settlement);
    const domain = await channelDomainOf(s);
    for (const other of [
      { ...domain, verifyingContract: lower(await twin.getAddress()) },
      { ...domain, chainId: 1n },
    ]) {
      await refused(voucher, await signVoucher(s, voucher, s.owner, other));
    }
  });

  it("refuses a voucher for a channel that nobody opened", async () => {
    const s = await fresh(street);
    const channel = bytes32Of("nothing");
    await expect(s.channels.present(...(await promise({ ...s, channel }, Import, { risenWh: 1n, amount: 1n }))))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
      .withArgs(channel, 0);
  });

  it("refuses vouchers from the end of the challenge period on", async () => {
    const s = await fresh(closing);
    await nextBlockAt(s.closesAtS - 1);
    await s.channels.present(...(await promise(s, Import, { risenWh: 1000n, amount: 1n })));
    await nextBlockAt(s.closesAtS);
    await expect(s.channels.present(...(await promise(s, Import, { risenWh: 1000n, amount: 2n }))))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelChallengeOver")
      .withArgs(s.channel, s.closesAtS);
  });

  it("refuses vouchers for a closed channel", async () => {
    const s = await fresh(closing);
    await advanceTo(s.closesAtS);
    await s.channels.finalise(s.channel);
    await expect(s.channels.present(...(await promise(s, Import, { risenWh: 1000n, amount: 1n }))))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
      .withArgs(s.channel, 3);
  });

  it("asks a contract wallet when the voucher is presented, and keeps what it confirmed", async () => {
    const s = await fresh(street);
    const wallet = await new ContractWallet__factory(s.administrator).deploy(s.partner.address);
    const terms = await channelTerms(s.home, s.partner, { partner: lower(await wallet.getAddress()) });
    const channel = await openChannel(s, terms, s);
    const theirs = { ...s, channel };
    await s.channels.present(...(await promise(theirs, Export, { risenWh: 1000n, amount: 5n })));
    await wallet.lock();
    await expect(s.channels.present(...(await promise(theirs, Export, { risenWh: 1000n, amount: 6n }))))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelInvalidSignature")
      .withArgs(channel, wallet);
    expect((await s.channels.channelOf(channel)).exportPromised).to.equal(5n);
  });
});
