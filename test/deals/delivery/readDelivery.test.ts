import { expect } from "chai";
import type { Log, Provider } from "ethers";
import { describe, it } from "mocha";
import { type Delivery, deliveriesAt, readDelivery } from "../../../deals/index.js";
import {
  asciiWordOf,
  type Hex,
  openedTerms,
  structHashOf,
  violationHead,
  type WattproofError,
} from "../../../protocol/index.js";
import { advanceTo, chain, fresh } from "../../support/chain/chain.js";
import { type Consortium, lower } from "../../support/chain/consortium.js";
import {
  arrived,
  COLD,
  CONDITIONS,
  dealt,
  HOUR_S,
  MARGIN,
  NEARLY_WARM,
  openDelivery,
  STATEMENT,
  underway,
  WARM,
} from "../../support/chain/deliveries.js";

/** The deliveries as a node shows them. @param logs What the node makes of the events. */
async function shown({ monitor }: Pick<Consortium, "monitor">, logs: (logs: Log[]) => Log[] = (all) => all) {
  const provider = chain.ethers.provider as unknown as Provider;
  const at = await deliveriesAt(provider, 31337n, lower(await monitor.getAddress()));
  const lying = {
    getLogs: async (filter: object) => logs(await provider.getLogs(filter)),
    getBlock: (number: number) => provider.getBlock(number),
  };
  return { ...at, provider: lying as unknown as Provider };
}

async function refusal(reading: Promise<Delivery>): Promise<WattproofError> {
  return reading.then(
    () => expect.fail("it was read"),
    (error: WattproofError) => error,
  );
}

const PLACE = { place: asciiWordOf("NOOSL") as Hex, latitudeE7: 599_000_000, longitudeE7: -107_000_000 };

/** Three violations, a warning, a silence, a summary, a route of two steps and a milestone. */
async function eventful() {
  const d = await dealt();
  const name = asciiWordOf("loaded") as Hex;
  const plan = { ...d.plan, milestones: [{ name, plannedAtS: d.plan.startS + HOUR_S }] };
  const delivery = await openDelivery(d, plan, d.terms);
  await advanceTo(plan.startS + 3 * HOUR_S + 1);
  const read = (sequence: number, afterS: number, value: bigint) =>
    d.freezer.read(sequence, plan.startS + afterS, value);
  await d.watch.report(delivery, [read(1, 60, COLD), read(2, 120, NEARLY_WARM), read(3, 180, WARM)]);
  await d.watch.report(delivery, [read(4, 3 * HOUR_S, WARM + 1n), read(5, 3 * HOUR_S + 1, WARM)]);
  await d.watch.summarise(
    ...d.hygrometer.summarise({
      delivery,
      field: "humidity",
      sequence: 9n,
      timestampS: BigInt(plan.startS + 600),
      readings: 9n,
      violations: 1n,
      lowestMilli: 2_000n,
      highestMilli: 10_001n,
    }),
  );
  await d.monitor.connect(d.seller).addRoutePoint(delivery, { ...PLACE, atS: plan.startS });
  await d.monitor.connect(d.seller).offerCustody(delivery, d.carrier);
  await d.monitor.connect(d.carrier).acceptCustody(delivery);
  await d.monitor.connect(d.carrier).reachMilestone(delivery, 0);
  await d.monitor.connect(d.buyer).waive(delivery, 3);
  return { ...d, plan, delivery };
}

