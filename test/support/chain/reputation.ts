import { DELIVERY_STATES, type DeliveryState, type Hex, RATING_CATEGORIES } from "../../../protocol/index.js";
import { ClosedDeals__factory, Reputation__factory } from "../../../typechain-types/index.js";
import { fresh } from "./chain.js";
import { deployDeals } from "./deals.js";
import { bytes32Of } from "./devices.js";

/** Numbers of `RatingCategory`. */
export const CATEGORY = { quality: 0, punctuality: 1, communication: 2, payment: 3 } as const;
export const CATEGORIES = RATING_CATEGORIES.length;
export const COMMENT = bytes32Of("a comment");

/** What became of a deal, as `ClosedDeals` is told. */
export interface Ending {
  readonly buyer?: { readonly address: string };
  readonly seller?: { readonly address: string };
  readonly state?: DeliveryState;
  readonly kept?: number;
  readonly broken?: number;
  /** Whether the goods arrived, as they do by default. */
  readonly hasArrived?: boolean;
}

/** Reputation of members whose deliveries end as a test says. */
export async function court() {
  const d = await fresh(deployDeals);
  const monitor = await new ClosedDeals__factory(d.administrator).deploy();
  const reputation = await new Reputation__factory(d.administrator).deploy(monitor);
  /** Ends a deal, between buyer and seller and confirmed with nothing broken unless changed. Returns its negotiation. */
  const end = async (
    name: string,
    { buyer, seller, state, kept, broken, hasArrived = true }: Ending = {},
  ): Promise<Hex> => {
    const negotiation = bytes32Of(name);
    await monitor.set(negotiation, {
      buyer: (buyer ?? d.buyer).address,
      seller: (seller ?? d.seller).address,
      state: DELIVERY_STATES.indexOf(state ?? "confirmed"),
      arrivedAtS: hasArrived ? 1 : 0,
      closedAtS: 1,
      keptConditions: kept ?? 2,
      brokenConditions: broken ?? 0,
      unprovenConditions: 0,
    });
    return negotiation;
  };
  return { ...d, monitor, reputation, end };
}
