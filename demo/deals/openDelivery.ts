import { id, ZeroAddress } from "ethers";
import {
  DELIVERY_TYPES,
  type DeliveryPlan,
  DeviceKind,
  deliveryDomain,
  deliveryIdOf,
  EdgeRule,
  fieldWordOf,
  type Hex,
  newSalt,
  openedTerms,
  planValue,
  totalDue,
} from "../../protocol/index.js";
import { attestReserves, mintByQuorum } from "../chain/treasury.js";
import { enrolDevice } from "../devices/enrolDevice.js";
import { createP256Key, type DeviceKey } from "../devices/keys.js";
import type { SimulatedDevice } from "../devices/simulatedDevice.js";
import type { Stage } from "../stage.js";
import type { Members } from "./members.js";
import type { Deal } from "./negotiate.js";
import type { SampleLog } from "./sampleLog.js";

const DAY_S = 86_400;
/** A sensor is heard once an hour, or two dozen times on a longer way. */
const MIN_HEARTBEAT_S = 3_600;
const HEARTBEATS = 24;
/** Warns where a value comes this near to a bound, thousandths of the field's unit. */
const WARN_MARGIN_MILLI = 500n;

/** A delivery that is watched by a sensor of the seller's. */
export interface WatchedDelivery {
  readonly id: Hex;
  readonly plan: DeliveryPlan;
  readonly sensor: SimulatedDevice;
  /** Signs the sensor's summaries. */
  readonly key: DeviceKey;
  readonly rule: EdgeRule;
  /** What the buyer paid in, token units. */
  readonly due: bigint;
}

/** Enrols the sensor, has both parties sign the plan and the buyer pay in what is due. */
export async function openDelivery(
  stage: Stage,
  { buyer, seller }: Members,
  { negotiation, terms }: Deal,
  { field, samples }: SampleLog,
): Promise<WatchedDelivery> {
  const { contracts, consortium, chainId, domain } = stage;
  const monitor = contracts.monitor.connect(seller.account);
  const place = { chainId, monitor: (await monitor.getAddress()).toLowerCase() as Hex };
  const sellerAddress = seller.account.address.toLowerCase() as Hex;
  const key = createP256Key(contracts.p256Verifier);
  const nowS = await stage.nowS();
  const sensor = await enrolDevice({
    contracts,
    organisation: seller.account,
    domain,
    label: "cold box logger",
    kind: DeviceKind.Sensor,
    owner: sellerAddress,
    key,
    nowS,
  });

  const [startS, endS] = [Number(samples[0]?.timestampS), Number(samples.at(-1)?.timestampS) + 1];
  const heartbeatS = Math.max(MIN_HEARTBEAT_S, Math.ceil((endS - startS) / HEARTBEATS));
  const plan: DeliveryPlan = {
    negotiation,
    startS,
    endS,
    custodian: sellerAddress,
    arbiter: ZeroAddress as Hex,
    heartbeatS,
    confirmWithinS: 3 * DAY_S,
    paysInTokens: true,
    watches: [{ field, sensor: sensor.id, warnMarginMilli: WARN_MARGIN_MILLI }],
    milestones: [{ name: fieldWordOf("pickedUp"), plannedAtS: startS }],
    lots: [],
    salt: newSalt(),
  };
  const due = totalDue(terms);
  const treasury = { token: contracts.token.connect(seller.account), chainId, treasurers: consortium.treasurers };
  await attestReserves(treasury, { amount: due, asOfS: nowS, reportHash: id("Wattproof demo reserves") });
  await mintByQuorum(treasury, { to: buyer.account.address, amount: due, paymentReference: id("Wattproof demo deal") });
  await (await contracts.token.connect(buyer.account).approve(monitor, due)).wait();

  const value = planValue(plan);
  const types = DELIVERY_TYPES.DeliveryPlan;
  const buyerSignature = await buyer.account.signTypedData(deliveryDomain(place), types, value);
  await (await monitor.open(value, openedTerms(terms), buyerSignature, "0x")).wait();

  const delivery = deliveryIdOf(place, plan);
  const condition = terms.conditions.find((each) => each.field === field);
  if (condition === undefined) throw new TypeError(`the deal has no condition on ${field}`);
  const rule = new EdgeRule({
    delivery,
    condition,
    warnMarginMilli: WARN_MARGIN_MILLI,
    heartbeatS: BigInt(heartbeatS),
  });
  return { id: delivery, plan, sensor, key, rule, due };
}
