import { encodeBytes32String, id } from "ethers";
import { DELIVERY_TYPES, deliveryDomain, type Hex } from "../../protocol/index.js";
import type { Stage } from "../stage.js";
import type { Members } from "./members.js";
import type { WatchedDelivery } from "./openDelivery.js";

/** How a delivery ended. */
export interface Closed {
  /** Number of the state in the contract. */
  readonly state: bigint;
  readonly violations: number;
  /** Token units. */
  readonly toSeller: bigint;
  readonly toBuyer: bigint;
}

/** The carrier takes the goods over and brings them along a road. */
export async function carry(stage: Stage, { seller, carrier }: Members, { id: delivery }: WatchedDelivery) {
  const { monitor } = stage.contracts;
  await (await monitor.connect(seller.account).reachMilestone(delivery, 0)).wait();
  await (await monitor.connect(seller.account).offerCustody(delivery, carrier.account.address)).wait();
  await (await monitor.connect(carrier.account).acceptCustody(delivery)).wait();
  for (const [place, latitudeE7, longitudeE7] of ROUTE) {
    const atS = await stage.nowS();
    const point = { place: encodeBytes32String(place), latitudeE7, longitudeE7, atS };
    await (await monitor.connect(carrier.account).addRoutePoint(delivery, point)).wait();
  }
}

/** How long what the buyer signed may be used, s. */
const SETTLE_WITHIN_S = 3_600;

/** UN/LOCODEs with their coordinates: degrees times 10⁷. */
const ROUTE = [
  ["NOHAM", 607_945_000, 110_680_000],
  ["NOOSL", 599_139_000, 107_522_000],
] as const;

/**
 * The goods arrive. Without a violation the buyer confirms and the seller is paid; otherwise the buyer disputes, and both settle
 * on the share of readings that kept the condition.
 */
export async function closeDelivery(stage: Stage, members: Members, delivery: WatchedDelivery): Promise<Closed> {
  const { buyer, seller, carrier } = members;
  const { monitor, watch } = stage.contracts;
  await (await monitor.connect(carrier.account).deliver(delivery.id)).wait();
  const violations = Number((await watch.standingOf(delivery.id)).violations);
  let toSeller = delivery.due;
  if (violations === 0) {
    await (await monitor.connect(buyer.account).confirm(delivery.id, 0)).wait();
  } else {
    await (await monitor.connect(buyer.account).dispute(delivery.id, id("The goods were too warm."))).wait();
    const readings = delivery.rule.summary?.readings ?? 0n;
    toSeller = (delivery.due * (readings - BigInt(violations))) / readings;
    const place = { chainId: stage.chainId, monitor: (await monitor.getAddress()).toLowerCase() as Hex };
    const deadlineS = Number(await stage.nowS()) + SETTLE_WITHIN_S;
    const settlement = { delivery: delivery.id, toSeller, violations, deadlineS };
    const types = DELIVERY_TYPES.DeliverySettlement;
    const signature = await buyer.account.signTypedData(deliveryDomain(place), types, settlement);
    await (await monitor.connect(seller.account).settle(settlement, signature, "0x")).wait();
  }
  const { state } = await monitor.infoOf(delivery.id);
  return { state, violations, toSeller, toBuyer: delivery.due - toSeller };
}
