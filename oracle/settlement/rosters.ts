import { isCallException, type Provider } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { decodeRoster } from "../../protocol/settlement/roster.js";
import { EnergySettlement__factory, IDeviceRegistry__factory } from "../../typechain-types/index.js";
import { isWorthCompiling } from "./gasModel.js";
import type { Interval, RosterTask, Stretch } from "./types.js";

/** A roster that stands on chain. */
interface Standing {
  readonly roster: Hex;
  /** The registry's revision when it was compiled: while it stands still, the keys in the roster are trusted. */
  readonly revision: bigint;
  /** Readings settled since then whose keys the registry was asked for one by one. */
  lookedUp: number;
}

/** Which rosters stand on chain, and which are to be compiled first. */
export class Rosters {
  readonly #provider: Provider;
  readonly #contract;
  readonly #known = new Map<string, Standing | "none">();
  #registry: ReturnType<typeof IDeviceRegistry__factory.connect> | undefined;
  #revision = 0n;

  constructor(provider: Provider, settlement: Hex) {
    this.#provider = provider;
    this.#contract = EnergySettlement__factory.connect(settlement, provider);
  }

  /** Looks at the registry's revision again. Throws what the provider throws. */
  async refresh(): Promise<void> {
    this.#registry ??= IDeviceRegistry__factory.connect(await this.#contract.DEVICES(), this.#provider);
    this.#revision = await this.#registry.revision();
  }

  /** Makes the next `load` ask for a supplier's rosters again. */
  forget(exportMeter: Hex): void {
    for (const key of this.#known.keys()) if (key.startsWith(exportMeter)) this.#known.delete(key);
  }

  /** Reads whether the stretch's roster stands, if that is not known yet. Throws `RosterCodeInvalid`, and what the provider throws. */
  async load(exportMeter: Hex, { fromS }: Stretch): Promise<void> {
    const key = keyOf(exportMeter, fromS);
    if (this.#known.has(key)) return;
    const { code } = await this.#contract.rosterOf(exportMeter, fromS);
    if (BigInt(code) === 0n) {
      this.#known.set(key, "none");
      return;
    }
    const { revision } = decodeRoster((await this.#provider.getCode(code)) as Hex);
    this.#known.set(key, { roster: code as Hex, revision, lookedUp: 0 });
  }

  /** The roster that stands for an interval; undefined if it is to be compiled first. */
  standing({ exportMeter, stretch }: RosterTask): Hex | undefined {
    const known = this.#known.get(keyOf(exportMeter, stretch.fromS));
    return known === undefined || known === "none" ? undefined : known.roster;
  }

  /**
   * Rosters to compile before these intervals are settled: those that do not stand, and those whose readings have cost
   * and will cost more to look up one by one.
   */
  tasksOf(intervals: readonly Interval[]): RosterTask[] {
    const tasks = new Map<string, RosterTask>();
    const readings = new Map<string, number>();
    for (const { exportMeter, stretch, readings: given } of intervals) {
      const key = keyOf(exportMeter, stretch.fromS);
      tasks.set(key, { exportMeter, stretch });
      readings.set(key, (readings.get(key) ?? 0) + given.length);
    }
    return [...tasks]
      .filter(([key, { stretch }]) => {
        const known = this.#known.get(key);
        if (known === undefined || known === "none") return true;
        if (known.revision === this.#revision) return false;
        return isWorthCompiling(stretch.members.length + 1, known.lookedUp + (readings.get(key) ?? 0));
      })
      .map(([, task]) => task);
  }

  /**
   * Address that compiling a roster now would give: it follows from what the roster holds.
   * @returns Undefined if the chain refuses: the agreements have changed. Throws what else the provider throws.
   */
  async predict({ exportMeter, stretch }: RosterTask): Promise<Hex | undefined> {
    const numbers = stretch.members.map(({ number }) => number);
    try {
      return (await this.#contract.compile.staticCall(exportMeter, stretch.fromS, numbers)) as Hex;
    } catch (error) {
      if (isCallException(error)) return undefined;
      throw error;
    }
  }

  /** A roster was compiled. */
  compiled({ exportMeter, stretch }: RosterTask, roster: Hex): void {
    this.#known.set(keyOf(exportMeter, stretch.fromS), { roster, revision: this.#revision, lookedUp: 0 });
  }

  /** An interval was settled. */
  settled({ exportMeter, stretch, readings }: Interval): void {
    const known = this.#known.get(keyOf(exportMeter, stretch.fromS));
    if (known === undefined || known === "none" || known.revision === this.#revision) return;
    known.lookedUp += readings.length;
  }
}

function keyOf(exportMeter: Hex, fromS: number): string {
  return `${exportMeter} ${fromS}`;
}
