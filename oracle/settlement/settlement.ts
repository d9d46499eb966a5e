import type { Provider } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { AgreementBook } from "./agreementBook.js";
import { GasModel } from "./gasModel.js";
import { IntervalCloser } from "./intervalCloser.js";
import { LedgerView, type SettledAt } from "./ledgerView.js";
import { loadOf } from "./loadOf.js";
import { MeterOpener } from "./openMeters.js";
import { lacksOf, planInterval, type Situation } from "./planInterval.js";
import { ReadingWindow } from "./readingWindow.js";
import { Rosters } from "./rosters.js";
import type { AwaitedInterval, Interval, Readings, Send, SettlementRejection } from "./types.js";

export interface SettlementOptions {
  readonly provider: Provider;
  /** Addresses of `SupplyAgreements` and `EnergySettlement`. */
  readonly agreements: Hex;
  readonly settlement: Hex;
  readonly readings: Readings;
  readonly send: Send;
  /** Lists what could not be settled as it came; the same thing is listed once. */
  readonly reject: (rejection: SettlementRejection) => Promise<void>;
  /** Wait for a silent meter before an interval is planned without it, s. */
  readonly closingWaitS: number;
}

/** Transactions at a time; they share no supplier, so none can overtake another that it depends on. */
const LANES = 4;

/** Intervals whose readings are looked up together. */
const WINDOW_INTERVALS = 64;

interface Tools {
  readonly gas: GasModel;
  readonly opener: MeterOpener;
  readonly closer: IntervalCloser;
}

/** What holds for one turn. */
interface Setting {
  readonly closer: IntervalCloser;
  readonly gas: GasModel;
  /** Time of each meter's latest reading. */
  readonly latest: ReadonlyMap<Hex, number>;
  readonly closingDelayS: number;
  readonly final: boolean;
}

/** An interval that is planned, with its readings. */
interface Planning {
  readonly exportMeter: Hex;
  readonly endS: number;
  readonly window: ReadingWindow;
  readonly setting: Setting;
  readonly registersOf?: (meter: Hex) => SettledAt;
}

/**
 * Settles what verified readings allow. All that it knows follows from the readings and the chain, so there is nothing to
 * keep: after a crash it looks at both and goes on.
 */
export class Settlement {
  readonly #options: SettlementOptions;
  readonly #book: AgreementBook;
  readonly #ledger: LedgerView;
  readonly #rosters: Rosters;
  #tools: Tools | undefined;
  /** Time of the block that was the latest when last looked at. */
  #blockS = 0;
  /** The open interval that each supplier's silent meters hold up, and since when, ms. */
  readonly #heldUp = new Map<Hex, { readonly endS: number; readonly sinceMs: number }>();

  constructor(options: SettlementOptions) {
    this.#options = options;
    this.#book = new AgreementBook(options.provider, options.agreements);
    this.#ledger = new LedgerView(options.provider, options.settlement);
    this.#rosters = new Rosters(options.provider, options.settlement);
  }

