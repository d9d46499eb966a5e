import { expect } from "chai";
import { describe, it } from "mocha";
import { advanceTo, fresh } from "../support/chain/chain.js";
import { lower } from "../support/chain/consortium.js";
import { dealt, enrolSensor, HOUR_S, MARGIN, openDelivery, settleDelivery, WARM } from "../support/chain/deliveries.js";

/** Tries of the parties, each a block after they looked. */
const TRIES = 3;
/** However many there may be. */
const ANY = 2 ** 32 - 1;

/** The carrier's sensor watches, too; the goods arrived. */
async function carried() {
  const d = await fresh(dealt);
  const thermometer = await enrolSensor(d, d.carrier, { name: "thermometer" });
  const watch = { field: "temperature", sensor: thermometer.device, warnMarginMilli: MARGIN };
  const startS = d.plan.startS + HOUR_S;
  const plan = {
    ...d.plan,
    startS,
    endS: startS + HOUR_S,
    custodian: lower(d.carrier.address),
    watches: [...d.plan.watches, watch],
  };
  const delivery = await openDelivery(d, plan, d.terms);
  await advanceTo(plan.startS + HOUR_S / 2);
  await d.monitor.connect(d.seller).deliver(delivery);
  return { ...d, plan, thermometer, delivery };
}

describe("a carrier whose sensor signs one violation more in every block", () => {
  it("does not keep buyer and seller, who agree, from ending their delivery", async () => {
    const d = await fresh(carried);
    const { monitor, watch, thermometer, plan, delivery } = d;
    const standing = async () => Number((await watch.standingOf(delivery)).violations);
    let sequence = 0;
    const isEnded = async (end: (seen: number) => Promise<unknown>) => {
      const seen = await standing();
      // It comes into the block before theirs.
      sequence += 1;
      await watch.connect(d.carrier).report(delivery, [thermometer.read(sequence, plan.startS + 60, WARM)]);
      return end(seen).then(
        () => true,
        () => false,
      );
    };
    const waiveAndConfirm = (seen: number) => {
      const steps = (["waive", "confirm"] as const).map((step) =>
        monitor.interface.encodeFunctionData(step as "waive", [delivery, seen]),
      );
      return monitor.connect(d.buyer).multicall(steps);
    };
    let ended = false;
    for (let count = 0; count < TRIES && !ended; ++count) {
      ended =
        (await isEnded((seen) => settleDelivery(d, d.total / 2n, seen))) ||
        (await isEnded(() => settleDelivery(d, d.total / 2n, ANY))) ||
        (await isEnded(waiveAndConfirm));
    }
    expect(ended).to.equal(true);
  });
});
