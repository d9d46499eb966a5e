import { expect } from "chai";
import { getAddress } from "ethers";
import { describe, it } from "mocha";
import type { ChannelTerms } from "../../../protocol/index.js";
import { ContractWallet__factory } from "../../../typechain-types/index.js";
import { enrolBattery } from "../../support/chain/batteries.js";
import { fresh, nowS } from "../../support/chain/chain.js";
import {
  BASELINE_WH,
  CHALLENGE_S,
  channelId,
  channelTerms,
  EXPORT_PRICE,
  fund,
  HOUR_S,
  openChannel,
  permitArguments,
  signChannelTerms,
} from "../../support/chain/channels.js";
import { deployConsortium, lower } from "../../support/chain/consortium.js";
import { bytes32Of } from "../../support/chain/devices.js";
import { enrolHome, openMeters, PRICE } from "../../support/chain/market.js";

async function couple() {
  const c = await deployConsortium();
  const home = await enrolHome(c, c.people[0]!);
  const owner = home.account;
  const partner = c.people[1]!;
  await openMeters(c, [home], { registerWh: BASELINE_WH });
  return { ...c, home, owner, partner, terms: await channelTerms(home, partner) };
}

type Couple = Awaited<ReturnType<typeof couple>>;

async function opening(c: Couple, change: Partial<ChannelTerms>, signers = [c.owner, c.partner]) {
  const terms = { ...c.terms, ...change };
  const [owner, partner] = await Promise.all(signers.map((party) => signChannelTerms(c, terms, party)));
  return [terms, owner!, partner!] as const;
}