  /**
   * Settles what can be now.
   * @param final True if no more readings will come: meters that are silent are not waited for.
   * @returns True if there may be more to do at once. Throws what the provider and sending throw.
   */
  async turn(final: boolean): Promise<boolean> {
    for (const exportMeter of await this.#book.refresh()) this.#rosters.forget(exportMeter);
    const meters = this.#book.meters();
    if (meters.length === 0) return false;
    this.#blockS = await this.#latestBlockS();
    await this.#rosters.refresh();
    const latest = await this.#options.readings.latestS(meters);
    // What others settle of meters that are heard here is read anew each time.
    this.#ledger.forget(this.#suppliersElsewhere(latest));
    await this.#ledger.load(meters, this.#book.suppliers());
    this.#tools ??= await this.#makeTools();
    const { opener, closer, gas } = this.#tools;
    await opener.open(meters, this.#nowS());
    await this.#ledger.load(meters, []);
    const closingDelayS = await this.#ledger.closingDelayS();
    const lanes = await this.#planLanes({ closer, gas, latest, closingDelayS, final });
    await Promise.all(lanes.map((intervals) => closer.close(intervals)));
    return lanes.length > 0;
  }

  /**
   * The next interval of each supplier of whom a meter is heard here, and what it lacks, as of the last turn.
   * Throws what the provider throws.
   */
  async awaited(): Promise<AwaitedInterval[]> {
    if (this.#tools === undefined) return [];
    const { closer, gas } = this.#tools;
    this.#blockS = await this.#latestBlockS();
    const latest = await this.#options.readings.latestS(this.#book.meters());
    const closingDelayS = await this.#ledger.closingDelayS();
    const setting = { closer, gas, latest, closingDelayS, final: false };
    const awaited: AwaitedInterval[] = [];
    for (const exportMeter of this.#book.suppliers()) {
      const endS = this.#book.nextEndS(exportMeter, this.#ledger.untilS(exportMeter));
      if (endS === undefined || !this.#book.metersOf(exportMeter).some((meter) => latest.has(meter))) continue;
      const startS = endS - this.#book.periodAt(exportMeter, endS);
      const isOver = endS <= this.#nowS();
      const window = await this.#readWindow(exportMeter, endS);
      const situation = this.#situation({ exportMeter, endS, window, setting });
      const lacks = (isOver ? lacksOf(exportMeter, endS, situation) : []).map((lack) => ({
        ...lack,
        latestS: latest.get(lack.meter) ?? null,
      }));
      const deadlineS = endS + closingDelayS;
      awaited.push({ exportMeter, startS, endS, isOver, lacks, chainS: this.#blockS, deadlineS });
    }
    return awaited;
  }

  /** Suppliers that another oracle settles, though a meter of theirs is heard here: it also buys or sells elsewhere. */
  #suppliersElsewhere(latest: ReadonlyMap<Hex, number>): Hex[] {
    const elsewhere = this.#book.suppliers().filter((supplier) => !this.#isHeard(supplier, latest));
    return elsewhere.filter((supplier) => this.#book.metersOf(supplier).some((meter) => latest.has(meter)));
  }

  /** True if a supplier's own meter is heard here, and one of its consumers'. */
  #isHeard(exportMeter: Hex, latest: ReadonlyMap<Hex, number>): boolean {
    const [, ...consumers] = this.#book.metersOf(exportMeter);
    return latest.has(exportMeter) && consumers.some((meter) => latest.has(meter));
  }

  /** The chain's time where it is ahead of this machine's: contracts go by the block, and a clock that is behind holds nothing up. */
  #nowS(): number {
    return Math.max(Math.floor(Date.now() / 1_000), this.#blockS);
  }

  async #latestBlockS(): Promise<number> {
    return (await this.#options.provider.getBlock("latest"))?.timestamp ?? 0;
  }

  async #makeTools(): Promise<Tools> {
    const block = await this.#options.provider.getBlock("latest");
    const gas = new GasModel(block?.gasLimit ?? 0n);
    const shared = { ...this.#options, ledger: this.#ledger, rosters: this.#rosters, gas, nowS: () => this.#nowS() };
    return { gas, opener: new MeterOpener(shared), closer: new IntervalCloser(shared) };
  }

  /** Intervals that can close now, in as many transactions as may be on their way together. */
  async #planLanes(setting: Setting): Promise<Interval[][]> {
    const lanes: Interval[][] = [];
    let lane: Interval[] = [];
    for (const supplier of this.#book.suppliers()) {
      if (setting.closer.isResting(supplier)) continue;
      const planned = await this.#planSupplier(supplier, setting);
      if (this.#fit([...lane, ...planned], setting.gas)) {
        lane.push(...planned);
        continue;
      }
      lanes.push(lane);
      lane = planned;
      if (lanes.length === LANES) return lanes;
    }
    return lane.length > 0 ? [...lanes, lane] : lanes;
  }

  /** A supplier's next intervals that can close, as many as one transaction holds. */
  async #planSupplier(exportMeter: Hex, setting: Setting): Promise<Interval[]> {
    const { gas, latest } = setting;
    const lastS = Math.max(0, ...this.#book.metersOf(exportMeter).map((meter) => latest.get(meter) ?? 0));
    const planned: Interval[] = [];
    // Registers as they will be once the planned intervals are closed.
    const settled = new Map<Hex, SettledAt>();
    const registersOf = (meter: Hex) => settled.get(meter) ?? this.#ledger.registersOf(meter);
    let window: ReadingWindow | undefined;
    let untilS = this.#ledger.untilS(exportMeter);
    for (;;) {
      const endS = this.#book.nextEndS(exportMeter, untilS);
      if (endS === undefined || endS > lastS) return planned;
      if (!window || endS > window.toS) window = await this.#readWindow(exportMeter, endS);
      const interval = planInterval(
        exportMeter,
        endS,
        this.#situation({ exportMeter, endS, window, setting, registersOf }),
      );
      if (!interval) {
        if (this.#heldUp.get(exportMeter)?.endS !== endS) this.#heldUp.set(exportMeter, { endS, sinceMs: Date.now() });
        return planned;
      }
      await this.#rosters.load(exportMeter, interval.stretch);
      // One interval is sent alone if need be, however large it is.
      if (planned.length > 0 && !this.#fit([...planned, interval], gas)) return planned;
      planned.push(interval);
      for (const { meter } of interval.readings) {
        const known = registersOf(meter);
        settled.set(meter, meter === exportMeter ? { ...known, exportS: endS } : { ...known, importS: endS });
      }
      untilS = endS;
    }
  }

  /** What is known of an interval, by the registers that are settled or will be when it is its turn. */
  #situation({ exportMeter, endS, window, setting, registersOf }: Planning): Situation {
    const { closer, latest, closingDelayS, final } = setting;
    // That no more readings come here says nothing of meters that another oracle hears.
    const isFinal = final && this.#isHeard(exportMeter, latest);
    return {
      book: this.#book,
      readingAt: (meter, timeS) => window.at(meter, timeS),
      latestS: (meter) => latest.get(meter),
      registersOf: registersOf ?? ((meter) => this.#ledger.registersOf(meter)),
      isOpen: (meter) => this.#ledger.isOpen(meter),
      progressOf: (meter, byS) => this.#progressOf(meter, byS, closer),
      dropped: closer.droppedFrom(exportMeter, endS),
      waitIsOver: isFinal || this.#waitIsOver(exportMeter, endS),
      closingDelayS,
      nowS: this.#nowS(),
    };
  }

  #fit(intervals: readonly Interval[], gas: GasModel): boolean {
    return gas.fits(loadOf(intervals, this.#rosters.tasksOf(intervals)));
  }

  async #readWindow(exportMeter: Hex, endS: number): Promise<ReadingWindow> {
    const periodS = this.#book.periodAt(exportMeter, endS);
    const toS = endS + WINDOW_INTERVALS * periodS;
    const meters = this.#book.metersOf(exportMeter, endS - periodS, toS);
    return ReadingWindow.read(this.#options.readings, meters, endS - periodS, toS, periodS);
  }

  #waitIsOver(exportMeter: Hex, endS: number): boolean {
    const heldUp = this.#heldUp.get(exportMeter);
    return heldUp?.endS === endS && Date.now() - heldUp.sinceMs >= this.#options.closingWaitS * 1_000;
  }

  #progressOf(exportMeter: Hex, byS: number, closer: IntervalCloser): "done" | "open" | "stuck" {
    if (this.#ledger.untilS(exportMeter) >= byS) return "done";
    return closer.isResting(exportMeter) ? "stuck" : "open";
  }
}
