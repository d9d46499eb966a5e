import { type Provider, ZeroHash } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { SupplyAgreements__factory } from "../../typechain-types/index.js";
import type { Agreement, Stretch } from "./types.js";

/** Blocks asked for at a time. */
const BLOCKS_PER_QUERY = 5_000;

/** The agreements with neighbours on chain, by supplier, followed by their events. */
export class AgreementBook {
  readonly #provider: Provider;
  readonly #address: Hex;
  readonly #byId = new Map<Hex, Agreement>();
  readonly #bySupplier = new Map<Hex, Agreement[]>();
  readonly #byConsumer = new Map<Hex, Agreement[]>();
  #nextBlock = 0;

  constructor(provider: Provider, address: Hex) {
    this.#provider = provider;
    this.#address = address;
  }

  /**
   * Reads agreements that were registered or ended since the last call. Throws what the provider throws.
   * @returns Export meters of those agreements: rosters compiled before no longer stand.
   */
  async refresh(): Promise<ReadonlySet<Hex>> {
    const abi = SupplyAgreements__factory.createInterface();
    const [registered, ended] = [abi.getEvent("AgreementRegistered"), abi.getEvent("AgreementEnded")];
    const topics = [[registered.topicHash, ended.topicHash]];
    const changed = new Set<Hex>();
    const latest = await this.#provider.getBlockNumber();
    while (this.#nextBlock <= latest) {
      const toBlock = Math.min(latest, this.#nextBlock + BLOCKS_PER_QUERY - 1);
      const query = { address: this.#address, topics, fromBlock: this.#nextBlock, toBlock };
      for (const log of await this.#provider.getLogs(query)) {
        if (log.topics[0] === ended.topicHash) {
          const { id, endS } = abi.decodeEventLog(ended, log.data, log.topics);
          const exportMeter = this.end(id, Number(endS));
          if (exportMeter) changed.add(exportMeter);
          continue;
        }
        const { id, number, agreement } = abi.decodeEventLog(registered, log.data, log.topics);
        const { importMeter, exportMeter, startS, endS, settlementPeriodS } = agreement;
        // A grid supplier's agreement has no intervals of its own: the chain looks it up by itself.
        if (exportMeter === ZeroHash) continue;
        changed.add(exportMeter);
        this.add({
          id,
          number: Number(number),
          importMeter,
          exportMeter,
          startS: Number(startS),
          endS: Number(endS),
          periodS: Number(settlementPeriodS),
        });
      }
      this.#nextBlock = toBlock + 1;
    }
    return changed;
  }

  add(agreement: Agreement): void {
    this.#byId.set(agreement.id, agreement);
    append(this.#bySupplier, agreement.exportMeter, agreement);
    append(this.#byConsumer, agreement.importMeter, agreement);
  }

  /**
   * Ends an agreement early; one that ends before it starts is out of force altogether.
   * @returns Its export meter; undefined for one that is not in the book.
   */
  end(id: Hex, endS: number): Hex | undefined {
    const known = this.#byId.get(id);
    if (!known) return undefined;
    const ended = endS > known.startS ? { ...known, endS } : undefined;
    if (ended) this.#byId.set(id, ended);
    else this.#byId.delete(id);
    replace(this.#bySupplier, known.exportMeter, known, ended);
    replace(this.#byConsumer, known.importMeter, known, ended);
    return known.exportMeter;
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
    const touching = this.#of(exportMeter).filter((of) => of.startS < toS && of.endS > fromS);
    return [exportMeter, ...new Set(touching.map(({ importMeter }) => importMeter))];
  }

  /** Length of a supplier's interval that ends at `endS`, s; zero if nobody is served then. */
  periodAt(exportMeter: Hex, endS: number): number {
    return this.#of(exportMeter).find((of) => of.startS < endS && of.endS >= endS)?.periodS ?? 0;
  }

  /** The longest stretch around the second `atS` over which the supplier serves the same agreements. */
  stretchAt(exportMeter: Hex, atS: number): Stretch {
    const agreements = this.#of(exportMeter);
    const edges = agreements.flatMap(({ startS, endS }) => [startS, endS]);
    return {
      fromS: Math.max(0, ...edges.filter((edgeS) => edgeS <= atS)),
      untilS: Math.min(...edges.filter((edgeS) => edgeS > atS)),
      members: agreements.filter((of) => of.startS <= atS && of.endS > atS).sort((a, b) => a.number - b.number),
    };
  }

  /** End of the first interval after `untilS` that serves anybody; undefined if there is none. */
  nextEndS(exportMeter: Hex, untilS: number): number | undefined {
    const ends = this.#of(exportMeter)
      .filter(({ endS }) => endS > untilS)
      .map(({ startS, periodS }) => Math.max(startS, untilS) + periodS);
    return ends.length === 0 ? undefined : Math.min(...ends);
  }

  /** Start of the run of intervals up to `startS` in which somebody was served all the time. */
  coveredFromS(exportMeter: Hex, startS: number): number {
    const agreements = this.#of(exportMeter);
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

  #of(exportMeter: Hex): readonly Agreement[] {
    return this.#bySupplier.get(exportMeter) ?? [];
  }
}

function append(map: Map<Hex, Agreement[]>, key: Hex, agreement: Agreement): void {
  const list = map.get(key);
  if (list) list.push(agreement);
  else map.set(key, [agreement]);
}

function replace(map: Map<Hex, Agreement[]>, key: Hex, known: Agreement, by: Agreement | undefined): void {
  const list = (map.get(key) ?? []).flatMap((agreement) => (agreement !== known ? [agreement] : by ? [by] : []));
  if (list.length > 0) map.set(key, list);
  else map.delete(key);
}
