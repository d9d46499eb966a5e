import type { Provider } from "ethers";
import type { Hex } from "../../protocol/hex.js";
import { EnergySettlement__factory } from "../../typechain-types/index.js";

/** When each of a meter's registers was last settled, Unix seconds; both zero before its opening record was taken. */
export interface SettledAt {
  readonly importS: number;
  readonly exportS: number;
}

/** Reads at a time: a node answers a burst of small calls sooner than one after the other. */
const READS_AT_ONCE = 20;

/** What settlement on chain has come to, read when first needed and moved on by what is confirmed. */
export class LedgerView {
  readonly #contract;
  readonly #registers = new Map<Hex, SettledAt>();
  readonly #until = new Map<Hex, number>();
  #closingDelayS: number | undefined;

  constructor(provider: Provider, address: Hex) {
    this.#contract = EnergySettlement__factory.connect(address, provider);
  }

  /** Wait after an interval's end before it may close with registers missing, s. */
  async closingDelayS(): Promise<number> {
    this.#closingDelayS ??= Number(await this.#contract.CLOSING_DELAY_S());
    return this.#closingDelayS;
  }

  /** Reads those of `meters` and `suppliers` that are not known yet. Throws what the provider throws. */
  async load(meters: readonly Hex[], suppliers: readonly Hex[]): Promise<void> {
    const reads = [
      ...meters.filter((meter) => !this.#registers.has(meter)).map((meter) => () => this.#readRegisters(meter)),
      ...suppliers.filter((meter) => !this.#until.has(meter)).map((meter) => () => this.#readProgress(meter)),
    ];
    for (let at = 0; at < reads.length; at += READS_AT_ONCE) {
      await Promise.all(reads.slice(at, at + READS_AT_ONCE).map((read) => read()));
    }
  }

  /** Makes the next `load` read these again. */
  forget(meters: readonly Hex[]): void {
    for (const meter of meters) {
      this.#registers.delete(meter);
      this.#until.delete(meter);
    }
  }

  registersOf(meter: Hex): SettledAt {
    return this.#registers.get(meter) ?? { importS: 0, exportS: 0 };
  }

  isOpen(meter: Hex): boolean {
    return this.registersOf(meter).importS !== 0;
  }

  /** End of a supplier's last closed interval; zero before the first. */
  untilS(exportMeter: Hex): number {
    return this.#until.get(exportMeter) ?? 0;
  }

  setRegisters(meter: Hex, settledAt: SettledAt): void {
    this.#registers.set(meter, settledAt);
  }

  /** One of a meter's registers was settled. A meter that is to be read again is left for that. */
  moveRegister(meter: Hex, direction: keyof SettledAt, atS: number): void {
    const known = this.#registers.get(meter);
    if (known) this.#registers.set(meter, { ...known, [direction]: atS });
  }

  setUntil(exportMeter: Hex, endS: number): void {
    this.#until.set(exportMeter, endS);
  }

  async #readRegisters(meter: Hex): Promise<void> {
    const { importAtS, exportAtS } = await this.#contract.registersOf(meter);
    this.#registers.set(meter, { importS: Number(importAtS), exportS: Number(exportAtS) });
  }

  async #readProgress(exportMeter: Hex): Promise<void> {
    this.#until.set(exportMeter, Number(await this.#contract.settledUntil(exportMeter)));
  }
}
