import { z } from "zod";
import { account, count, hash, pageSize, uint } from "./common.js";
import { components } from "./components.js";

/** A bilateral supply contract and what it has settled. Amounts in token units. */
export const agreement = z
  .strictObject({
    id: hash,
    /** What it is counted as on chain. */
    number: count,
    /** `grid`: with a grid supplier, who has no meter and delivers what the neighbour did not. */
    kind: z.enum(["neighbour", "grid"]),
    importMeter: hash,
    /** Zero for a grid supplier's agreement. */
    exportMeter: hash,
    consumer: account,
    supplier: account,
    /** Label of the import meter. */
    consumerLabel: z.string(),
    /** Label of the export meter; the account of a grid supplier. */
    supplierLabel: z.string(),
    pricePerKWh: uint,
    startS: uint,
    endS: uint,
    /** End that both signed; later than `endS` if the agreement was ended early. */
    signedEndS: uint,
    settlementPeriodS: count,
    capWh: uint,
    /** What it locks of the consumer's escrow. */
    escrow: uint,
    deliveredWh: uint,
    paid: uint,
    /** Open claim of the supplier beyond the consumer's escrow; while there is one, the agreement delivers nothing. */
    owed: uint,
    /** Intervals with a delivery above zero. */
    intervals: count,
  })
  .register(components, { id: "Agreement" });

export const agreements = z.array(agreement).register(components, { id: "Agreements" });

export const deliveriesQuery = z.strictObject({ limit: pageSize(100, 10_000) });

/** An agreement's share of one interval. */
export const delivery = z
  .strictObject({
    endS: uint,
    /** What the consumer's meter took in the interval. */
    importWh: uint,
    deliveredWh: uint,
    paid: uint,
    owed: uint,
    settledAtS: uint,
    transactionHash: hash,
  })
  .register(components, { id: "Delivery" });

/** Latest interval first. */
export const deliveries = z.array(delivery).register(components, { id: "Deliveries" });
