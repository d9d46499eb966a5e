/** What a home took and gave over the replayed hours, Wh. */
export interface HomeTotals {
  readonly home: string;
  readonly importWh: bigint;
  readonly exportWh: bigint;
}

/** Who buys from whom. */
export interface Match {
  readonly consumer: string;
  readonly supplier: string;
}

export interface Matching {
  /** In order of rank: most export first. */
  readonly suppliers: readonly string[];
  /** In column order. */
  readonly consumers: readonly string[];
  readonly matches: readonly Match[];
}

/** One home in three supplies, rounded up. */
const HOMES_PER_SUPPLIER = 3;

/**
 * The demo's rule, so that anyone can recompute its agreements: homes are ranked by total export, ties by column order;
 * the first third, rounded up, supplies; the others consume and, in column order, sign with the suppliers in turn.
 * @param homes In column order.
 */
export function matchHomes(homes: readonly HomeTotals[]): Matching {
  const ranked = homes
    .map((totals, column) => ({ ...totals, column }))
    .sort((a, b) => (a.exportWh === b.exportWh ? a.column - b.column : a.exportWh > b.exportWh ? -1 : 1));
  const suppliers = ranked.slice(0, Math.ceil(homes.length / HOMES_PER_SUPPLIER)).map(({ home }) => home);
  const supplying = new Set(suppliers);
  const consumers = homes.map(({ home }) => home).filter((home) => !supplying.has(home));
  const matches = consumers.map((consumer, index) => ({
    consumer,
    supplier: suppliers[index % suppliers.length] as string,
  }));
  return { suppliers, consumers, matches };
}
