import type { Provider } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { SupplyAgreements__factory } from "../../typechain-types/index.js";
import type { Agreement } from "./types.js";

/** Blocks asked for at a time. */
const BLOCKS_PER_QUERY = 5_000;

/** The agreements on chain, by supplier, followed by their events. */
export class AgreementBook {
  readonly #provider: Provider;
  readonly #address: Hex;
  readonly #bySupplier = new Map<Hex, Agreement[]>();
  readonly #byConsumer = new Map<Hex, Agreement[]>();
  #nextBlock = 0;

  constructor(provider: Provider, address: Hex) {
    this.#provider = provider;
    this.#address = address;
  }

  /** Reads agreements that were registered since the last call. Throws what the provider throws. */
  async refresh(): Promise<void> {
    const abi = SupplyAgreements__factory.createInterface();
    const topics = [abi.getEvent("AgreementRegistered").topicHash];
    const latest = await this.#provider.getBlockNumber();
    while (this.#nextBlock <= latest) {
      const toBlock = Math.min(latest, this.#nextBlock + BLOCKS_PER_QUERY - 1);
      const query = { address: this.#address, topics, fromBlock: this.#nextBlock, toBlock };
      for (const log of await this.#provider.getLogs(query)) {
        const args = abi.decodeEventLog("AgreementRegistered", log.data, log.topics);
        const { importMeter, exportMeter, startS, endS, settlementPeriodS } = args.agreement;
        this.add({
          importMeter,
          exportMeter,
          startS: Number(startS),
          endS: Number(endS),
          periodS: Number(settlementPeriodS),
        });
      }
      this.#nextBlock = toBlock + 1;
    }
  }

  add(agreement: Agreement): void {
    append(this.#bySupplier, agreement.exportMeter, agreement);
    append(this.#byConsumer, agreement.importMeter, agreement);
  }

  /** Export meters of all suppliers, in the order of their first agreements. */
  suppliers(): Hex[] {
    return [...this.#bySupplier.keys()];
  }

  /** Every meter that any agreement names. */
  meters(): Hex[] {
    return [...new Set([...this.#bySupplier.keys(), ...this.#byConsumer.keys()])];
  }

  /** A supplier's meter and those of its consumers whose windows touch the time from `fromS` to `toS`. */
  metersOf(exportMeter: Hex, fromS = 0, toS = Number.POSITIVE_INFINITY): Hex[] {
    const touching = (this.#bySupplier.get(exportMeter) ?? []).filter((of) => of.startS < toS && of.endS > fromS);
    return [exportMeter, ...new Set(touching.map(({ importMeter }) => importMeter))];
  }

  /** Length of all of a supplier's intervals, s. */
  periodOf(exportMeter: Hex): number {
    return this.#bySupplier.get(exportMeter)?.[0]?.periodS ?? 0;
  }

  /** Agreements whose window holds the supplier's interval that ends at `endS`. */
  roster(exportMeter: Hex, endS: number): Agreement[] {
    const agreements = this.#bySupplier.get(exportMeter) ?? [];
    return agreements.filter((of) => of.startS <= endS - of.periodS && of.endS >= endS);
  }

  /** End of the first interval after `untilS` that serves anybody; undefined if there is none. */
  nextEndS(exportMeter: Hex, untilS: number): number | undefined {
    const ends = (this.#bySupplier.get(exportMeter) ?? [])
      .filter(({ endS }) => endS > untilS)
      .map(({ startS, periodS }) => Math.max(startS, untilS) + periodS);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** Start of the run of intervals up to `startS` in which somebody was served all the time. */
  coveredFromS(exportMeter: Hex, startS: number): number {
    const agreements = this.#bySupplier.get(exportMeter) ?? [];
    let fromS = startS;
    for (;;) {
      const before = agreements.filter((of) => of.startS < fromS && of.endS >= fromS).map((of) => of.startS);
      if (before.length === 0) return fromS;
      fromS = Math.min(...before);
    }
  }

  /** Agreements of a consumer with others that ended between `afterS` and the start of `agreement`. */
  earlierOf(agreement: Agreement, afterS: number): Agreement[] {
    const all = this.#byConsumer.get(agreement.importMeter) ?? [];
    return all.filter(({ endS }) => endS > afterS && endS <= agreement.startS);
  }
}

function append(map: Map<Hex, Agreement[]>, key: Hex, agreement: Agreement): void {
  const list = map.get(key);
  if (list) list.push(agreement);
  else map.set(key, [agreement]);
}
