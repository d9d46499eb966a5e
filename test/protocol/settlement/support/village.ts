import {
  type Hex,
  type MeterReading,
  ReferenceSettlement,
  type SupplyTerms,
  ZERO_HASH,
} from "../../../../protocol/index.js";

const named = (text: string, bytes: number): Hex =>
  `0x${Buffer.from(text.padEnd(bytes, "."))
    .toString("hex")
    .slice(0, 2 * bytes)}`;

export const METER = {
  supplier: named("supplier's meter", 32),
  ada: named("ada's meter", 32),
  bob: named("bob's meter", 32),
  eve: named("eve's meter", 32),
} as const;
export const SUPPLIER = named("supplier", 20);
export const ADA = named("ada", 20);
export const BOB = named("bob", 20);
export const GRID = named("grid", 20);
export const ROSTER = named("roster", 20);

const START_S = 1_700_006_400n;
export const PERIOD_S = 3_600n;

/** End of the village's interval `count`, counted from 1; 0 is the start of the agreements. */
export const endOf = (count: number): bigint => START_S + BigInt(count) * PERIOD_S;

/** A reading without what only its signature is about. */
export function readingAt(device: Hex, timestampS: bigint, importWh: bigint, exportWh: bigint): MeterReading {
  const header = { device, sequence: 1n, timestampS, timeSource: 2, signedBy: 0, link: ZERO_HASH } as const;
  return { type: "MeterReading", header, importWh, exportWh };
}

/** Terms with the supplier, over ten days. */
export function terms(number: number, importMeter: Hex, consumer: Hex, change: Partial<SupplyTerms> = {}): SupplyTerms {
  return {
    number,
    importMeter,
    exportMeter: METER.supplier,
    consumer,
    supplier: SUPPLIER,
    startS: endOf(0),
    endS: endOf(240),
    settlementPeriodS: PERIOD_S,
    importRatedW: 17_250n,
    exportRatedW: 17_250n,
    pricePerKWh: 1_999n,
    capWh: 10n ** 9n,
    ...change,
  };
}

/** Ada's terms with the grid supplier. */
export function grid(number: number, change: Partial<SupplyTerms> = {}): SupplyTerms {
  const none = { exportMeter: ZERO_HASH, exportRatedW: 0n, capWh: 2n ** 64n - 1n };
  return terms(number, METER.ada, ADA, { ...none, supplier: GRID, pricePerKWh: 5_000n, ...change });
}

/** One supplier with two consumers, all open at the agreements' start; with a grid supplier for Ada if one is wished. */
export function village(
  wish: {
    readonly ada?: Partial<SupplyTerms>;
    readonly bob?: Partial<SupplyTerms>;
    readonly grid?: Partial<SupplyTerms>;
    readonly escrow?: bigint;
  } = {},
): ReferenceSettlement {
  const reference = new ReferenceSettlement({ closingDelayS: 86_400n });
  const { supplier, ada, bob } = METER;
  for (const meter of [supplier, ada, bob]) reference.open(readingAt(meter, endOf(0), 0n, 0n));
  reference.deposit(ADA, wish.escrow ?? 10n ** 9n);
  reference.deposit(BOB, wish.escrow ?? 10n ** 9n);
  reference.register(terms(1, ada, ADA, wish.ada));
  reference.register(terms(2, bob, BOB, { pricePerKWh: 3_000n, ...wish.bob }));
  if (wish.grid) reference.register(grid(3, wish.grid));
  return reference;
}
