import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { ZeroAddress } from "ethers";
import {
  DELIVERY_TYPES,
  type DeliveryPlan,
  type DeliverySettlement,
  type DeliverySummary,
  DeviceKind,
  deliveryDomain,
  deliveryIdOf,
  deliverySummaryHash,
  fieldWordOf,
  type Hex,
  hashTerms,
  linkOf,
  openedTerms,
  planValue,
  type SensorReading,
  structHashOf,
  type Terms,
  totalDue,
  ZERO_HASH,
} from "../../../protocol/index.js";
import type { AnchoredBatch } from "./batches.js";
import { advanceTo, fresh, nowS, reach } from "./chain.js";
import { type Consortium, lower } from "./consortium.js";
import { type Deals, deployDeals } from "./deals.js";
import { type DeviceKey, p256Key } from "./deviceKeys.js";
import { bytes32Of, type EnrolledDevice, enrolDevice } from "./devices.js";
import { mintTo } from "./market.js";
import { type Table, tableOf } from "./negotiations.js";

export const HOUR_S = 3600;
export const DAY_S = 24 * HOUR_S;
/** `DeliveryState` of contracts/types/Deliveries.sol. */
export const STATE = {
  none: 0n,
  underway: 1n,
  delivered: 2n,
  disputed: 3n,
  confirmed: 4n,
  settled: 5n,
  failed: 6n,
} as const;

/** What the tests' goods must keep to: deep-frozen, and dry. */
export const CONDITIONS = [
  { field: "humidity", minMilli: 0n, maxMilli: 10_000n },
  { field: "temperature", minMilli: -25_000n, maxMilli: -15_000n },
];
export const HUMIDITY = fieldWordOf("humidity");
export const TEMPERATURE = fieldWordOf("temperature");
/** A value that keeps the temperature's condition, one near to its bound and one beyond. */
export const COLD = -20_000n;
export const NEARLY_WARM = -15_400n;
export const WARM = -14_999n;
/** A value that keeps the humidity's. */
export const DRY = 5_000n;
/** Margin of the tests' watches, thousandths of a unit. */
export const MARGIN = 500n;
/** What the tests' plans allow as silence, and as time to confirm, s. */
export const HEARTBEAT_S = HOUR_S;
export const CONFIRM_S = 3 * DAY_S;
export const STATEMENT = bytes32Of("what a party has to say");

/** A report as `ConditionWatch` takes it, with the hash that its batch holds. */
export interface TestReport {
  readonly header: SensorReading["header"];
  readonly field: Hex;
  readonly valueMilli: bigint;
  readonly signature: Hex;
  readonly stream: Hex;
  readonly batchSequence: bigint;
  readonly root: Hex;
  readonly proof: Hex[];
}

/** A sensor that signs readings one after another, and summaries. */
export class TestSensor {
  readonly device: Hex;
  readonly key: DeviceKey;
  readonly #domain: Hex;

  constructor({ device, key }: EnrolledDevice, domain: Hex) {
    this.device = device;
    this.key = key;
    this.#domain = domain;
  }

  /** The reading of this sequence as a record. */
  record(sequence: number, timestampS: number, valueMilli: bigint, field = "temperature"): SensorReading {
    const header = {
      device: this.device,
      sequence: BigInt(sequence),
      timestampS: BigInt(timestampS),
      timeSource: 0 as const,
      signedBy: 0 as const,
      link: linkOf(ZERO_HASH, bytes32Of(`salt ${sequence}`)),
    };
    return { type: "SensorReading", header, field, valueMilli };
  }

