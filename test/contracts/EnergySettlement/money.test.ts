import { expect } from "chai";
import { Signature } from "ethers";
import { describe, it } from "mocha";
import { fresh, nowS } from "../../support/chain/chain.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { agree, endOf, mintTo, WIDE_CAP_WH } from "../../support/chain/market.js";
import { signPermit } from "../../support/chain/permit.js";
import { ESCROW, escrowsOf, hour, village } from "./village.js";

/** The village after Ada left 0.6 NOK in escrow and took 1 kWh (1.2 NOK) in the first hour. */
async function withClaim() {
  const v = await village();
  await v.settlement.connect(v.ada.account).withdraw(v.ada.account, ESCROW - 600_000n);
  await v.settlement.settle([hour(v, 1, [10_000n, 1000n, 1000n])]);
  return v;
}

/** A village with a depositor that holds tokens outside, and a permit over them. */
async function withPermit() {
  const v = await village();
  const holder = v.people[5]!;
  await mintTo(v, holder, 1000n);
  const deadline = BigInt(await nowS()) + 100_000n;
  const spender = await v.settlement.getAddress();
  const {
    v: parity,
    r,
    s,
  } = Signature.from(await signPermit({ token: v.token, owner: holder, spender, amount: 700n, deadline }));
  return { ...v, holder, deadline, permit: [700n, deadline, parity, r, s] as const };
}

