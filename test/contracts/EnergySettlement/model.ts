/** One consumer of the model: what it has drawn, been delivered, holds and owes. */
export interface ModelConsumer {
  readonly pricePerKWh: bigint;
  readonly capWh: bigint;
  /** Register as the meter shows it, and as it was last settled. */
  registerWh: bigint;
  settledWh: bigint;
  deliveredWh: bigint;
  escrow: bigint;
  claim: bigint;
}

/** What the rules of settlement say an interval does; written from the rules, not from the contract. */
export class SettlementModel {
  readonly consumers: readonly ModelConsumer[];
  exportWh = 0n;
  settledExportWh = 0n;
  supplierEscrow = 0n;

  constructor(consumers: readonly ModelConsumer[]) {
    this.consumers = consumers;
  }

  /**
   * Closes an interval.
   * @param supplierReads Whether the supplier's reading came. @param consumerReads Whose readings came, by index.
   * @returns Delivered Wh by consumer, `undefined` for one whose reading did not come.
   */
  close(supplierReads: boolean, consumerReads: readonly boolean[]): (bigint | undefined)[] {
    const producedWh = supplierReads ? this.exportWh - this.settledExportWh : 0n;
    if (supplierReads) this.settledExportWh = this.exportWh;
    const demands = this.consumers.map((consumer, index) => {
      if (!consumerReads[index]) return undefined;
      const drawnWh = consumer.registerWh - consumer.settledWh;
      consumer.settledWh = consumer.registerWh;
      if (consumer.claim > 0n) return 0n;
      const leftWh = consumer.capWh - consumer.deliveredWh;
      return lesser(drawnWh, leftWh);
    });
    const wantedWh = demands.reduce<bigint>((sum, demand) => sum + (demand ?? 0n), 0n);
    return demands.map((demand, index) => {
      if (demand === undefined) return undefined;
      const shareWh = producedWh >= wantedWh ? demand : (producedWh * demand) / wantedWh;
      this.#charge(this.consumers[index]!, shareWh);
      return shareWh;
    });
  }

  /** Moves what the consumer's escrow holds of its claim. */
  payClaim(consumer: ModelConsumer): void {
    const paid = lesser(consumer.escrow, consumer.claim);
    consumer.escrow -= paid;
    consumer.claim -= paid;
    this.supplierEscrow += paid;
  }

  #charge(consumer: ModelConsumer, shareWh: bigint): void {
    const price = (shareWh * consumer.pricePerKWh) / 1000n;
    const paid = lesser(price, consumer.escrow);
    consumer.deliveredWh += shareWh;
    consumer.escrow -= paid;
    consumer.claim += price - paid;
    this.supplierEscrow += paid;
  }
}

function lesser(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}