describe("a delivery's evidence", () => {
  it("is read whole, the same for everybody", async () => {
    const d = await fresh(eventful);
    const read = await readDelivery(await shown(d), d.delivery);
    expect(read.plan).to.deep.equal(d.plan);
    const { item: _, target: __, ...open } = d.terms;
    const { itemHash, targetHash } = openedTerms(d.terms);
    expect(read.terms).to.deep.equal({ ...open, itemHash, targetHash });
    expect(read).to.include({
      state: "underway",
      buyer: lower(d.buyer.address),
      seller: lower(d.seller.address),
      custodian: lower(d.carrier.address),
      offeredTo: null,
      paidIn: d.total,
      held: d.total,
      waived: 3,
      unreported: 1n,
      isWhole: false,
      arrivedAtS: null,
      dispute: null,
      closed: null,
    });
    expect(read.conditions).to.deep.equal({ kept: 0, broken: 2, unproven: 0 });
    expect(
      read.violations.map(({ number, reading }) => [number, reading.header.sequence, reading.valueMilli]),
    ).to.deep.equal([
      [1, 3n, WARM],
      [2, 4n, WARM + 1n],
      [3, 5n, WARM],
    ]);
    expect(read.violations[0]?.reading).to.deep.equal(d.freezer.record(3, d.plan.startS + 180, WARM));
    expect(read.violations[0]?.anchored).to.equal(null);
    expect(read.violationHead).to.equal(violationHead(read.violations.map(({ reading }) => structHashOf(reading))));
    const [freezer, hygrometer] = read.watches;
    expect(freezer).to.deep.include({
      condition: CONDITIONS[1],
      sensor: d.freezer.device,
      warnMarginMilli: MARGIN,
      extremes: { lowestMilli: COLD, highestMilli: WARM + 1n },
      readings: 5,
      violations: 3,
      silences: [{ silence: 0, fromS: d.plan.startS + 180, toS: d.plan.startS + 3 * HOUR_S }],
      isSilent: false,
      summary: null,
    });
    expect(freezer?.near.map(({ sequence, valueMilli }) => [sequence, valueMilli])).to.deep.equal([[2n, NEARLY_WARM]]);
    expect(hygrometer?.summary).to.include({ field: "humidity", readings: 9n, violations: 1n, highestMilli: 10_001n });
    expect(read.route.map(({ type }) => type)).to.deep.equal(["point", "handOver"]);
    expect(read.route[0]).to.include({ place: "NOOSL", latitudeE7: 599_000_000, longitudeE7: -107_000_000 });
    expect(read.route[1]).to.include({ from: lower(d.seller.address), to: lower(d.carrier.address) });
    expect(read.milestones.map(({ name }) => name)).to.deep.equal(["loaded"]);
    expect(read.milestones[0]?.reachedAtS).to.be.greaterThan(d.plan.startS);
  });

  it("tells of arrival, dispute and end", async () => {
    const a = await fresh(arrived);
    await a.monitor.connect(a.buyer).dispute(a.delivery, STATEMENT);
    const disputed = await readDelivery(await shown(a), a.delivery);
    expect(disputed).to.include({ state: "disputed", closed: null });
    expect(disputed.dispute).to.include({ by: lower(a.buyer.address), statementHash: STATEMENT });
    await a.monitor.connect(a.rival).decide(a.delivery, 5n);
    const settled = await readDelivery(await shown(a), a.delivery);
    expect(settled).to.include({ state: "settled", held: 0n, paidIn: a.total });
    expect(settled.closed).to.include({ toSeller: 5n, toBuyer: a.total - 5n });
    expect(settled.arrivedAtS).to.equal(settled.untilS);
  });

  it("is found from the last block backwards, however old it is", async () => {
    const u = await fresh(underway);
    await chain.networkHelpers.mine(6_000);
    expect((await readDelivery(await shown(u), u.delivery)).state).to.equal("underway");
  });

  it("of a delivery that nobody opened is refused", async () => {
    const d = await fresh(dealt);
    expect((await refusal(readDelivery(await shown(d), d.agreed))).code).to.equal("DeliveryUnknown");
  });

  it("of a node that leaves out, repeats or alters an event is refused by name", async () => {
    const d = await fresh(eventful);
    const topic = (contract: "monitor" | "watch", name: string) =>
      (d[contract].interface.getEvent(name as never) as unknown as { topicHash: string }).topicHash;
    const violation = topic("watch", "ViolationRecorded");
    const nth = (logs: Log[], of: string, count = 0) =>
      logs.map((log, at) => ({ log, at })).filter(({ log }) => log.topics[0] === of)[count]?.at ?? -1;
    const without =
      (of: string, count = 0) =>
      (logs: Log[]) =>
        logs.toSpliced(nth(logs, of, count), 1);
    const altered = (of: string, from: string, to: string) => (logs: Log[]) => {
      const at = nth(logs, of);
      return logs.with(at, { ...logs[at], data: logs[at]?.data.replace(from, to) } as Log);
    };
    const word = (value: bigint) => BigInt.asUintN(256, value).toString(16).padStart(64, "0");
    const cases: Readonly<Record<string, readonly [(logs: Log[]) => Log[], string]>> = {
      everything: [() => [], "does not begin with its opening"],
      "the opening": [without(topic("monitor", "DeliveryOpened")), "does not begin with its opening"],
      "another plan": [
        altered(topic("monitor", "DeliveryOpened"), word(BigInt(d.plan.endS)), word(BigInt(d.plan.endS + 1))),
        "begins with the plan of another",
      ],
      "other terms": [
        altered(topic("monitor", "DeliveryOpened"), word(d.terms.priceMicro), word(d.terms.priceMicro + 1n)),
        "has other terms than were accepted",
      ],
      "the first violation": [without(violation), "leaves out violation 1"],
      "the second violation": [without(violation, 1), "leaves out violation 2"],
      "the last violation": [without(violation, 2), "leaves out violation 3"],
      "a violation twice": [
        (logs) => logs.toSpliced(nth(logs, violation), 0, logs[nth(logs, violation)] as Log),
        "tells violation 1 twice",
      ],
      "another value": [altered(violation, word(WARM).slice(-4), word(WARM + 100n).slice(-4)), "alters a violation"],
      "a route point": [without(topic("monitor", "RoutePointAdded")), "leaves out a step of the route"],
      "a hand-over": [without(topic("monitor", "CustodyAccepted")), "leaves out a step of the route"],
      "another place": [
        altered(topic("monitor", "RoutePointAdded"), word(599_000_000n), word(599_000_001n)),
        "alters a step of the route",
      ],
      "a summary": [without(topic("watch", "SummaryRecorded")), "leaves out or alters the last summary"],
    };
    for (const [what, [lie, reason]] of Object.entries(cases)) {
      const error = await refusal(readDelivery(await shown(d, (logs) => lie([...logs])), d.delivery));
      expect(error.code, what).to.equal("DeliveryHistoryBroken");
      expect(error.message, what).to.contain(reason);
    }
  });

  it("of a node that leaves out the end or the dispute is refused", async () => {
    const a = await fresh(arrived);
    await a.monitor.connect(a.buyer).dispute(a.delivery, STATEMENT);
    await a.monitor.connect(a.rival).decide(a.delivery, 0n);
    for (const name of ["DeliveryDisputed", "DeliveryClosed"] as const) {
      const { topicHash } = a.monitor.interface.getEvent(name as "DeliveryClosed");
      const lying = await shown(a, (logs) => logs.filter(({ topics }) => topics[0] !== topicHash));
      expect((await refusal(readDelivery(lying, a.delivery))).message).to.contain(`leaves out ${name}`);
    }
  });
});
