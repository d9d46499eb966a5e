import type { Hex } from "../../protocol/hex.js";
import { encodeCompile, encodeSettle, encodeTogether } from "./encode.js";
import type { GasModel } from "./gasModel.js";
import type { LedgerView } from "./ledgerView.js";
import { loadOf } from "./loadOf.js";
import { chooseRepair, without } from "./repair.js";
import type { Rosters } from "./rosters.js";
import type { Interval, IntervalReading, Readings, Revert, RosterTask, Send, SettlementRejection } from "./types.js";

export interface IntervalCloserOptions {
  /** Address of `EnergySettlement`. */
  readonly settlement: Hex;
  readonly readings: Readings;
  readonly ledger: LedgerView;
  readonly rosters: Rosters;
  readonly gas: GasModel;
  readonly send: Send;
  readonly reject: (rejection: SettlementRejection) => Promise<void>;
  readonly nowS: () => number;
}

/** How long a supplier rests when the chain's time or order is not ours, and when nothing helps, ms. */
const LATER_MS = 5_000;
const HOLD_MS = 60_000;

/**
 * Closes intervals on chain, and compiles the rosters that they need in the same transaction. What fails together is taken
 * apart until the one at fault is alone; it is then closed without the readings that the chain refuses, since every later
 * interval of its supplier waits for it.
 */
export class IntervalCloser {
  readonly #options: IntervalCloserOptions;
  /** Suppliers that rest, and until when, ms. */
  readonly #resting = new Map<Hex, number>();
  /** Rosters compiled ahead whose intervals are open yet: each is paid for once, whatever the chain says of it meanwhile. */
  readonly #ahead = new Set<string>();
  /** Meters whose readings an open interval goes without. */
  readonly #dropped = new Map<string, Set<Hex>>();

  constructor(options: IntervalCloserOptions) {
    this.#options = options;
  }

  /** True while there is no use in sending a supplier's intervals. */
  isResting(exportMeter: Hex): boolean {
    const untilMs = this.#resting.get(exportMeter);
    if (untilMs === undefined) return false;
    if (untilMs > Date.now()) return true;
    this.#resting.delete(exportMeter);
    return false;
  }

  droppedFrom(exportMeter: Hex, endS: number): ReadonlySet<Hex> {
    return this.#dropped.get(keyOf({ exportMeter, endS })) ?? new Set();
  }

  /** Closes `intervals`, of each supplier in order. Throws what sending throws. */
  async close(intervals: readonly Interval[]): Promise<void> {
    const active = intervals.filter(({ exportMeter }) => !this.isResting(exportMeter));
    const [first] = active;
    if (!first) return;
    const { settlement, rosters, gas, send } = this.#options;
    const tasks = rosters.tasksOf(active);
    const [task] = tasks;
    const load = loadOf(active, tasks);
    // A roster that leaves no room for its interval goes ahead.
    if (task && !gas.fits(load)) {
      await this.#compile(task, active.find(({ exportMeter }) => exportMeter === task.exportMeter) ?? first);
      return this.close(active);
    }
    const predicted = await this.#predict(tasks, active);
    // The agreements of some have changed: those rest.
    if (predicted.size < tasks.length) return this.close(active);
    const rostered = active.flatMap((interval) => {
      const roster = predicted.get(keyOfRoster(interval)) ?? rosters.standing(interval);
      return roster === undefined ? [] : [{ ...interval, roster }];
    });
    const { intervals: count, readings } = load;
    const outcome = await send({
      name: `settle ${count} intervals, ${readings} readings`,
      to: settlement,
      data: encodeTogether([...tasks.map(encodeCompile), encodeSettle(rostered)]),
      gasLimit: gas.limitFor(load),
    });
    if (outcome.status === "displaced") return;
    if (outcome.status === "confirmed") {
      for (const compiled of tasks) rosters.compiled(compiled, predicted.get(keyOfRoster(compiled)) as Hex);
      for (const interval of active) this.#closed(interval);
      return;
    }
    const { reason } = outcome;
    if (reason.name === "OutOfGas" && gas.ranOut(load)) return this.close(active);
    if (active.length > 1) {
      const half = active.length >> 1;
      await this.close(active.slice(0, half));
      return this.close(active.slice(half));
    }
    return this.#repair(first, reason, tasks.length > 0 || this.#ahead.has(keyOfRoster(first)));
  }