describe("PaymentChannel: open", () => {
  it("opens by both signatures, relayed by anyone, from the registers that are settled", async () => {
    const c = await fresh(couple);
    const channel = await channelId(c, c.terms);
    const emitted = await c.channels.open(...(await opening(c, {})));
    await expect(emitted)
      .to.emit(c.channels, "ChannelOpened")
      .withArgs(
        channel,
        c.owner,
        c.partner,
        Object.values({ ...c.terms, owner: c.owner.address, partner: c.partner.address }),
        BASELINE_WH,
        BASELINE_WH,
      );
    const open = await c.channels.channelOf(channel);
    expect([...open]).to.deep.equal([
      c.owner.address,
      PRICE,
      c.partner.address,
      EXPORT_PRICE,
      c.terms.meter,
      BASELINE_WH,
      BASELINE_WH,
      CHALLENGE_S,
      0n,
      1n,
      0n,
      0n,
      0n,
      0n,
    ]);
    expect(await c.channels.idOf(c.terms)).to.equal(channel);
  });

  it("takes the caller's call for its signature, and no other party's", async () => {
    const c = await fresh(couple);
    const [terms, byOwner, byPartner] = await opening(c, {});
    for (const [caller, owner, partner, missing] of [
      [c.owner, "0x", "0x", c.partner],
      [c.partner, "0x", "0x", c.owner],
      [c.stranger, byOwner, "0x", c.partner],
    ] as const) {
      await expect(c.channels.connect(caller).open(terms, owner, partner))
        .to.be.revertedWithCustomError(c.channels, "PaymentChannelInvalidSignature")
        .withArgs(await channelId(c, terms), missing);
    }
    await c.channels.connect(c.owner).open(terms, "0x", byPartner);
    const second = { ...terms, salt: bytes32Of("second") };
    await c.channels.connect(c.partner).open(second, await signChannelTerms(c, second, c.owner), "0x");
    expect((await c.channels.channelOf(await channelId(c, second))).status).to.equal(1n);
  });

  it("refuses a forged counter-signature and one over other terms", async () => {
    const c = await fresh(couple);
    const refused = async (args: Awaited<ReturnType<typeof opening>>, missing: { address: string }) =>
      expect(c.channels.open(...args))
        .to.be.revertedWithCustomError(c.channels, "PaymentChannelInvalidSignature")
        .withArgs(await channelId(c, args[0]), missing);
    await refused(await opening(c, {}, [c.owner, c.stranger]), c.partner);
    await refused(await opening(c, {}, [c.stranger, c.partner]), c.owner);
    const [terms, byOwner, byPartner] = await opening(c, {});
    await refused([{ ...terms, importPricePerKWh: 1n }, byOwner, byPartner], c.owner);
    await refused([{ ...terms, challengePeriodS: HOUR_S }, byOwner, byPartner], c.owner);
  });

  it("opens the same terms once", async () => {
    const c = await fresh(couple);
    const args = await opening(c, {});
    await c.channels.open(...args);
    await expect(c.channels.open(...args))
      .to.be.revertedWithCustomError(c.channels, "PaymentChannelAlreadyOpened")
      .withArgs(await channelId(c, c.terms));
  });

  it("refuses terms whose time has passed", async () => {
    const c = await fresh(couple);
    const openBeforeS = BigInt(await nowS());
    await expect(c.channels.open(...(await opening(c, { openBeforeS }))))
      .to.be.revertedWithCustomError(c.channels, "PaymentChannelOpeningExpired")
      .withArgs(await channelId(c, { ...c.terms, openBeforeS }), openBeforeS);
  });

  it("refuses a channel with oneself and one without a price", async () => {
    const c = await fresh(couple);
    const owner = lower(c.owner.address);
    await expect(c.channels.open(...(await opening(c, { partner: owner }, [c.owner, c.owner]))))
      .to.be.revertedWithCustomError(c.channels, "PaymentChannelInvalidTerms")
      .withArgs(c.owner, c.owner);
    await expect(c.channels.open(...(await opening(c, { importPricePerKWh: 0n, exportPricePerKWh: 0n }))))
      .to.be.revertedWithCustomError(c.channels, "PaymentChannelInvalidTerms")
      .withArgs(c.owner, c.partner);
    await c.channels.open(...(await opening(c, { importPricePerKWh: 0n })));
    await c.channels.open(...(await opening(c, { exportPricePerKWh: 0n })));
  });

  it("bounds the challenge period", async () => {
    const c = await fresh(couple);
    const [least, most] = [await c.channels.MIN_CHALLENGE_S(), await c.channels.MAX_CHALLENGE_S()];
    expect([least, most]).to.deep.equal([HOUR_S, 720n * HOUR_S]);
    for (const challengePeriodS of [0n, least - 1n, most + 1n]) {
      await expect(c.channels.open(...(await opening(c, { challengePeriodS }))))
        .to.be.revertedWithCustomError(c.channels, "PaymentChannelInvalidPeriod")
        .withArgs(challengePeriodS);
    }
    for (const challengePeriodS of [least, most]) await c.channels.open(...(await opening(c, { challengePeriodS })));
  });

  it("refuses a meter that the owner does not own, that is suspended, unknown or no meter", async () => {
    const c = await fresh(couple);
    const refused = async (args: Awaited<ReturnType<typeof opening>>) =>
      expect(c.channels.open(...args))
        .to.be.revertedWithCustomError(c.channels, "PaymentChannelNotMeterOwner")
        .withArgs(args[0].meter, getAddress(args[0].owner));
    const swapped = { owner: c.terms.partner, partner: c.terms.owner };
    await refused(await opening(c, swapped, [c.partner, c.owner]));
    await refused(await opening(c, { meter: bytes32Of("nothing") }));
    await refused(await opening(c, { meter: (await enrolBattery(c)).device }));
    await c.devices.suspend(c.terms.meter);
    await refused(await opening(c, {}));
  });

  it("refuses a meter that settlement does not know", async () => {
    const c = await fresh(couple);
    const other = await enrolHome(c, c.owner, { name: "second meter" });
    await expect(c.channels.open(...(await opening(c, { meter: other.meter.device }))))
      .to.be.revertedWithCustomError(c.channels, "PaymentChannelMeterNotOpen")
      .withArgs(other.meter.device);
  });

  it("asks a contract wallet whether it signed", async () => {
    const c = await fresh(couple);
    const wallet = await new ContractWallet__factory(c.administrator).deploy(c.partner.address);
    const partner = lower(await wallet.getAddress());
    const args = await opening(c, { partner });
    await c.channels.open(...args);
    await wallet.lock();
    await expect(c.channels.open(...(await opening(c, { partner, salt: bytes32Of("second") }))))
      .to.be.revertedWithCustomError(c.channels, "PaymentChannelInvalidSignature")
      .withArgs(await channelId(c, { ...c.terms, partner, salt: bytes32Of("second") }), wallet);
  });

  it("opens and funds in one relayed call, by permit of both", async () => {
    const c = await fresh(couple);
    const channel = await channelId(c, c.terms);
    for (const party of [c.owner, c.partner]) await fund(c, party, 900n);
    const call = c.channels.interface;
    await c.channels.multicall([
      call.encodeFunctionData("open", [...(await opening(c, {}))]),
      call.encodeFunctionData("depositWithPermit", [
        channel,
        c.owner.address,
        ...(await permitArguments(c, c.owner, 700n)),
      ]),
      call.encodeFunctionData("depositWithPermit", [
        channel,
        c.partner.address,
        ...(await permitArguments(c, c.partner, 300n)),
      ]),
    ]);
    const { ownerDeposit, partnerDeposit } = await c.channels.channelOf(channel);
    expect([ownerDeposit, partnerDeposit]).to.deep.equal([700n, 300n]);
    expect(await c.token.balanceOf(c.channels)).to.equal(1000n);
  });

  it("keeps channels of the same parties apart", async () => {
    const c = await fresh(couple);
    const parties = { owner: c.owner, partner: c.partner };
    const first = await openChannel(c, c.terms, parties);
    const second = await openChannel(c, { ...c.terms, salt: bytes32Of("second") }, parties);
    await fund(c, c.owner, 500n);
    await c.channels.connect(c.owner).deposit(second, c.owner, 500n);
    expect((await c.channels.channelOf(first)).ownerDeposit).to.equal(0n);
    expect((await c.channels.channelOf(second)).ownerDeposit).to.equal(500n);
  });
});
