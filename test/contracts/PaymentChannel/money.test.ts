import { expect } from "chai";
import { describe, it } from "mocha";
import {
  CallingToken__factory,
  GreedyParty__factory,
  type PaymentChannel,
  PaymentChannel__factory,
} from "../../../typechain-types/index.js";
import { advanceTo, fresh, nowS } from "../../support/chain/chain.js";
import {
  channelTerms,
  DEPOSIT,
  fund,
  HOUR_S,
  permitArguments,
  signChannelTerms,
  street,
} from "../../support/chain/channels.js";
import { lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";

/** A channel between the home's owner and a contract that asks again whenever it is paid; both have 100 to come. */
async function greedy() {
  const s = await fresh(street);
  const token = await new CallingToken__factory(s.administrator).deploy();
  const channels = await new PaymentChannel__factory(s.owner).deploy(token, s.devices, s.settlement);
  const party = await new GreedyParty__factory(s.administrator).deploy(channels, token);
  const terms = await channelTerms(s.home, s.partner, { partner: lower(await party.getAddress()) });
  const channel = await channels.idOf(terms);
  await channels.open(terms, await signChannelTerms(s, terms, s.owner), "0x");
  await token.mint(s.owner, 1_000n);
  await token.connect(s.owner).approve(channels, 1_000n);
  await channels.deposit(channel, s.owner, 200n);
  const close = { channel, paidByOwner: 100n, paidByPartner: 0n, expiresAtS: BigInt(await nowS()) + HOUR_S };
  await channels.closeTogether(close, "0x", "0x");
  // Somebody else's money, for a re-entrant party to take.
  const other = { ...terms, salt: bytes32Of("other") };
  await channels.open(other, "0x", "0x");
  await channels.deposit(await channels.idOf(other), s.owner, 800n);
  return { ...s, token, channels: channels as PaymentChannel, party };
}

describe("PaymentChannel: money", () => {
  it("takes top-ups for either party from anybody until a close begins", async () => {
    const s = await fresh(street);
    await fund(s, s.people[5]!, 100n);
    const payer = s.channels.connect(s.people[5]!);
    await expect(payer.deposit(s.channel, s.partner, 60n))
      .to.emit(s.channels, "ChannelDeposited")
      .withArgs(s.channel, s.partner, 60n);
    await payer.deposit(s.channel, s.owner, 40n);
    const { ownerDeposit, partnerDeposit } = await s.channels.channelOf(s.channel);
    expect([ownerDeposit, partnerDeposit]).to.deep.equal([DEPOSIT + 40n, DEPOSIT + 60n]);
    await s.channels.connect(s.owner).close(s.channel);
    await expect(payer.deposit(s.channel, s.owner, 0n))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
      .withArgs(s.channel, 2);
  });

  it("takes no deposit for a stranger, into no channel, or beyond the payer's allowance", async () => {
    const s = await fresh(street);
    await expect(s.channels.deposit(s.channel, s.stranger, 0n))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelNotParty")
      .withArgs(s.channel, s.stranger);
    await expect(s.channels.deposit(bytes32Of("nothing"), s.owner, 0n))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelUnexpectedStatus")
      .withArgs(bytes32Of("nothing"), 0);
    await expect(s.channels.deposit(s.channel, s.owner, 1n)).to.be.revertedWithCustomError(
      s.token,
      "ERC20InsufficientAllowance",
    );
  });

  it("takes a party's own tokens by its permit, once, and nobody else's", async () => {
    const s = await fresh(street);
    await fund(s, s.owner, 70n);
    const permit = await permitArguments(s, s.owner, 70n);
    for (const party of [s.partner, s.stranger]) {
      await expect(s.channels.depositWithPermit(s.channel, party, ...permit)).to.be.revertedWithCustomError(
        s.token,
        "ERC2612InvalidSigner",
      );
    }
    await s.channels.depositWithPermit(s.channel, s.owner, ...permit);
    await expect(s.channels.depositWithPermit(s.channel, s.owner, ...permit)).to.be.revertedWithCustomError(
      s.token,
      "ERC2612InvalidSigner",
    );
    expect((await s.channels.channelOf(s.channel)).ownerDeposit).to.equal(DEPOSIT + 70n);
    const strangers = await permitArguments(s, s.stranger, 0n);
    await expect(s.channels.depositWithPermit(s.channel, s.stranger, ...strangers))
      .to.be.revertedWithCustomError(s.channels, "PaymentChannelNotParty")
      .withArgs(s.channel, s.stranger);
  });

  it("pays an account's credit out to it, whoever asks, once", async () => {
    const s = await fresh(street);
    await s.channels.connect(s.owner).close(s.channel);
    await advanceTo(Number((await s.channels.channelOf(s.channel)).closesAtS));
    const call = s.channels.interface;
    await s.channels.multicall([
      call.encodeFunctionData("finalise", [s.channel]),
      call.encodeFunctionData("withdraw", [s.owner.address]),
    ]);
    expect(await s.token.balanceOf(s.owner)).to.equal(DEPOSIT);
    expect(await s.token.balanceOf(s.channels)).to.equal(DEPOSIT);
    await expect(s.channels.withdraw(s.partner)).to.emit(s.channels, "Withdrawn").withArgs(s.partner, DEPOSIT);
    expect(await s.token.balanceOf(s.channels)).to.equal(0n);
    for (const account of [s.owner, s.partner, s.stranger]) {
      await expect(s.channels.withdraw(account))
        .to.be.revertedWithCustomError(s.channels, "PaymentChannelNoCredit")
        .withArgs(account);
    }
  });

  it("pays a party that asks again while it is paid once only", async () => {
    const g = await fresh(greedy);
    await g.channels.withdraw(g.party);
    expect(await g.party.attempts()).to.equal(1n);
    expect(await g.token.balanceOf(g.party)).to.equal(100n);
    expect(await g.token.balanceOf(g.channels)).to.equal(100n + 800n);
  });

  it("pays one party whatever the other does with its money", async () => {
    const g = await fresh(greedy);
    await g.party.refuse();
    await expect(g.channels.withdraw(g.party)).to.be.revertedWithCustomError(g.party, "MoneyRefused");
    await g.channels.withdraw(g.owner);
    expect(await g.token.balanceOf(g.owner)).to.equal(100n);
    expect(await g.channels.creditOf(g.party)).to.equal(100n);
  });
});
