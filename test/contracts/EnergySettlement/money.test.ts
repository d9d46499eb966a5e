import { expect } from "chai";
import { Signature } from "ethers";
import { describe, it } from "mocha";
import { fresh, nowS } from "../../support/chain/chain.js";
import { agree, endOf, intervalOf, mintTo } from "../../support/chain/market.js";
import { signPermit } from "../../support/chain/permit.js";
import { outcomeOf, settledBy } from "../../support/chain/settled.js";
import { ESCROW, escrowsOf, hour, village } from "./village.js";

/** A village with a depositor that holds tokens outside, and a permit over them. */
async function withPermit() {
  const v = await fresh(village);
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
      const delivered = [];
      for (const [count, wh] of [
        [1, 200n],
        [2, 400n],
        [3, 600n],
      ] as const) {
        const readings = [
          v.ada.meter.read(endOf(count), 0n, BigInt(count) * 1000n),
          v.eve.meter.read(endOf(count), wh, 0n),
        ];
        const sent = v.settlement.settle([await intervalOf(v, v.ada, endOf(count), readings)]);
        delivered.push(...(await settledBy(v, sent)).map((told) => outcomeOf(told).members[0]));
      }
      expect(delivered).to.deep.equal([
        [200n, 200n, 0n],
        [200n, 50n, 0n],
        [200n, 0n, 0n],
      ]);
      expect(await v.settlement.deliveredWhOf(eves)).to.equal(250n);
      expect(await escrowsOf(v, [v.eve])).to.deep.equal([ESCROW - 300_000n]);
    });

    it("leave a capped consumer's share to the others", async () => {
      const v = await fresh(village);
      await agree(v, v.eve, v.supplier, { capWh: 10n });
      await v.settlement.settle([await hour(v, 1, [300n, 100n, 200n], [v.eve.meter.read(endOf(1), 5000n, 0n)])]);
      // Production is shared by demand after the cap: 300 over 100 + 200 + 10.
      expect(await v.settlement.deliveredWhOf(v.bobs)).to.equal((300n * 200n) / 310n);
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

    it("refuses a deposit of more than a balance can count", async () => {
      const v = await fresh(withPermit);
      await expect(v.settlement.connect(v.holder).deposit(v.holder, 1n << 128n)).to.be.revertedWithCustomError(
        v.settlement,
        "SafeCastOverflowedUintDowncast",
      );
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
      const v = await fresh(village);
      const { account } = v.supplier;
      await v.settlement.settle([await hour(v, 1, [2000n, 500n, 1000n])]);
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
