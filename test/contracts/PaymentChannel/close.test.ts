import { expect } from "chai";
import { describe, it } from "mocha";
import { channelPayments, Direction } from "../../../protocol/index.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import {
  BASELINE_WH,
  CHALLENGE_S,
  DEPOSIT,
  EXPORT_PRICE,
  HOUR_S,
  openChannel,
  promise,
  type Street,
  settleHour,
  signClose,
  street,
} from "../../support/chain/channels.js";
import { correctMeter, nextCorrection } from "../../support/chain/corrections.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { endOf, intervalOf, PRICE } from "../../support/chain/market.js";

const { Import, Export } = Direction;

async function creditsOf({ channels, owner, partner }: Street) {
  return [await channels.creditOf(owner), await channels.creditOf(partner)];
}

/** Settles what flowed, presents what was promised (import, export), closes alone and finalises. */
async function closeAlone(s: Street, risen: { importWh: bigint; exportWh: bigint }, promised: readonly bigint[]) {
  await settleHour(s, 1, risen);
  for (const direction of [Import, Export]) {
    const amount = promised[direction]!;
    if (amount > 0n) await s.channels.present(...(await promise(s, direction, { risenWh: 10n ** 9n, amount })));
  }
  await s.channels.connect(s.partner).close(s.channel);
  await advanceTo(Number((await s.channels.channelOf(s.channel)).closesAtS));
  const expected = channelPayments(await s.channels.channelOf(s.channel), {
    importWh: BASELINE_WH + risen.importWh,
    exportWh: BASELINE_WH + risen.exportWh,
  });
  const { paidByOwner, paidByPartner } = expected;
  await expect(s.channels.finalise(s.channel))
    .to.emit(s.channels, "ChannelClosed")
    .withArgs(s.channel, paidByOwner, paidByPartner);
  expect(await creditsOf(s)).to.deep.equal([
    DEPOSIT - paidByOwner + paidByPartner,
    DEPOSIT - paidByPartner + paidByOwner,
  ]);
  return [paidByOwner, paidByPartner];
}

/** A close that both parties sign, for an hour. */
async function agreed(s: Street, paidByOwner: bigint, paidByPartner: bigint, signers = [s.owner, s.partner]) {
  const close = { channel: s.channel, paidByOwner, paidByPartner, expiresAtS: BigInt(await nowS()) + HOUR_S };
  const [byOwner, byPartner] = await Promise.all(signers.map((party) => signClose(s, close, party)));
  return [close, byOwner!, byPartner!] as const;
}

