import { expect } from "chai";
import { describe, it } from "mocha";
import { type DeviceRecord, DeviceStatus, structHashOf } from "../../../protocol/index.js";
import { TestStream } from "../../support/chain/batches.js";
import { fresh, nextBlockAt, nowS } from "../../support/chain/chain.js";
import { secp256k1Key } from "../../support/chain/deviceKeys.js";
import { deployNeighbourhood, FINDING, two } from "../../support/chain/incidents.js";
import { enrolAnew } from "../../support/chain/keys.js";
import { readingOf, shown } from "../../support/chain/openings.js";

const { Active, Quarantined } = DeviceStatus;
type Shown = ReturnType<typeof shown>;

/** A minute in which a thief had the key, and a publisher: one batch of pairs, as many proofs; then the device has a new key. */
async function robbed() {
  const c = await deployNeighbourhood(5);
  const stream = await TestStream.open(c);
  const pairs = [101n, 102n, 103n].map((sequence) => [1n, 2n].map((wh) => readingOf(c.device, sequence, wh)));
  const batch = await stream.anchor(pairs.flat().map(structHashOf));
  const prove = (...pair: readonly Shown[]) =>
    c.incidents.connect(c.stranger).proveEquivocation(pair[0] as Shown, pair[1] as Shown);
  const proveAnchored = (at: number) =>
    prove(...(pairs[at] as DeviceRecord[]).map((record) => shown(c.meter, c.domain, record, batch)));
  await nextBlockAt((await nowS()) + 10);
  const ticket = secp256k1Key("recovery");
  await c.devices.recover(c.device, ticket.signer, BigInt(await nowS()) + 3600n);
  const key = await enrolAnew(c, c.meter, ticket, secp256k1Key("new key"));
  const clearAll = async () => {
    await c.clear(0);
    await c.clear(1);
    return BigInt(await nowS());
  };
  return { ...c, stream, key, prove, proveAnchored, clearAll };
}

describe("IncidentRegistry: what a stolen key left behind", () => {
  it("quarantines until the device is cleared, and not again", async () => {
    const c = await fresh(robbed);
    await c.proveAnchored(0);
    const clearedAtS = await c.clearAll();
    expect(await c.status()).to.equal(Active);
    await expect(c.proveAnchored(1))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryClearedSince")
      .withArgs(c.device, 102n, clearedAtS);
    expect(await c.status()).to.equal(Active);
  });

  it("is covered by the clearance of any incident", async () => {
    const c = await fresh(robbed);
    await c.report(2);
    const clearedAtS = await c.clearAll();
    await expect(c.proveAnchored(0))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryClearedSince")
      .withArgs(c.device, 101n, clearedAtS);
  });

  it("takes no clearance away while it quarantines", async () => {
    const c = await fresh(robbed);
    await c.proveAnchored(0);
    await c.clear(0);
    await expect(c.proveAnchored(1))
      .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryAlreadyProven")
      .withArgs(c.device, 102n);
    await c.clear(1);
    expect(await c.status()).to.equal(Active);
  });

  it("does not excuse what the present key signs, beside another of its own or one that was anchored", async () => {
    const present = await fresh(robbed);
    await present.proveAnchored(0);
    await present.clearAll();
    const [a, b] = [1n, 2n].map((wh) => readingOf(present.device, 200n, wh)) as [DeviceRecord, DeviceRecord];
    await present.prove(shown(present, present.domain, a), shown(present, present.domain, b));
    expect(await present.status()).to.equal(Quarantined);

    const anchored = await fresh(robbed);
    await anchored.proveAnchored(0);
    await anchored.clearAll();
    await nextBlockAt((await nowS()) + 10);
    const batch = await anchored.stream.anchor([a, b].map(structHashOf));
    await anchored.prove(shown(anchored, anchored.domain, a, batch), shown(anchored, anchored.domain, b, batch));
    expect(await anchored.status()).to.equal(Quarantined);
  });
});

describe("IncidentRegistry: a limit of two members", () => {
  it("nobody clears a device that the one handed to the other when it was accused, until a third is admitted", async () => {
    const c = await fresh(two);
    const [neighbour] = c.neighbours as [(typeof c.neighbours)[0]];
    await c.report(0);
    await c.devices.offerTransfer(c.device, neighbour.account);
    await c.devices.connect(neighbour.account).acceptTransfer(c.device);
    const [a, b] = [1n, 2n].map((wh) => shown(c.meter, c.domain, readingOf(c.device, 7n, wh))) as [Shown, Shown];
    await c.incidents.proveEquivocation(a, b);
    for (const account of [c.grid, neighbour.account]) {
      await expect(c.incidents.connect(account).clear(c.device, FINDING))
        .to.be.revertedWithCustomError(c.incidents, "IncidentRegistryOwnDevice")
        .withArgs(c.device, account);
    }
    await c.membership.admit(c.stranger, "A third");
    await c.incidents.connect(c.stranger).clear(c.device, FINDING);
    expect(await c.status()).to.equal(Active);
  });
});
