import type { Interface } from "ethers";
import { lowerHex, mapBounded, read, wordOf } from "../../evidence/index.js";
import { asciiWordText, DELIVERY_STATES, type DeliveryState, type Hex, totalDue } from "../../protocol/index.js";
import type { SilenceStructOutput } from "../../typechain-types/contracts/interfaces/IConditionWatch.js";
import type {
  DeliveryInfoStructOutput,
  MilestoneInfoStructOutput,
} from "../../typechain-types/contracts/interfaces/IDeliveryMonitor.js";
import { IConditionWatch__factory } from "../../typechain-types/factories/contracts/interfaces/IConditionWatch__factory.js";
import { IDeliveryMonitor__factory } from "../../typechain-types/factories/contracts/interfaces/IDeliveryMonitor__factory.js";
import { DeliveryHistoryBroken, DeliveryUnknown } from "../errors.js";
import { findEvents, type ToldEvent } from "../toldEvents.js";
import type { DeliveriesAt } from "./deliveriesAt.js";
import type { Delivery, MilestoneRecord, Silence } from "./delivery.js";
import { openedDelivery } from "./openingEvent.js";
import { routeOf } from "./route.js";
import { violationsOf } from "./violations.js";
import { watchOf } from "./watches.js";

const MONITOR_EVENTS = IDeliveryMonitor__factory.createInterface();
const WATCH_EVENTS = IConditionWatch__factory.createInterface();
const OPENED = MONITOR_EVENTS.getEvent("DeliveryOpened").topicHash;
const ADDRESS_ZERO = `0x${"00".repeat(20)}`;

/**
 * Reads a delivery from the contracts' events, and holds them against storage: the plan against the delivery's id, the terms
 * against those that were accepted, violations and route against their hash chains. What a node leaves out, adds or alters of
 * them is noticed; a violation that is missing is named.
 * @throws DeliveryUnknown, DeliveryHistoryBroken, ChainUnreadable
 */
export async function readDelivery(at: DeliveriesAt, delivery: Hex): Promise<Delivery> {
  const kept = await readKept(at, delivery);
  const { info, watching, conditions, unreported, isWhole } = kept;
  const state = wordOf(DELIVERY_STATES, info.state, `the state of delivery ${delivery}`);
  if (state === "none") throw new DeliveryUnknown(delivery);
  const told = await findDeliveryEvents(at, delivery);
  const broken = (reason: string) => new DeliveryHistoryBroken(delivery, reason);
  const [opening] = told;
  if (opening?.event.name !== "DeliveryOpened") throw broken("does not begin with its opening");
  const { plan, terms } = await openedDelivery(at, delivery, opening.event, async (negotiation) => {
    const accepted = await read(`negotiation ${negotiation}`, () =>
      at.negotiations.negotiationOf(negotiation, { blockTag: at.blockTag }),
    );
    return lowerHex(accepted.termsHash);
  });
  const paidIn = plan.paysInTokens ? totalDue(terms) : 0n;
  if (opening.event.args.held !== paidIn) throw broken("alters what was paid in");
  const { routePoints, routeHead, arrivedAtS } = info;
  const [violationHead, chain] = [lowerHex(watching.head), lowerHex(routeHead)];
  const offeredTo = lowerHex(info.offeredTo);
  return {
    delivery,
    buyer: lowerHex(info.buyer),
    seller: lowerHex(info.seller),
    state,
    plan,
    terms,
    opened: opening.happened,
    custodian: lowerHex(info.custodian),
    offeredTo: offeredTo === ADDRESS_ZERO ? null : offeredTo,
    route: routeOf(delivery, told, { count: Number(routePoints), head: chain }),
    milestones: kept.milestones.map(milestoneOf),
    watches: kept.watches.map((watch) => watchOf(delivery, told, watch)),
    violations: violationsOf(delivery, told, { count: Number(watching.violations), head: violationHead }),
    unreported,
    isWhole,
    waived: Number(info.waived),
    untilS: Number(watching.untilS),
    arrivedAtS: arrivedAtS === 0n ? null : Number(arrivedAtS),
    dispute: disputeOf(delivery, told, info),
    closed: closeOf(delivery, told, { state, closedAtS: info.closedAtS, paidIn }),
    paidIn,
    held: info.held,
    conditions,
    violationHead,
    routeHead: chain,
  };
}