describe("PaymentChannel: close", () => {
  it("starts the challenge period, for parties only and once", async () => {
    const s = await fresh(street);
    await expect(s.channels.close(s.channel))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelNotParty")
      .withArgs(s.channel, s.stranger);
    const atS = (await nowS()) + 10;
    await nextBlockAt(atS);
    await expect(s.channels.connect(s.partner).close(s.channel))
      .to.emit(s.channels, "ChannelClosing")
      .withArgs(s.channel, s.partner, BigInt(atS) + CHALLENGE_S);
    for (const party of [s.owner, s.partner]) {
      await expect(s.channels.connect(party).close(s.channel))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
        .withArgs(s.channel, 2);
    }
    await expect(s.channels.connect(s.owner).close(bytes32Of("nothing")))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
      .withArgs(bytes32Of("nothing"), 0);
  });

  describe("finalise", () => {
    it("waits for the end of the challenge period, then serves anyone, once", async () => {
      const s = await fresh(street);
      await expect(s.channels.finalise(s.channel))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
        .withArgs(s.channel, 1);
      await s.channels.connect(s.owner).close(s.channel);
      const { closesAtS } = await s.channels.channelOf(s.channel);
      await nextBlockAt(Number(closesAtS) - 1);
      await expect(s.channels.finalise(s.channel))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelChallengeOpen")
        .withArgs(s.channel, closesAtS);
      expect(await creditsOf(s)).to.deep.equal([0n, 0n]);
      await nextBlockAt(Number(closesAtS));
      await s.channels.finalise(s.channel);
      expect(await creditsOf(s)).to.deep.equal([DEPOSIT, DEPOSIT]);
      await expect(s.channels.finalise(s.channel))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
        .withArgs(s.channel, 3);
      expect((await s.channels.channelOf(s.channel)).status).to.equal(3n);
    });

    it("pays what was promised if the settled register shows it", async () => {
      const s = await fresh(street);
      expect(await closeAlone(s, { importWh: 3000n, exportWh: 0n }, [3n * PRICE, 0n])).to.deep.equal([3n * PRICE, 0n]);
    });

    it("pays no more than the settled register shows", async () => {
      const s = await fresh(street);
      expect(await closeAlone(s, { importWh: 1001n, exportWh: 0n }, [8n * PRICE, 0n])).to.deep.equal([1_201_200n, 0n]);
    });

    it("pays nothing without a voucher, whatever flowed", async () => {
      const s = await fresh(street);
      expect(await closeAlone(s, { importWh: 5000n, exportWh: 9000n }, [0n, 0n])).to.deep.equal([0n, 0n]);
    });

    it("pays the partner's promise to the owner", async () => {
      const s = await fresh(street);
      const paid = await closeAlone(s, { importWh: 0n, exportWh: 2000n }, [0n, 2n * EXPORT_PRICE]);
      expect(paid).to.deep.equal([0n, 2n * EXPORT_PRICE]);
    });

    it("nets both directions before it looks at deposits", async () => {
      const s = await fresh(street);
      // 15 kWh × 1.20 less 10 kWh × 0.60 is 12, of which the deposit covers 10.
      const paid = await closeAlone(s, { importWh: 15_000n, exportWh: 10_000n }, [15n * PRICE, 10n * EXPORT_PRICE]);
      expect(paid).to.deep.equal([DEPOSIT, 0n]);
    });

    it("pays a promise beyond the deposit that the other direction outweighs", async () => {
      const s = await fresh(street);
      const paid = await closeAlone(s, { importWh: 15_000n, exportWh: 20_000n }, [15n * PRICE, 20n * EXPORT_PRICE]);
      expect(paid).to.deep.equal([15n * PRICE - 20n * EXPORT_PRICE, 0n]);
    });

    it("never takes more than the partner deposited", async () => {
      const s = await fresh(street);
      const paid = await closeAlone(s, { importWh: 0n, exportWh: 50_000n }, [0n, 50n * EXPORT_PRICE]);
      expect(paid).to.deep.equal([0n, DEPOSIT]);
    });

    it("goes by what was counted, whatever an exchange made of the meter's registers, up or down", async () => {
      const s = await fresh(street);
      await s.channels.present(...(await promise(s, Import, { risenWh: 9_000n, amount: 9n * PRICE })));
      await settleHour(s, 1, { importWh: 500n, exportWh: 0n });
      for (const jump of [
        { importFromWh: BASELINE_WH + 600n, importToWh: 0n },
        { importFromWh: 0n, importToWh: 1_000_000n },
      ]) {
        await correctMeter(s, { ...(await nextCorrection(s, s.home.meter.device)), ...jump });
        expect(await s.channels.paymentsOf(s.channel)).to.deep.equal([PRICE / 2n, 0n]);
      }
      const { importWh } = await s.settlement.registersOf(s.home.meter.device);
      const homes = s.home.meter.read(endOf(2), importWh + 1_500n, BASELINE_WH);
      const neighbours = s.neighbour.meter.read(endOf(2), BASELINE_WH, BASELINE_WH + 2_000n);
      await s.settlement.settle([
        await intervalOf(s, s.neighbour, endOf(2), [neighbours, homes]),
        await intervalOf(s, s.home, endOf(2), [homes, neighbours]),
      ]);
      expect(await s.channels.paymentsOf(s.channel)).to.deep.equal([2n * PRICE, 0n]);
    });

    it("opens on what was counted, after an exchange too", async () => {
      const s = await fresh(street);
      await correctMeter(s, {
        ...(await nextCorrection(s, s.home.meter.device)),
        importFromWh: BASELINE_WH + 80n,
        importToWh: 0n,
      });
      const terms = { ...s.terms, salt: bytes32Of("after the exchange") };
      const channel = await openChannel(s, terms, s);
      expect((await s.channels.channelOf(channel)).importBaselineWh).to.equal(BASELINE_WH);
    });

    it("goes by what is settled then, not when the close began, and paymentsOf tells", async () => {
      const s = await fresh(street);
      await s.channels.present(...(await promise(s, Import, { risenWh: 2000n, amount: 2n * PRICE })));
      await s.channels.connect(s.owner).close(s.channel);
      expect(await s.channels.paymentsOf(s.channel)).to.deep.equal([0n, 0n]);
      await settleHour(s, 1, { importWh: 500n, exportWh: 0n });
      expect(await s.channels.paymentsOf(s.channel)).to.deep.equal([PRICE / 2n, 0n]);
      await settleHour(s, 2, { importWh: 9000n, exportWh: 0n });
      expect(await s.channels.paymentsOf(s.channel)).to.deep.equal([2n * PRICE, 0n]);
    });

    it("pays by the voucher that answered a stale close", async () => {
      const s = await fresh(street);
      await settleHour(s, 1, { importWh: 4000n, exportWh: 0n });
      const newest = await promise(s, Import, { risenWh: 4000n, amount: 4n * PRICE });
      const call = s.channels.interface;
      // The owner closes with the oldest voucher it ever gave.
      await s.channels
        .connect(s.owner)
        .multicall([
          call.encodeFunctionData("present", [...(await promise(s, Import, { risenWh: 10n, amount: 1n }))]),
          call.encodeFunctionData("close", [s.channel]),
        ]);
      await s.channels.connect(s.stranger).present(...newest);
      await advanceTo(Number((await s.channels.channelOf(s.channel)).closesAtS));
      await s.channels.finalise(s.channel);
      expect(await creditsOf(s)).to.deep.equal([DEPOSIT - 4n * PRICE, DEPOSIT + 4n * PRICE]);
    });
  });

  describe("closeTogether", () => {
    it("pays what both sign, of either party, at once", async () => {
      const s = await fresh(street);
      await expect(s.channels.closeTogether(...(await agreed(s, 4_000n, 1_000n))))
        .to.emit(s.channels, "ChannelClosed")
        .withArgs(s.channel, 4_000n, 1_000n);
      expect(await creditsOf(s)).to.deep.equal([DEPOSIT - 3_000n, DEPOSIT + 3_000n]);
      await expect(s.channels.closeTogether(...(await agreed(s, 4_000n, 1_000n))))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
        .withArgs(s.channel, 3);
    });

    it("may hand over all that was deposited, and nothing beyond", async () => {
      const s = await fresh(street);
      for (const [byOwner, byPartner] of [
        [DEPOSIT + 1n, 0n],
        [0n, DEPOSIT + 1n],
        [2n ** 128n - 1n, 2n ** 128n - 1n],
      ] as const) {
        await expect(s.channels.closeTogether(...(await agreed(s, byOwner, byPartner))))
          .to.be.revertedWithCustomError(s.channels, "PaymentChannelDepositExceeded")
          .withArgs(s.channel, byOwner, byPartner);
      }
      await s.channels.closeTogether(...(await agreed(s, DEPOSIT, 0n)));
      expect(await creditsOf(s)).to.deep.equal([0n, 2n * DEPOSIT]);
    });

    it("takes the caller's call for its signature", async () => {
      const s = await fresh(street);
      const [close, byOwner] = await agreed(s, 7n, 0n);
      await s.channels.connect(s.partner).closeTogether(close, byOwner, "0x");
      expect(await creditsOf(s)).to.deep.equal([DEPOSIT - 7n, DEPOSIT + 7n]);
    });

    it("refuses a forged counter-signature and a changed amount", async () => {
      const s = await fresh(street);
      const [close, byOwner, byPartner] = await agreed(s, 5n, 0n);
      for (const [given, owner, partner, missing] of [
        [close, byOwner, byOwner, s.partner],
        [close, byPartner, byPartner, s.owner],
        [{ ...close, paidByOwner: 6n }, byOwner, byPartner, s.owner],
        [{ ...close, expiresAtS: close.expiresAtS + 1n }, byOwner, byPartner, s.owner],
        [close, byOwner, "0x", s.partner],
      ] as const) {
        await expect(s.channels.closeTogether(given, owner, partner))
          .to.be.revertedWithCustomError(s.channels, "PaymentChannelInvalidSignature")
          .withArgs(s.channel, missing);
      }
      expect(await creditsOf(s)).to.deep.equal([0n, 0n]);
    });

    it("ends a challenge period, also after it ran out", async () => {
      const s = await fresh(street);
      await s.channels.connect(s.owner).close(s.channel);
      await advanceTo(Number((await s.channels.channelOf(s.channel)).closesAtS) + 10);
      await s.channels.closeTogether(...(await agreed(s, 1n, 0n)));
      expect(await creditsOf(s)).to.deep.equal([DEPOSIT - 1n, DEPOSIT + 1n]);
      await expect(s.channels.finalise(s.channel)).to.be.revertedWithCustomError(
        s.channels,
        "PaymentChannelUnexpectedStatus",
      );
    });

    it("refuses an offer that ran out, and a channel that nobody opened", async () => {
      const s = await fresh(street);
      const offer = await agreed(s, 1n, 0n);
      await nextBlockAt(Number(offer[0].expiresAtS));
      await expect(s.channels.closeTogether(...offer))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelCloseExpired")
        .withArgs(s.channel, offer[0].expiresAtS);
      const channel = bytes32Of("nothing");
      await expect(s.channels.closeTogether(...(await agreed({ ...s, channel }, 0n, 0n))))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
        .withArgs(channel, 0);
    });
  });
});
