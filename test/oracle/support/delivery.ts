import { randomBytes } from "node:crypto";
import { ZeroAddress } from "ethers";
import type { SimulatedDevice } from "../../../demo/devices/simulatedDevice.js";
import {
  type Condition,
  DELIVERY_TYPES,
  type DeliveryPlan,
  deliveryDomain,
  deliveryIdOf,
  type Hex,
  hashTerms,
  NEGOTIATION_TYPES,
  negotiationDomain,
  negotiationIdOf,
  openedTerms,
  planValue,
  type SignedRecord,
  type Terms,
  TimeSource,
  termsValue,
  toHex,
  ZERO_HASH,
} from "../../../protocol/index.js";
import type { World } from "./world.js";

const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;
/** How near to a bound the tests' watches warn, thousandths. */
const MARGIN_MILLI = 500n;
export const HEARTBEAT_S = 600;

/** Deep-frozen goods, which have to stay dry. */
const CONDITIONS: readonly Condition[] = [
  { field: "humidity", minMilli: 0n, maxMilli: 10_000n },
  { field: "temperature", minMilli: -25_000n, maxMilli: -15_000n },
];
/** A temperature that keeps its condition, one near to its bound and one beyond, thousandths of °C. */
export const COLD = -20_000n;
export const NEARLY_WARM = -15_400n;
export const WARM = -14_999n;

/** A delivery that began an hour ago and lasts a day; the grid operator sells to the battery maker. */
export interface TestDelivery {
  readonly id: Hex;
  readonly startS: number;
}

/** Negotiates and opens a delivery whose temperature and humidity `sensor`, one of the grid operator's, watches. */
export async function openDelivery(
  world: World,
  sensor: SimulatedDevice,
  change: Partial<DeliveryPlan> = {},
): Promise<TestDelivery> {
  const { contracts, consortium, chainId, provider } = world;
  const { batteryMaker: buyer, gridOperator: seller } = consortium;
  const nowS = (await provider.getBlock("latest"))?.timestamp ?? 0;
  const parties = { buyer: lower(buyer.address), seller: lower(seller.address) };
  const goods = { item: "Cells", priceMicro: 1_000_000n, quantityMilli: 1_000n, currency: "NOK", target: "Depot" };
  const terms: Terms = { ...parties, ...goods, conditions: [...CONDITIONS], salt: ZERO_HASH };
  const negotiation = await agreeOn(world, terms);

  const place = { chainId, monitor: lower(await contracts.monitor.getAddress()) };
  const plan: DeliveryPlan = {
    negotiation,
    startS: nowS + 60,
    endS: nowS + DAY_S,
    custodian: parties.seller,
    arbiter: ZeroAddress as Hex,
    heartbeatS: HEARTBEAT_S,
    confirmWithinS: 3 * DAY_S,
    paysInTokens: false,
    watches: CONDITIONS.map(({ field }) => ({ field, sensor: sensor.id, warnMarginMilli: MARGIN_MILLI })),
    milestones: [],
    lots: [],
    salt: toHex(randomBytes(32)),
    ...change,
  };
  const value = planValue(plan);
  const signature = await buyer.signTypedData(deliveryDomain(place), DELIVERY_TYPES.DeliveryPlan, value);
  await (await contracts.monitor.connect(seller).open(value, openedTerms(terms), signature, "0x")).wait();
  await provider.send("evm_setNextBlockTimestamp", [plan.startS + HOUR_S]);
  await provider.send("evm_mine", []);
  return { id: deliveryIdOf(place, plan), startS: plan.startS };
}

/** In one round: the buyer offers, the seller accepts. */
async function agreeOn({ contracts, consortium, chainId, provider }: World, terms: Terms): Promise<Hex> {
  const { batteryMaker: buyer, gridOperator: seller } = consortium;
  const place = { chainId, negotiations: lower(await contracts.negotiation.getAddress()) };
  const domain = negotiationDomain(place);
  const opening = { buyer: terms.buyer, seller: terms.seller, isSealed: false, salt: toHex(randomBytes(32)) };
  const negotiation = negotiationIdOf(place, opening);
  const expiresAtS = ((await provider.getBlock("latest"))?.timestamp ?? 0) + DAY_S;
  const round = { round: 1, expiresAtS, terms: termsValue(terms), note: { text: "", salt: ZERO_HASH } };
  const offered = { negotiation, ...round, ciphertext: "0x" };
  const offer = await buyer.signTypedData(domain, NEGOTIATION_TYPES.Proposal, offered);
  const sent = contracts.negotiation.connect(seller);
  await (await sent.offer(opening, { proposer: buyer.address, ...round }, offer)).wait();
  const accepted = { negotiation, round: 1, terms: termsValue(terms) };
  const acceptance = await seller.signTypedData(domain, NEGOTIATION_TYPES.Acceptance, accepted);
  await (await sent.accept(negotiation, 1, hashTerms(terms), acceptance)).wait();
  return negotiation;
}

/** The sensor's next reading. */
export function measure(
  sensor: SimulatedDevice,
  timestampS: number,
  valueMilli: bigint,
  field = "temperature",
): SignedRecord {
  return sensor.sign(BigInt(timestampS), TimeSource.Device, (header) => {
    return { type: "SensorReading", header, field, valueMilli };
  });
}

/** What the contract knows of a delivery: sequences of readings in the order in which it heard of them, by event. */
export async function heardOf({ contracts }: World, { id }: TestDelivery) {
  const { watch } = contracts;
  const violations = await watch.queryFilter(watch.filters.ViolationRecorded(id));
  const near = await watch.queryFilter(watch.filters.NearBound(id));
  const watches = await watch.watchesOf(id);
  return {
    violations: violations.map(({ args }) => Number(args.header.sequence)),
    near: near.map(({ args }) => Number(args.sequence)),
    /** Readings that counted, those of the heartbeat included; over both watches. */
    readings: watches.reduce((sum, { readings }) => sum + Number(readings), 0),
    silences: watches.reduce((sum, { silences }) => sum + Number(silences), 0),
  };
}

/** How often anybody brought readings. */
export async function reportsOf({ contracts }: World, { id }: TestDelivery): Promise<number> {
  const { watch } = contracts;
  return (await watch.queryFilter(watch.filters.ReadingsReported(id))).length;
}

function lower(address: string): Hex {
  return address.toLowerCase() as Hex;
}
