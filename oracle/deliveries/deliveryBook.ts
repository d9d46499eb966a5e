import type { Provider } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import type { DeliveryOpenedEvent } from "../../typechain-types/contracts/interfaces/IDeliveryMonitor.js";
import { DeliveryMonitor__factory } from "../../typechain-types/factories/contracts/DeliveryMonitor__factory.js";
import type { BookedDelivery } from "./types.js";

/** Blocks asked for at a time. */
const BLOCKS_PER_QUERY = 5_000;

const MONITOR = DeliveryMonitor__factory.createInterface();
const OPENED = MONITOR.getEvent("DeliveryOpened");
const CLOSED = MONITOR.getEvent("DeliveryClosed");

/** The deliveries that are open, followed by their events. */
export class DeliveryBook {
  readonly #provider: Provider;
  /** Address of `DeliveryMonitor`. */
  readonly #address: Hex;
  readonly #open = new Map<Hex, BookedDelivery>();
  #nextBlock = 0;

  constructor(provider: Provider, address: Hex) {
    this.#provider = provider;
    this.#address = address;
  }

  /** Reads what was opened and closed since the last call, up to the block `latest`. Throws what the provider throws. */
  async refresh(latest: number): Promise<void> {
    const topics = [[OPENED.topicHash, CLOSED.topicHash]];
    while (this.#nextBlock <= latest) {
      const toBlock = Math.min(latest, this.#nextBlock + BLOCKS_PER_QUERY - 1);
      const query = { address: this.#address, topics, fromBlock: this.#nextBlock, toBlock };
      for (const { topics: of, data } of await this.#provider.getLogs(query)) {
        const id = of[1] as Hex;
        if (of[0] === CLOSED.topicHash) this.close(id);
        else this.#open.set(id, bookedOf(id, MONITOR.decodeEventLog(OPENED, data, of) as unknown as Opened));
      }
      this.#nextBlock = toBlock + 1;
    }
  }

  /** The open deliveries, in the order of their openings. */
  open(): BookedDelivery[] {
    return [...this.#open.values()];
  }

  /** No reading counts for it any more. */
  close(id: Hex): void {
    this.#open.delete(id);
  }
}

type Opened = DeliveryOpenedEvent.OutputObject;

function bookedOf(id: Hex, { plan, terms }: Opened): BookedDelivery {
  return {
    id,
    startS: Number(plan.startS),
    endS: Number(plan.endS),
    heartbeatS: plan.heartbeatS,
    watches: plan.watches.flatMap(({ field, sensor, warnMarginMilli }) =>
      terms.conditions
        .filter((condition) => condition.field === field)
        .map(({ minMilli, maxMilli }) => ({
          sensor: sensor as Hex,
          field: field as Hex,
          minMilli,
          maxMilli,
          warnMarginMilli,
        })),
    ),
  };
}
