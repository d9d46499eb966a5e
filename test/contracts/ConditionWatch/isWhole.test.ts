import { expect } from "chai";
import { describe, it } from "mocha";
import { DeviceKind, type Hex } from "../../../protocol/index.js";
import { advanceTo, fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { lower, ROLE } from "../../support/chain/consortium.js";
import {
  bare,
  COLD,
  CONFIRM_S,
  DAY_S,
  type Dealt,
  dealt,
  HEARTBEAT_S,
  HOUR_S,
  openDelivery,
  type Underway,
  underway,
  WARM,
} from "../../support/chain/deliveries.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { bytes32Of, rotateKey, signedEnrolment } from "../../support/chain/devices.js";

/** Whether the evidence is whole, of sensors that are steady until the time to confirm is over. */
const whole = ({ watch, plan }: Dealt, delivery: string) => watch.isWhole(delivery, plan.endS + CONFIRM_S);

/** The hygrometer tells what it measured so long after the start. */
const humid = ({ watch, delivery, hygrometer, plan }: Underway, sequence: number, afterS: number) =>
  watch.report(delivery, [hygrometer.read(sequence, plan.startS + afterS, 5_000n, "humidity")]);

/** Both sensors tell what they measured at the start. */
async function hearBoth({ watch, freezer, hygrometer, plan }: Dealt, delivery: Hex) {
  await watch.report(delivery, [
    freezer.read(1, plan.startS, COLD),
    hygrometer.read(1, plan.startS, 5_000n, "humidity"),
  ]);
}

/** Both conditions were heard, a second after the start. */
async function heard() {
  const u = await fresh(underway);
  await u.report([1, 1, COLD]);
  await humid(u, 1, 1);
  await u.authority.grantRole(ROLE.incidents, u.registrar, 0);
  return u;
}

/** As `heard`, of a delivery that watches no silence. */
async function unhurried() {
  const d = await fresh(dealt);
  const plan = { ...d.plan, heartbeatS: 0 };
  const delivery = await openDelivery(d, plan, d.terms);
  await advanceTo(plan.startS + 1);
  await hearBoth(d, delivery);
  return { ...d, plan, delivery };
}

describe("ConditionWatch: isWhole", () => {
  it("is so where every condition was heard, violations or not, in readings or summaries", async () => {
    const u = await fresh(heard);
    expect(await whole(u, u.delivery)).to.equal(true);
    await u.report([2, 2, WARM]);
    expect(await whole(u, u.delivery)).to.equal(true);
    const s = await fresh(underway);
    await s.summarise({ timestampS: BigInt(s.plan.startS) });
    await humid(s, 1, 0);
    expect(await whole(s, s.delivery)).to.equal(true);
  });

  it("is so of a delivery without conditions, and not of one that nobody opened", async () => {
    const b = await fresh(bare);
    expect(await whole(b, b.delivery)).to.equal(true);
    expect(await whole(b, bytes32Of("nothing"))).to.equal(false);
  });

  it("is not so while a sensor of the seller's was never heard, whatever the buyer's says", async () => {
    const u = await fresh(underway);
    await humid(u, 1, 1);
    expect(await whole(u, u.delivery)).to.equal(false);
    await u.report([1, 1, COLD]);
    expect(await whole(u, u.delivery)).to.equal(true);
  });

  it("is so whatever the buyer's own sensor keeps silent about, never heard or suspended", async () => {
    const u = await fresh(underway);
    await u.report([1, 1, COLD]);
    await u.devices.connect(u.buyer).suspend(u.hygrometer.device);
    expect(await whole(u, u.delivery)).to.equal(true);
    const s = await fresh(heard);
    await advanceTo(s.plan.startS + 2 + HEARTBEAT_S);
    await humid(s, 2, 2 + HEARTBEAT_S);
    await s.report([2, 2 + HEARTBEAT_S - 1, COLD]);
    expect((await s.watch.watchesOf(s.delivery)).map(({ isBuyers, silences }) => [isBuyers, silences])).to.deep.equal([
      [false, 0n],
      [true, 1n],
    ]);
    expect(await whole(s, s.delivery)).to.equal(true);
  });

  it("is not so while a watch is silent, until it is heard for the time", async () => {
    const u = await fresh(heard);
    await advanceTo(u.plan.startS + 1 + HEARTBEAT_S);
    expect(await whole(u, u.delivery)).to.equal(true);
    await advanceTo(u.plan.startS + 2 + HEARTBEAT_S);
    expect(await whole(u, u.delivery)).to.equal(false);
    await humid(u, 2, HEARTBEAT_S);
    expect(await whole(u, u.delivery), "the other of two").to.equal(false);
    await u.report([2, HEARTBEAT_S, COLD]);
    expect(await whole(u, u.delivery)).to.equal(true);
  });

  it("asks for no word of after the arrival", async () => {
    const u = await fresh(heard);
    await advanceTo(u.plan.startS + HOUR_S);
    await u.monitor.connect(u.seller).deliver(u.delivery);
    await advanceTo(u.plan.startS + DAY_S);
    expect(await whole(u, u.delivery)).to.equal(true);
  });

  it("is never so again after a silence that ended", async () => {
    const u = await fresh(heard);
    await u.report([2, 2 + HEARTBEAT_S, COLD]);
    expect(await whole(u, u.delivery)).to.equal(false);
    await u.report([3, 3, COLD]);
    expect(await whole(u, u.delivery)).to.equal(false);
  });

  it("does not look at silence that is not watched", async () => {
    const u = await fresh(unhurried);
    await advanceTo(u.plan.endS);
    expect(await whole(u, u.delivery)).to.equal(true);
  });

  it("is never so again after a sensor was suspended", async () => {
    const u = await fresh(heard);
    const devices = u.devices.connect(u.seller);
    await devices.suspend(u.freezer.device);
    expect(await whole(u, u.delivery), "suspended").to.equal(false);
    await devices.reinstate(u.freezer.device);
    expect(await whole(u, u.delivery), "reinstated").to.equal(false);
  });

  it("is not so of a sensor that was suspended and reinstated in the second of the opening, or in one second", async () => {
    const d = await fresh(dealt);
    const devices = d.devices.connect(d.seller);
    const atS = (await nowS()) + 10;
    await nextBlockAt(atS);
    await devices.suspend(d.freezer.device);
    await nextBlockAt(atS);
    await devices.reinstate(d.freezer.device);
    await nextBlockAt(atS);
    const delivery = await openDelivery(d, d.plan, d.terms);
    await advanceTo(d.plan.startS);
    await hearBoth(d, delivery);
    expect(await whole(d, delivery)).to.equal(false);
  });

  it("does not mind what became of a sensor before the opening", async () => {
    const d = await fresh(dealt);
    const devices = d.devices.connect(d.seller);
    await devices.suspend(d.freezer.device);
    await devices.reinstate(d.freezer.device);
    await advanceTo((await nowS()) + 1);
    const delivery = await openDelivery(d, d.plan, d.terms);
    await advanceTo(d.plan.startS);
    await hearBoth(d, delivery);
    expect(await whole(d, delivery)).to.equal(true);
  });

  it("is never so again after a quarantine, nor of a sensor that is revoked", async () => {
    const u = await fresh(heard);
    const guard = u.devices.connect(u.registrar);
    await guard.quarantine(u.freezer.device);
    expect(await whole(u, u.delivery), "quarantined").to.equal(false);
    await guard.release(u.freezer.device);
    expect(await whole(u, u.delivery), "released").to.equal(false);
    const r = await fresh(heard);
    await r.devices.connect(r.seller).revoke(r.freezer.device);
    expect(await whole(r, r.delivery), "revoked").to.equal(false);
  });

  it("is not so after a sensor got another key, rotated to or recovered", async () => {
    const u = await fresh(heard);
    await rotateKey(u, u.freezer, secp256k1Key("next"));
    expect(await whole(u, u.delivery), "rotated").to.equal(false);

    const r = await fresh(heard);
    const [ticket, next] = [secp256k1Key("recovery"), secp256k1Key("next")];
    const expiresAtS = BigInt(await nowS()) + 3600n;
    const { device } = r.freezer;
    await r.devices.connect(r.seller).recover(device, ticket.signer, expiresAtS);
    const party = lower(r.seller.address);
    const enrolment = {
      device,
      kind: DeviceKind.Sensor,
      organisation: party,
      owner: party,
      signer: next.signer,
      enrolmentKey: ticket.signer,
      expiresAtS,
    };
    await r.devices.enrol(signedEnrolment(r, { enrolment, enrolmentKey: ticket }, next));
    expect(await whole(r, r.delivery), "recovered").to.equal(false);
  });

  it("is not so after a sensor went to another organisation, back or not", async () => {
    const u = await fresh(heard);
    for (const [from, to] of [
      [u.seller, u.buyer],
      [u.buyer, u.seller],
    ] as const) {
      await u.devices.connect(from).offerTransfer(u.freezer.device, to);
      await u.devices.connect(to).acceptTransfer(u.freezer.device);
      expect(await whole(u, u.delivery)).to.equal(false);
    }
  });
});