/** What storage has of a delivery. */
async function readKept({ monitor, watch, blockTag }: DeliveriesAt, delivery: Hex) {
  const block = { blockTag };
  const [info, milestones, watches, watching, [, unreported], [kept, broken, unproven], silences] = await read(
    `delivery ${delivery}`,
    () =>
      Promise.all([
        monitor.infoOf(delivery, block),
        monitor.milestonesOf(delivery, block),
        watch.watchesOf(delivery, block),
        watch.watchingOf(delivery, block),
        watch.standingOf(delivery, block),
        watch.conditionsOf(delivery, block),
        watch.silencesOf(delivery, block),
      ]),
  );
  const { arrivedAtS, endS, confirmWithinS } = info;
  const steadyUntilS = (arrivedAtS === 0n ? endS : arrivedAtS) + confirmWithinS;
  const isWhole = await read(`the evidence of delivery ${delivery}`, () =>
    watch.isWhole(delivery, steadyUntilS, block),
  );
  const silent = (field: string, sensor: string) =>
    read(`the watches of delivery ${delivery}`, () => watch.isSilent(delivery, field, sensor, block));
  return {
    info,
    milestones,
    watches: await mapBounded([...watches.entries()], async ([at, each]) => ({
      info: each,
      isSilent: await silent(each.field, each.sensor),
      silences: silencesOfWatch(silences, at),
    })),
    watching,
    unreported,
    isWhole,
    conditions: { kept: Number(kept), broken: Number(broken), unproven: Number(unproven) },
  };
}

/** Those of a watch that no reading filled. */
function silencesOfWatch(silences: readonly SilenceStructOutput[], of: number): Silence[] {
  return [...silences].flatMap(({ watch, fromS, toS }, silence) =>
    Number(watch) === of && toS !== 0n ? [{ silence, fromS: Number(fromS), toS: Number(toS) }] : [],
  );
}

function findDeliveryEvents(at: DeliveriesAt, delivery: Hex): Promise<ToldEvent[]> {
  const contracts = new Map<Hex, Interface>([
    [at.place.monitor, MONITOR_EVENTS],
    [at.watchAddress, WATCH_EVENTS],
  ]);
  return findEvents(at, { of: `delivery ${delivery}`, id: delivery, contracts, opening: OPENED });
}

function milestoneOf({ name, plannedAtS, reachedAtS, deviationS }: MilestoneInfoStructOutput): MilestoneRecord {
  return {
    name: asciiWordText(lowerHex(name)),
    plannedAtS: Number(plannedAtS),
    reachedAtS: reachedAtS === 0n ? null : Number(reachedAtS),
    deviationS: Number(deviationS),
  };
}

function disputeOf(delivery: Hex, told: readonly ToldEvent[], { disputedAtS }: DeliveryInfoStructOutput) {
  if (disputedAtS === 0n) return null;
  const { event, happened } = eventAt(delivery, told, "DeliveryDisputed", disputedAtS);
  return { by: lowerHex(event.args.by), statementHash: lowerHex(event.args.statementHash), happened };
}

/** The end. Storage says how a delivery ended, so that only the shares of a settlement are the node's word, and their sum is not. */
function closeOf(
  delivery: Hex,
  told: readonly ToldEvent[],
  { state, closedAtS, paidIn }: { state: DeliveryState; closedAtS: bigint; paidIn: bigint },
) {
  if (closedAtS === 0n) return null;
  const { event, happened } = eventAt(delivery, told, "DeliveryClosed", closedAtS);
  const { toSeller, toBuyer } = event.args as unknown as { toSeller: bigint; toBuyer: bigint };
  const isPossible =
    toSeller + toBuyer === paidIn &&
    (state !== "confirmed" || toBuyer === 0n) &&
    (state !== "failed" || toSeller === 0n);
  if (!isPossible) throw new DeliveryHistoryBroken(delivery, "alters what was paid out");
  return { toSeller, toBuyer, happened };
}

/** The event of which storage has the time. */
function eventAt(delivery: Hex, told: readonly ToldEvent[], name: string, atS: bigint): ToldEvent {
  const found = told.find(({ event, happened }) => event.name === name && BigInt(happened.timeS) === atS);
  if (found === undefined) throw new DeliveryHistoryBroken(delivery, `leaves out ${name}`);
  return found;
}