describe("EnergySettlement: money", () => {
  describe("caps", () => {
    it("deliver up to the cap over the window and nothing after", async () => {
      const v = await fresh(village);
      const eves = await agree(v, v.eve, v.ada, { capWh: 250n, endS: endOf(3) });
      const eve = (count: number, wh: bigint) => {
        const endS = endOf(count);
        const readings = [v.ada.meter.read(endS, 0n, BigInt(count) * 1000n), v.eve.meter.read(endS, wh, 0n)];
        return {
          exportMeter: v.ada.meter.device,
          endS,
          readings: readings.map(({ record, signature }) => ({ reading: record, signature })),
        };
      };
      await v.settlement.settle([eve(1, 200n)]);
      await expect(v.settlement.settle([eve(2, 400n)]))
        .to.emit(v.settlement, "Delivered")
        .withArgs(eves, endOf(2), 200n, 50n, 60_000n, 0n);
      await expect(v.settlement.settle([eve(3, 600n)]))
        .to.emit(v.settlement, "Delivered")
        .withArgs(eves, endOf(3), 200n, 0n, 0n, 0n);
      expect(await v.settlement.deliveredWhOf(eves)).to.equal(250n);
      expect(WIDE_CAP_WH > 250n).to.equal(true);
    });

    it("leave a capped consumer's share to the others", async () => {
      const v = await fresh(village);
      await agree(v, v.eve, v.supplier, { capWh: 10n });
      const first = hour(v, 1, [300n, 100n, 200n]);
      const eves = v.eve.meter.read(endOf(1), 5000n, 0n);
      const readings = [...first.readings, { reading: eves.record, signature: eves.signature }];
      await v.settlement.settle([{ ...first, readings }]);
      // Production is shared by demand after the cap: 300 over 100 + 200 + 10.
      expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal((300n * 200n) / 310n);
    });
  });

  describe("claims", () => {
    it("arise where escrow runs short: the payment is what was there", async () => {
      const v = await fresh(withClaim);
      expect(await v.settlement.claimOf(v.adas)).to.equal(600_000n);
      expect(await escrowsOf(v, [v.ada, v.supplier])).to.deep.equal([0n, 600_000n + 1_200_000n]);
      expect(await v.settlement.claimOf(v.bobs)).to.equal(0n);
    });

    it("suspend the agreement from the next interval on; its register goes on", async () => {
      const v = await fresh(withClaim);
      await expect(v.settlement.settle([hour(v, 2, [20_000n, 3000n, 2000n])]))
        .to.emit(v.settlement, "Delivered")
        .withArgs(v.adas, endOf(2), 2000n, 0n, 0n, 0n)
        .and.to.emit(v.settlement, "Delivered")
        .withArgs(v.bobs, endOf(2), 1000n, 1000n, 1_200_000n, 0n);
      expect((await v.settlement.registersOf(v.ada.meter.device)).importWh).to.equal(3000n);
    });

    it("are paid by anyone's call from the consumer's escrow, in parts, and the agreement resumes", async () => {
      const v = await fresh(withClaim);
      const deposit = async (amount: bigint) => {
        await v.token.connect(v.ada.account).approve(v.settlement, amount);
        await v.settlement.connect(v.ada.account).deposit(v.ada.account, amount);
      };
      await expect(v.settlement.payClaim(v.adas)).to.emit(v.settlement, "ClaimPaid").withArgs(v.adas, 0n, 600_000n);
      await deposit(200_000n);
      await expect(v.settlement.payClaim(v.adas))
        .to.emit(v.settlement, "ClaimPaid")
        .withArgs(v.adas, 200_000n, 400_000n);
      await v.settlement.settle([hour(v, 2, [20_000n, 2000n, 2000n])]);
      expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(1000n);
      await deposit(1_600_000n);
      await expect(v.settlement.payClaim(v.adas)).to.emit(v.settlement, "ClaimPaid").withArgs(v.adas, 400_000n, 0n);
      await v.settlement.settle([hour(v, 3, [30_000n, 3000n, 3000n])]);
      expect(await v.settlement.deliveredWhOf(v.adas)).to.equal(2000n);
      expect(await escrowsOf(v, [v.ada])).to.deep.equal([0n]);
      expect(await v.settlement.claimOf(v.adas)).to.equal(0n);
    });

    it("cannot be paid where there is none", async () => {
      const v = await fresh(withClaim);
      for (const agreement of [v.bobs, bytes32Of("nothing")]) {
        await expect(v.settlement.payClaim(agreement))
          .to.be.revertedWithCustomError(v.settlement, "EnergySettlementNoClaim")
          .withArgs(agreement);
      }
    });

    it("do not follow a consumer to another agreement", async () => {
      const v = await fresh(withClaim);
      const next = await agree(v, v.eve, v.supplier);
      expect(await v.settlement.claimOf(next)).to.equal(0n);
    });
  });

  describe("escrow", () => {
    it("takes deposits for any account and pays out what an account holds", async () => {
      const v = await fresh(withPermit);
      await v.token.connect(v.holder).approve(v.settlement, 400n);
      await expect(v.settlement.connect(v.holder).deposit(v.stranger, 400n))
        .to.emit(v.settlement, "Deposited")
        .withArgs(v.stranger, 400n);
      expect(await v.settlement.escrowOf(v.stranger)).to.equal(400n);
      await expect(v.settlement.connect(v.stranger).withdraw(v.holder, 150n))
        .to.emit(v.settlement, "Withdrawn")
        .withArgs(v.stranger, v.holder, 150n);
      expect(await v.token.balanceOf(v.holder)).to.equal(750n);
      await expect(v.settlement.connect(v.stranger).withdraw(v.stranger, 251n))
        .to.be.revertedWithCustomError(v.settlement, "EscrowLedgerInsufficient")
        .withArgs(v.stranger, 250n, 251n);
    });

    it("refuses a deposit beyond allowance or balance", async () => {
      const v = await fresh(withPermit);
      await expect(v.settlement.connect(v.holder).deposit(v.holder, 1n)).to.be.revertedWithCustomError(
        v.token,
        "ERC20InsufficientAllowance",
      );
      await v.token.connect(v.holder).approve(v.settlement, 2000n);
      await expect(v.settlement.connect(v.holder).deposit(v.holder, 1001n)).to.be.revertedWithCustomError(
        v.token,
        "ERC20InsufficientBalance",
      );
      expect(await v.settlement.escrowOf(v.holder)).to.equal(0n);
    });

    it("lets a supplier withdraw what it earned, as tokens", async () => {
      const v = await fresh(withClaim);
      const { account } = v.supplier;
      await v.settlement.connect(account).withdraw(account, 1_800_000n);
      expect(await v.token.balanceOf(account)).to.equal(1_800_000n);
    });

    describe("depositWithPermit", () => {
      it("moves the holder's tokens by its signature, relayed by anyone", async () => {
        const v = await fresh(withPermit);
        await expect(v.settlement.depositWithPermit(v.holder, ...v.permit))
          .to.emit(v.settlement, "Deposited")
          .withArgs(v.holder, 700n);
        expect(await v.settlement.escrowOf(v.holder)).to.equal(700n);
        expect(await v.token.balanceOf(v.holder)).to.equal(300n);
      });

      it("reverts if somebody used the permit at the token first; the holder still deposits itself", async () => {
        const v = await fresh(withPermit);
        const [amount, deadline, parity, r, s] = v.permit;
        await v.token.connect(v.stranger).permit(v.holder, v.settlement, amount, deadline, parity, r, s);
        await expect(v.settlement.depositWithPermit(v.holder, ...v.permit)).to.be.revertedWithCustomError(
          v.token,
          "ERC2612InvalidSigner",
        );
        expect(await v.settlement.escrowOf(v.holder)).to.equal(0n);
      });

      it("works once", async () => {
        const v = await fresh(withPermit);
        await v.settlement.depositWithPermit(v.holder, ...v.permit);
        await expect(v.settlement.depositWithPermit(v.holder, ...v.permit)).to.be.revertedWithCustomError(
          v.token,
          "ERC2612InvalidSigner",
        );
      });

      it("moves nothing with another amount or another holder", async () => {
        const v = await fresh(withPermit);
        const [, ...rest] = v.permit;
        for (const [holder, amount] of [
          [v.holder, 701n],
          [v.treasurer, 700n],
        ] as const) {
          await expect(v.settlement.depositWithPermit(holder, amount, ...rest)).to.be.revertedWithCustomError(
            v.token,
            "ERC2612InvalidSigner",
          );
        }
      });

      it("spends no allowance that was given without a permit, so that nobody pays a claim out of another's wallet", async () => {
        const v = await fresh(withPermit);
        const nothing = `0x${"00".repeat(32)}`;
        const { account } = v.supplier;
        await v.token.connect(account).approve(v.settlement, 400n);
        await expect(
          v.settlement.connect(v.stranger).depositWithPermit(account, 400n, 0n, 27, nothing, nothing),
        ).to.be.revertedWithCustomError(v.token, "ERC2612ExpiredSignature");
      });
    });
  });
});
