import { once } from "node:events";
import { wordOf } from "../../evidence/index.js";
import {
  DELIVERY_STATES,
  hashTerms,
  milliText,
  NEGOTIATION_STATES,
  offerJson,
  type Rejection,
  shortMoneyText,
  unitOf,
} from "../../protocol/index.js";
import { startEmbeddedChain } from "../chain/embeddedChain.js";
import { Closing } from "../closing.js";
import { openStage } from "../stage.js";
import { carry, closeDelivery } from "./closeDelivery.js";
import { DEALING_MEMBERS, dealingMembers } from "./members.js";
import { negotiate, watchedInstead, wishedOffer } from "./negotiate.js";
import { openDelivery } from "./openDelivery.js";
import type { DealsOptions, DealsProgress, DealsSummary } from "./options.js";
import { quote } from "./quote.js";
import { rate } from "./rate.js";
import { readSampleLog } from "./sampleLog.js";
import { watchDelivery } from "./watchDelivery.js";

/** The chain begins this long before the log: time to ask, bid, award and negotiate. */
const BEFORE_S = 86_400n;
const NOTHING = (): void => undefined;

/**
 * A whole deal on a chain of its own: request for quotation, award, negotiation, a delivery that a sensor watches, money and
 * ratings. Ends at once with `once`, otherwise keeps the chain up until the signal.
 * @returns The summary; undefined if the signal came before the end.
 * Throws the named errors of demo/, oracle/ and protocol/.
 */
export async function runDeals(options: DealsOptions): Promise<DealsSummary | undefined> {
  const startedAtMs = performance.now();
  const closing = new Closing();
  const { signal, onProblem = NOTHING, onProgress = NOTHING } = options;
  const tell = (phase: DealsProgress["phase"], label: string): void => {
    signal.throwIfAborted();
    onProgress({ phase, done: 0, total: 1, label, finished: false });
  };
  try {
    const log = await readSampleLog(options);
    const watched = watchedInstead(log.field, options.min, options.max);
    tell("chain", "Starting the chain");
    const startS = (log.samples[0]?.timestampS ?? 0n) - BEFORE_S;
    const stage = await openStage({
      open: (hardhat) => startEmbeddedChain(hardhat, { startS }),
      closing,
      onProblem,
      currency: wishedOffer().currency,
      furtherMembers: DEALING_MEMBERS,
    });
    const members = await dealingMembers(stage);
    tell("quotation", "Asking for quotations");
    const quotation = await quote(stage, members);
    tell("negotiation", "Negotiating");
    const deal = await negotiate(stage, members, quotation.awarded, watched);
    tell("delivery", "Opening the delivery");
    const delivery = await openDelivery(stage, members, deal, log);
    await carry(stage, members, delivery);
    const firstViolationS = await watchDelivery({ stage, members, delivery, log, signal, tell: onProgress });
    tell("closing", "Paying and rating");
    const closed = await closeDelivery(stage, members, delivery);
    const ratings = await rate(stage, members, deal, closed);

    const negotiated = await stage.contracts.negotiation.stateOf(deal.negotiation);
    const { terms } = deal;
    const { item, price, quantity, currency } = offerJson(terms);
    const { summary } = delivery.rule;
    const summed: DealsSummary = {
      quotation: { request: quotation.request, bids: quotation.bids, awardedTo: members.seller.name },
      negotiation: {
        id: deal.negotiation,
        rounds: deal.rounds,
        status: wordOf(NEGOTIATION_STATES, negotiated, "the state of the negotiation"),
        termsHash: hashTerms(terms),
        item,
        price,
        quantity,
        currency,
      },
      delivery: {
        id: delivery.id,
        status: wordOf(DELIVERY_STATES, closed.state, "the state of the delivery"),
        field: log.field,
        unit: unitOf(log.field) ?? "",
        readings: log.samples.length,
        rejected: log.rejections.length,
        firstRejected: firstOf(log.rejections),
        violations: closed.violations,
        min: summary === undefined ? null : Number(milliText(summary.lowestMilli)),
        max: summary === undefined ? null : Number(milliText(summary.highestMilli)),
        firstViolationAt: firstViolationS === undefined ? null : isoTime(firstViolationS),
      },
      payments: {
        currency,
        due: shortMoneyText(delivery.due),
        toSeller: shortMoneyText(closed.toSeller),
        toBuyer: shortMoneyText(closed.toBuyer),
      },
      ratings,
      elapsedS: (performance.now() - startedAtMs) / 1000,
    };
    if (options.once) return summed;
    options.onDone?.(summed, { rpcUrl: stage.rpcUrl, directory: stage.contracts.directory });
    if (!signal.aborted) await once(signal, "abort");
    return summed;
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    await closing.run();
  }
}

function firstOf([first]: readonly Rejection[]): DealsSummary["delivery"]["firstRejected"] {
  return first === undefined ? null : { position: first.position, code: first.code, reason: first.reason };
}

function isoTime(timestampS: bigint): string {
  return `${new Date(Number(timestampS) * 1000).toISOString().slice(0, 19)}Z`;
}