  /** Addresses of the rosters to compile; a supplier whose roster the chain refuses rests. */
  async #predict(tasks: readonly RosterTask[], intervals: readonly Interval[]): Promise<ReadonlyMap<string, Hex>> {
    const predicted = new Map<string, Hex>();
    for (const task of tasks) {
      const roster = await this.#options.rosters.predict(task);
      if (roster !== undefined) {
        predicted.set(keyOfRoster(task), roster);
        continue;
      }
      for (const interval of intervals) {
        if (interval.exportMeter === task.exportMeter) this.#rest(interval, LATER_MS);
      }
    }
    return predicted;
  }

  /** Compiles one roster in a transaction of its own. */
  async #compile(task: RosterTask, interval: Interval): Promise<void> {
    const { settlement, rosters, gas, send } = this.#options;
    const roster = (await this.#predict([task], [interval])).get(keyOfRoster(task));
    if (roster === undefined) return;
    const load = loadOf([], [task]);
    const name = `compile a roster of ${task.stretch.members.length}`;
    const outcome = await send({ name, to: settlement, data: encodeCompile(task), gasLimit: gas.limitFor(load) });
    if (outcome.status === "confirmed") {
      this.#ahead.add(keyOfRoster(task));
      // Not asked for: a node that lags would say that there is none.
      return rosters.compiled(task, roster);
    }
    if (outcome.status === "displaced") return this.#rest(interval, LATER_MS);
    if (outcome.reason.name === "OutOfGas" && gas.ranOut(load)) return this.#compile(task, interval);
    return this.#repair(interval, outcome.reason, true);
  }

  #closed(interval: Interval): void {
    const { exportMeter, endS, readings } = interval;
    const { ledger, rosters } = this.#options;
    rosters.settled(interval);
    this.#ahead.delete(keyOfRoster(interval));
    for (const { meter, isBaseline } of readings) {
      if (isBaseline) continue;
      ledger.moveRegister(meter, meter === exportMeter ? "exportS" : "importS", endS);
    }
    ledger.setUntil(exportMeter, endS);
    this.#dropped.delete(keyOf({ exportMeter, endS }));
  }

  /** @param hasCompiled Whether the interval's roster was compiled in the same transaction, or ahead of it. */
  async #repair(interval: Interval, reason: Revert, hasCompiled: boolean): Promise<void> {
    const repair = chooseRepair(interval, reason);
    switch (repair.kind) {
      case "closed":
        await this.#reject(interval, interval.exportMeter, reason.name, "somebody else closed it before");
        return this.#lookAgain(interval);
      case "compile":
        // The agreements changed after they were read: the next turn reads them again.
        if (hasCompiled) return this.#rest(interval, LATER_MS);
        this.#options.rosters.forget(interval.exportMeter);
        return this.close([interval]);
      case "later":
        return this.#rest(interval, LATER_MS);
      case "hold":
        await this.#reject(interval, interval.exportMeter, reason.name, "nothing helps until the chain changes");
        return this.#rest(interval, HOLD_MS);
      case "baseline":
        return this.#addBaseline(interval, repair.meter, reason);
      case "without": {
        const rest = without(interval, repair.readings);
        const isBaselineOnly = repair.readings.every(({ isBaseline }) => isBaseline);
        if (isBaselineOnly) return this.close([rest]);
        return this.#drop(interval, rest, [repair.meter], reason);
      }
    }
  }

  /** Goes on without some meters' readings: at once, or when the chain lets an incomplete interval close. */
  async #drop(interval: Interval, rest: Interval, meters: readonly Hex[], reason: Revert): Promise<void> {
    const key = keyOf(interval);
    const dropped = this.#dropped.get(key) ?? new Set();
    for (const meter of new Set(meters)) {
      dropped.add(meter);
      await this.#reject(interval, meter, reason.name, "it closes without the meter's register", rest);
    }
    this.#dropped.set(key, dropped);
    const closesAtS = interval.endS + (await this.#options.ledger.closingDelayS());
    if (this.#options.nowS() >= closesAtS) return this.close([rest]);
    // Later intervals of the supplier come after this one, so they wait as well.
    return this.#rest(interval, LATER_MS);
  }

  async #addBaseline(interval: Interval, meter: Hex, reason: Revert): Promise<void> {
    const { startS, endS, readings } = interval;
    const [signed] = await this.#options.readings.between([meter], startS, startS, endS - startS);
    const end = readings.filter((reading) => reading.meter === meter);
    if (!signed) return this.#drop(interval, without(interval, end), [meter], reason);
    const withBaseline = readings.flatMap((reading): IntervalReading[] =>
      reading.meter === meter ? [{ ...reading, isBaseline: true, signed }, reading] : [reading],
    );
    return this.close([{ ...interval, readings: withBaseline }]);
  }

  #rest(interval: Interval, forMs: number): void {
    this.#resting.set(interval.exportMeter, Date.now() + forMs);
    this.#ahead.delete(keyOfRoster(interval));
    this.#lookAgain(interval);
  }

  /** What we believe of these meters was wrong: it is read from the chain again. */
  #lookAgain({ exportMeter, readings }: Interval): void {
    this.#options.rosters.forget(exportMeter);
    this.#options.ledger.forget([exportMeter, ...readings.map(({ meter }) => meter)]);
  }

  /** @param rest The interval as it goes on without the readings that are to blame. */
  async #reject(interval: Interval, device: Hex, code: string, consequence: string, rest = interval): Promise<void> {
    const { exportMeter, endS, readings } = interval;
    const end = new Date(endS * 1_000).toISOString();
    await this.#options.reject({
      position: `interval of supplier ${exportMeter} that ends ${end}`,
      device,
      code,
      reason: `The chain does not close the interval as it came (${code}): ${consequence}.`,
      records: readings.filter((reading) => !rest.readings.includes(reading)).map(({ signed }) => signed),
    });
  }
}

function keyOfRoster({ exportMeter, stretch }: RosterTask): string {
  return `${exportMeter} ${stretch.fromS}`;
}

function keyOf({ exportMeter, endS }: Pick<Interval, "exportMeter" | "endS">): string {
  return `${exportMeter} ${endS}`;
}
