import type { LogDescription } from "ethers";
import { lowerHex } from "../../evidence/index.js";
import { type DeliveryPlan, deliveryIdOf, type Hex, hashOpenedTerms, type OpenedTerms } from "../../protocol/index.js";
import type {
  DeliveryPlanStructOutput,
  OpenedTermsStructOutput,
} from "../../typechain-types/contracts/interfaces/IDeliveryMonitor.js";
import { conditionsOf, nameOfField } from "../conditions.js";
import { DeliveryHistoryBroken } from "../errors.js";
import type { DeliveriesAt } from "./deliveriesAt.js";

/** What both parties signed, and what they had agreed on before. */
export interface OpenedDelivery {
  readonly plan: DeliveryPlan;
  readonly terms: OpenedTerms;
}

/**
 * Plan and terms of the event that opened a delivery. The delivery's id is the plan's digest, and the terms must hash to those that
 * the negotiation's storage has. Throws `DeliveryHistoryBroken`.
 * @param termsHash Of the accepted terms.
 */
export async function openedDelivery(
  { place }: DeliveriesAt,
  delivery: Hex,
  { args }: LogDescription,
  termsHash: (negotiation: Hex) => Promise<Hex>,
): Promise<OpenedDelivery> {
  const broken = (reason: string) => new DeliveryHistoryBroken(delivery, reason);
  const plan = planOf(args.plan, () => broken("has a watch that the contract would have refused"));
  if (deliveryIdOf(place, plan) !== delivery) throw broken("begins with the plan of another");
  const terms = termsOf(args.terms, () => broken("has a condition that the contract would have refused"));
  if (hashOpenedTerms(terms) !== (await termsHash(plan.negotiation)))
    throw broken("has other terms than were accepted");
  return { plan, terms };
}

function planOf(plan: DeliveryPlanStructOutput, refused: () => DeliveryHistoryBroken): DeliveryPlan {
  return {
    negotiation: lowerHex(plan.negotiation),
    startS: Number(plan.startS),
    endS: Number(plan.endS),
    custodian: lowerHex(plan.custodian),
    arbiter: lowerHex(plan.arbiter),
    heartbeatS: Number(plan.heartbeatS),
    confirmWithinS: Number(plan.confirmWithinS),
    paysInTokens: plan.paysInTokens,
    watches: plan.watches.map(({ field, sensor, warnMarginMilli }) => {
      return { field: nameOfField(field, refused), sensor: lowerHex(sensor), warnMarginMilli };
    }),
    milestones: plan.milestones.map(({ name, plannedAtS }) => ({
      name: lowerHex(name),
      plannedAtS: Number(plannedAtS),
    })),
    lots: plan.lots.map(lowerHex),
    salt: lowerHex(plan.salt),
  };
}

function termsOf(terms: OpenedTermsStructOutput, refused: () => DeliveryHistoryBroken): OpenedTerms {
  return {
    buyer: lowerHex(terms.buyer),
    seller: lowerHex(terms.seller),
    itemHash: lowerHex(terms.itemHash),
    priceMicro: terms.priceMicro,
    quantityMilli: terms.quantityMilli,
    currency: terms.currency,
    conditions: conditionsOf(terms.conditions, refused),
    targetHash: lowerHex(terms.targetHash),
    salt: lowerHex(terms.salt),
  };
}
