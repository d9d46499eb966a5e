import { expect } from "chai";
import { describe, it } from "mocha";
import {
  EnergySettlement__factory,
  EnergyToken__factory,
  HostileToken__factory,
  SupplyAgreements__factory,
} from "../../../typechain-types/index.js";
import { fresh } from "../../support/chain/chain.js";
import { deployConsortium } from "../../support/chain/consortium.js";
import { agree, endOf, enrolHome, intervalOf, openMeters } from "../../support/chain/market.js";

const DAY_S = 86_400;
/** What Ada and Bob hold in the ledger beside the attacker. */
const OTHERS = 10_000_000n;
const HOUR_COSTS = 1_200_000n;

/** A ledger of a token that calls back before it moves and is itself an account; Ada buys from Sol, who is in league. */
async function hostileLedger() {
  const c = await deployConsortium();
  const hostile = await new HostileToken__factory(c.administrator).deploy();
  const settlement = await new EnergySettlement__factory(c.stranger).deploy(c.authority, c.devices, hostile, DAY_S);
  const agreements = SupplyAgreements__factory.connect(await settlement.AGREEMENTS(), c.stranger);
  const token = EnergyToken__factory.connect(await hostile.getAddress(), c.treasurer);
  const ledger = { ...c, settlement, agreements, token };
  const sol = await enrolHome(ledger, c.people[0]!);
  const ada = await enrolHome(ledger, c.people[1]!);
  await agree(ledger, ada, sol);
  await openMeters(ledger, [sol, ada]);
  for (const holder of [ada.account, c.people[2]!]) {
    await hostile.mint(holder, OTHERS);
    await token.connect(holder).approve(settlement, OTHERS);
    await settlement.connect(holder).deposit(holder, OTHERS);
  }
  await hostile.run(hostile, hostile.interface.encodeFunctionData("approve", [await settlement.getAddress(), OTHERS]));
  const interval = await intervalOf(ledger, sol, endOf(1), [
    sol.meter.read(endOf(1), 0n, 2000n),
    ada.meter.read(endOf(1), 1000n, 0n),
  ]);
  const abi = settlement.interface;
  const call = {
    deposit: (amount: bigint) => abi.encodeFunctionData("deposit", [attacker, amount]),
    withdraw: (amount: bigint) => abi.encodeFunctionData("withdraw", [attacker, amount]),
    settle: abi.encodeFunctionData("settle", [[interval]]),
  };
  const attacker = await hostile.getAddress();
  /** The ledger's tokens and what its accounts add up to. */
  const books = async () => {
    const accounts = [attacker, sol.account, ada.account, c.people[2]!];
    const escrows = await Promise.all(accounts.map((account) => settlement.escrowOf(account)));
    return { held: await token.balanceOf(settlement), owned: escrows.reduce((sum, escrow) => sum + escrow, 0n) };
  };
  return { ...ledger, hostile, attacker, sol, ada, call, books };
}

describe("EnergySettlement with a token that calls back", () => {
  it("lets a deposit be withdrawn while it comes in, and nobody gains", async () => {
    const { hostile, settlement, token, attacker, call, books } = await fresh(hostileLedger);
    await hostile.arm(settlement, call.withdraw(500n));
    await hostile.run(settlement, call.deposit(500n));
    expect([await hostile.callbacks(), await hostile.failure()]).to.deep.equal([1n, "0x"]);
    expect([await settlement.escrowOf(attacker), await token.balanceOf(attacker)]).to.deep.equal([0n, 0n]);
    expect(await books()).to.deep.equal({ held: 2n * OTHERS, owned: 2n * OTHERS });
  });

  it("refuses to pay a withdrawal twice", async () => {
    const { hostile, settlement, token, attacker, call, books } = await fresh(hostileLedger);
    await hostile.mint(attacker, 500n);
    await hostile.run(settlement, call.deposit(500n));
    await hostile.arm(settlement, call.withdraw(500n));
    await hostile.run(settlement, call.withdraw(500n));
    expect(await hostile.failure()).to.equal(
      settlement.interface.encodeErrorResult("EscrowLedgerInsufficient", [attacker, 0n, 500n]),
    );
    expect(await token.balanceOf(attacker)).to.equal(500n);
    expect(await books()).to.deep.equal({ held: 2n * OTHERS, owned: 2n * OTHERS });
  });

  it("counts a deposit within a deposit once each", async () => {
    const { hostile, settlement, attacker, call, books } = await fresh(hostileLedger);
    await hostile.mint(attacker, 700n);
    await hostile.arm(settlement, call.deposit(200n));
    await hostile.run(settlement, call.deposit(500n));
    expect(await hostile.failure()).to.equal("0x");
    expect(await settlement.escrowOf(attacker)).to.equal(700n);
    expect(await books()).to.deep.equal({ held: 2n * OTHERS + 700n, owned: 2n * OTHERS + 700n });
  });

  it("settles within a withdrawal by what is left", async () => {
    const { hostile, settlement, ada, sol, call, books } = await fresh(hostileLedger);
    await hostile.arm(settlement, call.settle);
    await settlement.connect(ada.account).withdraw(ada.account, OTHERS - 200_000n);
    expect(await hostile.failure()).to.equal("0x");
    expect([await settlement.escrowOf(ada.account), await settlement.escrowOf(sol.account)]).to.deep.equal([
      0n,
      200_000n,
    ]);
    expect(await books()).to.deep.equal({ held: OTHERS + 200_000n, owned: OTHERS + 200_000n });
  });

  it("settles within a deposit, and undoes it all if the tokens do not come", async () => {
    const { hostile, settlement, token, ada, sol, call, books } = await fresh(hostileLedger);
    await settlement.connect(ada.account).withdraw(ada.account, OTHERS);
    await token.connect(ada.account).approve(settlement, 2n * OTHERS);
    await hostile.arm(settlement, call.settle);
    await expect(settlement.connect(ada.account).deposit(ada.account, OTHERS + 1n)).to.be.revertedWithCustomError(
      token,
      "ERC20InsufficientBalance",
    );
    expect(await settlement.escrowOf(sol.account)).to.equal(0n);
    await settlement.connect(ada.account).deposit(ada.account, OTHERS);
    expect([await hostile.callbacks(), await hostile.failure()]).to.deep.equal([1n, "0x"]);
    expect(await settlement.escrowOf(sol.account)).to.equal(HOUR_COSTS);
    expect(await books()).to.deep.equal({ held: 2n * OTHERS, owned: 2n * OTHERS });
  });
});
