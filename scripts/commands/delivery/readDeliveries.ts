import type { Log } from "ethers";
import { blockRanges, lowerHex, mapBounded, read, wordOf } from "../../../evidence/index.js";
import { DELIVERY_STATES, type DeliveryState, type Hex } from "../../../protocol/index.js";
import { type DeliveriesHere, MONITOR } from "./deliveriesHere.js";

/** A delivery in a list. */
export interface ListedDelivery {
  readonly delivery: Hex;
  readonly negotiation: Hex;
  readonly buyer: Hex;
  readonly seller: Hex;
  readonly state: DeliveryState;
  readonly custodian: Hex;
  /** Unix seconds. */
  readonly startS: number;
  readonly endS: number;
  readonly violations: number;
  readonly waived: number;
  /** Violations that sensors counted and nobody recorded. */
  readonly unreported: bigint;
  /** Token units. */
  readonly held: bigint;
}

const OPENED = MONITOR.getEvent("DeliveryOpened").topicHash;
const WORD_DIGITS = 64;

/** Every delivery, or every one of a party on either side, oldest first. Throws `ChainUnreadable`. */
export async function readDeliveries({ at }: DeliveriesHere, party: Hex | undefined): Promise<ListedDelivery[]> {
  const word = party && `0x${party.slice(2).padStart(WORD_DIGITS, "0")}`;
  const wishes =
    word === undefined
      ? [[OPENED]]
      : [
          [OPENED, null, word],
          [OPENED, null, null, word],
        ];
  const logs: Log[] = [];
  for (const { from, to } of blockRanges(at.blockTag)) {
    for (const topics of wishes) {
      const filter = { address: at.place.monitor, topics, fromBlock: from, toBlock: to };
      logs.push(...(await read("the deliveries", () => at.provider.getLogs(filter))));
    }
  }
  logs.sort((a, b) => a.blockNumber - b.blockNumber || a.index - b.index);
  return mapBounded(
    logs.map(({ topics }) => lowerHex(topics[1] ?? "")),
    (delivery) => readListed(at, delivery),
  );
}

async function readListed({ monitor, watch, blockTag }: DeliveriesHere["at"], delivery: Hex): Promise<ListedDelivery> {
  const [info, [violations, unreported]] = await read(`delivery ${delivery}`, () =>
    Promise.all([monitor.infoOf(delivery, { blockTag }), watch.standingOf(delivery, { blockTag })]),
  );
  return {
    delivery,
    negotiation: lowerHex(info.negotiation),
    buyer: lowerHex(info.buyer),
    seller: lowerHex(info.seller),
    state: wordOf(DELIVERY_STATES, info.state, `the state of delivery ${delivery}`),
    custodian: lowerHex(info.custodian),
    startS: Number(info.startS),
    endS: Number(info.endS),
    violations: Number(violations),
    waived: Number(info.waived),
    unreported,
    held: info.held,
  };
}