  /** A report of a record, anchored if a batch is given. @param key Signs in the place of the sensor's own. */
  report(record: SensorReading, batch?: AnchoredBatch, key = this.key): TestReport {
    const structHash = structHashOf(record);
    return {
      header: record.header,
      field: fieldWordOf(record.field),
      valueMilli: record.valueMilli,
      signature: key.sign(this.#domain, structHash),
      stream: batch?.stream ?? ZERO_HASH,
      batchSequence: batch?.sequence ?? 0n,
      root: batch?.root ?? ZERO_HASH,
      proof: batch?.proofOf(structHash) ?? [],
    };
  }

  /** A report of a reading that is not anchored. */
  read(sequence: number, timestampS: number, valueMilli: bigint, field?: string): TestReport {
    return this.report(this.record(sequence, timestampS, valueMilli, field));
  }

  /** A summary with the sensor's signature, as `ConditionWatch` takes it. */
  summarise(summary: Omit<DeliverySummary, "sensor">) {
    const whole = { ...summary, sensor: this.device };
    const signature = this.key.sign(this.#domain, deliverySummaryHash(whole));
    return [{ ...whole, field: fieldWordOf(summary.field) }, signature] as const;
  }
}

/** Enrols a sensor of `organisation`. */
export async function enrolSensor(
  c: Consortium,
  organisation: HardhatEthersSigner,
  { name = `sensor of ${organisation.address}`, key }: { name?: string; key?: DeviceKey } = {},
): Promise<TestSensor> {
  const wish = { name, kind: DeviceKind.Sensor, organisation, owner: organisation.address };
  return new TestSensor(await enrolDevice(c, key ? { ...wish, key } : wish), c.domain);
}

export const placeOf = async ({ monitor }: Deals) => ({ chainId: 31337n, monitor: lower(await monitor.getAddress()) });

export async function signPlan(c: Deals, plan: DeliveryPlan, party: HardhatEthersSigner): Promise<string> {
  return party.signTypedData(deliveryDomain(await placeOf(c)), DELIVERY_TYPES.DeliveryPlan, planValue(plan));
}

export async function signSettlement(c: Deals, settlement: DeliverySettlement, party: HardhatEthersSigner) {
  return party.signTypedData(deliveryDomain(await placeOf(c)), DELIVERY_TYPES.DeliverySettlement, settlement);
}

/** Has both parties sign the plan and a stranger open the delivery. Returns its id. */
export async function openDelivery(c: Deals, plan: DeliveryPlan, terms: Terms): Promise<Hex> {
  const [byBuyer, bySeller] = [await signPlan(c, plan, c.buyer), await signPlan(c, plan, c.seller)];
  await c.monitor.connect(c.stranger).open(planValue(plan), openedTerms(terms), byBuyer, bySeller);
  return deliveryIdOf(await placeOf(c), plan);
}

/** Negotiates these terms between buyer and seller, in one round. Returns the negotiation. */
export async function agreeOn(table: Table, terms: Terms, name = "negotiation"): Promise<Hex> {
  const opening = table.opening({ salt: bytes32Of(name) });
  await table.offer({ terms }, {}, opening);
  const negotiation = table.idOf(opening);
  await table.accept(negotiation, 1, terms, { by: table.seller });
  return negotiation;
}

export type Dealt = Awaited<ReturnType<typeof dealt>>;

/**
 * Buyer and seller agreed on frozen goods; the buyer can pay. `freezer` is a sensor of the seller's, `hygrometer` one of the
 * buyer's with a P-256 key; neither watches anything yet. The delivery is to start in an hour and to last two days.
 */
export async function dealt() {
  const deals = await fresh(deployDeals);
  const table = await tableOf(deals);
  const terms = table.terms({ currency: "NOK", conditions: CONDITIONS });
  const negotiation = await agreeOn(table, terms);
  const freezer = await enrolSensor(deals, deals.seller, { name: "freezer" });
  const key = p256Key("hygrometer", deals.p256Verifier);
  const hygrometer = await enrolSensor(deals, deals.buyer, { name: "hygrometer", key });
  const total = totalDue(terms);
  await mintTo(deals, deals.buyer, total);
  await deals.token.connect(deals.buyer).approve(deals.monitor, total);
  // Sensors that changed in the second of the opening may have changed after it.
  await advanceTo((await nowS()) + 1);
  const startS = (await nowS()) + HOUR_S;
  const plan: DeliveryPlan = {
    negotiation,
    startS,
    endS: startS + 2 * DAY_S,
    custodian: lower(deals.seller.address),
    arbiter: lower(deals.rival.address),
    heartbeatS: HEARTBEAT_S,
    confirmWithinS: CONFIRM_S,
    paysInTokens: true,
    watches: [
      { field: "temperature", sensor: freezer.device, warnMarginMilli: MARGIN },
      { field: "humidity", sensor: hygrometer.device, warnMarginMilli: 0n },
    ],
    milestones: [],
    lots: [],
    salt: bytes32Of("plan"),
  };
  return { ...deals, table, terms, termsHash: hashTerms(terms), agreed: negotiation, freezer, hygrometer, total, plan };
}

/**
 * The plan of `dealt` without an arbiter: a sensor of the seller's watches the humidity, too, so that what sensors say decides.
 * @param change Of the plan.
 */
export async function withoutArbiter(d: Dealt, change: Partial<DeliveryPlan> = {}) {
  const dampness = await enrolSensor(d, d.seller, { name: "dampness" });
  await advanceTo((await nowS()) + 1);
  const watches = [...d.plan.watches, { field: "humidity", sensor: dampness.device, warnMarginMilli: 0n }];
  const plan: DeliveryPlan = { ...d.plan, watches, arbiter: ZeroAddress as Hex, ...change };
  return { plan, dampness };
}

export type Underway = Awaited<ReturnType<typeof underway>>;

/** The delivery is open, and its window has begun. */
export async function underway() {
  const d = await fresh(dealt);
  const delivery = await openDelivery(d, d.plan, d.terms);
  await advanceTo(d.plan.startS + 1);
  return { ...d, ...actsOn(d, delivery), delivery };
}

/** As `underway`, and the goods arrived a day after the start. Nothing was heard of them. */
export async function arrived() {
  const u = await fresh(underway);
  await advanceTo(u.plan.startS + DAY_S);
  await u.monitor.connect(u.seller).deliver(u.delivery);
  return u;
}

/** As `underway`, and the goods arrived an hour after the start, heard of by both sensors and cold: time will pay. */
export async function earned() {
  const u = await fresh(underway);
  await advanceTo(u.plan.startS + HOUR_S);
  await u.hear();
  await u.monitor.connect(u.seller).deliver(u.delivery);
  return u;
}

/** As `underway`, but without an arbiter, sensors that must be heard, money or conditions. */
export async function bare() {
  const d = await fresh(dealt);
  const terms = d.table.terms({ conditions: [] });
  const negotiation = await agreeOn(d.table, terms, "bare");
  const change = { negotiation, watches: [], heartbeatS: 0, paysInTokens: false, arbiter: ZeroAddress as Hex };
  const plan = { ...d.plan, ...change };
  const delivery = await openDelivery(d, plan, terms);
  await advanceTo(plan.startS + 1);
  return { ...d, ...actsOn(d, delivery), terms, agreed: negotiation, plan, delivery };
}

/** Settles as both sign it, relayed by a stranger. */
export async function settleDelivery(
  u: Dealt & { delivery: Hex },
  toSeller: bigint,
  violations = 0,
  signers = [u.buyer, u.seller],
) {
  const deadlineS = (await nowS()) + HOUR_S;
  const settlement: DeliverySettlement = { delivery: u.delivery, toSeller, violations, deadlineS };
  const [byBuyer, bySeller] = await Promise.all(signers.map((party) => signSettlement(u, settlement, party)));
  return u.monitor.connect(u.stranger).settle(settlement, byBuyer!, bySeller!);
}

/** The delivery is disputed by the buyer after it arrived. */
export async function disputed() {
  const u = await fresh(arrived);
  await u.monitor.connect(u.buyer).dispute(u.delivery, STATEMENT);
  return u;
}

/** As `earned`, but the freezer counted a violation that nobody recorded. */
export async function concealed() {
  const u = await fresh(earned);
  await u.summarise({ readings: 5n, violations: 1n, highestMilli: WARM });
  return u;
}

/** As `earned`, with a violation recorded. */
export async function spoiled() {
  const u = await fresh(earned);
  await u.report([1, HOUR_S, WARM]);
  return u;
}

/** Has both sensors say once that all is well, half an hour after the start. */
export async function sayAllIsWell({ watch, freezer, hygrometer, plan: { startS } }: Dealt, delivery: Hex) {
  return watch.report(delivery, [
    freezer.read(1000, startS + HOUR_S / 2, COLD),
    hygrometer.read(1000, startS + HOUR_S / 2, DRY, "humidity"),
  ]);
}

function actsOn(d: Dealt, delivery: Hex) {
  const { watch, monitor, freezer, plan } = d;
  return {
    /** Has both sensors say once that all is well, half an hour after the start. */
    hear: () => sayAllIsWell(d, delivery),
    /** Reports readings of the freezer once their time has come: sequences, seconds after the start, values. */
    report: async (...readings: readonly (readonly [sequence: number, afterS: number, valueMilli: bigint])[]) => {
      await reach(plan.startS + Math.max(...readings.map(([, afterS]) => afterS)));
      return watch.report(
        delivery,
        readings.map(([sequence, afterS, value]) => freezer.read(sequence, plan.startS + afterS, value)),
      );
    },
    /** Has the freezer tell what it measured once its time has come, by default one cold reading within an hour. */
    summarise: async (change: Partial<Omit<DeliverySummary, "sensor" | "delivery">> = {}) => {
      await reach(Number(change.timestampS ?? plan.startS + HOUR_S));
      return watch.summarise(
        ...freezer.summarise({
          delivery,
          field: "temperature",
          sequence: 1n,
          timestampS: BigInt(plan.startS + HOUR_S),
          readings: 1n,
          violations: 0n,
          lowestMilli: COLD,
          highestMilli: COLD,
          ...change,
        }),
      );
    },
    /** What is known of the freezer's watch. */
    freezing: async () => (await watch.watchesOf(delivery))[0]!,
    info: () => monitor.infoOf(delivery),
    state: async () => (await monitor.infoOf(delivery)).state,
  };
}

/** Token units of buyer, seller and monitor. */
export async function balancesOf({ token, buyer, seller, monitor }: Deals): Promise<bigint[]> {
  return [await token.balanceOf(buyer), await token.balanceOf(seller), await token.balanceOf(monitor)];
}
