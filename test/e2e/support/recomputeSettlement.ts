import { readFileSync } from "node:fs";

/** The demo's settlement as anyone can recompute it from its CSV: written from the rules alone, using none of the product's code. */
export interface RecomputedSettlement {
  readonly homeHours: number;
  readonly rejected: number;
  readonly intervals: number;
  readonly settledWh: bigint;
  readonly unsettledWh: bigint;
  readonly paid: bigint;
  readonly paidByAccount: Record<string, string>;
  readonly receivedByAccount: Record<string, string>;
  readonly escrow: bigint;
}

const NUMBER = /^\s*(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?\s*$/;
const SCALE = 20;

/** kWh text to units of 10^-20 kWh; undefined for what is no non-negative number. */
function scaled(text: string): bigint | undefined {
  const match = NUMBER.exec(text);
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponent = "0"] = match;
  return BigInt(whole + fraction) * 10n ** BigInt(SCALE - fraction.length + Number(exponent));
}

/** @param price Money per kWh with at most three decimals. @param limit Most hours. */
export function recomputeSettlement(
  path: string,
  price: string,
  limit = Number.POSITIVE_INFINITY,
): RecomputedSettlement {
  const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split(/\r?\n/);
  const columns = header.split(",");
  const homes = columns.filter((name) => name.endsWith("_load_kwh")).map((name) => name.slice(0, -"_load_kwh".length));
  const rows = lines.slice(0, Math.min(limit, lines.length)).map((line) => line.split(","));
  let rejected = 0;

  /** Net flow in Wh: import above zero, export below. */
  const flows = rows.map((cells) =>
    homes.map((home) => {
      const load = scaled(cells[columns.indexOf(`${home}_load_kwh`)] ?? "");
      const pvColumn = columns.indexOf(`${home}_pv_kwh`);
      const pv = pvColumn < 0 ? 0n : scaled(cells[pvColumn] ?? "");
      if (load === undefined || pv === undefined) {
        rejected += 1;
        return 0n;
      }
      const net = load - pv;
      const perWh = 10n ** BigInt(SCALE - 3);
      const magnitude = ((net < 0n ? -net : net) * 2n + perWh) / (2n * perWh);
      return net < 0n ? -magnitude : magnitude;
    }),
  );

  const exported = homes.map((_, home) => flows.reduce((sum, row) => sum + (row[home]! < 0n ? -row[home]! : 0n), 0n));
  const ranked = homes.map((_, home) => home).sort((a, b) => Number(exported[b]! - exported[a]!) || a - b);
  const suppliers = ranked.slice(0, Math.ceil(homes.length / 3));
  const consumers = homes.map((_, home) => home).filter((home) => !suppliers.includes(home));
  const supplierOf = new Map(consumers.map((consumer, index) => [consumer, suppliers[index % suppliers.length]!]));
  const [whole = "0", fraction = ""] = price.split(".");
  const perWh = BigInt(whole) * 1_000n + BigInt(fraction.padEnd(3, "0"));

  const paid = new Map(consumers.map((home) => [home, 0n]));
  const received = new Map(suppliers.map((home) => [home, 0n]));
  let intervals = 0;
  let settledWh = 0n;
  let unsettledWh = 0n;
  let importedWh = 0n;
  for (const row of flows) {
    const imports = (home: number) => (row[home]! > 0n ? row[home]! : 0n);
    for (const supplier of suppliers) {
      const production = row[supplier]! < 0n ? -row[supplier]! : 0n;
      const served = consumers.filter((consumer) => supplierOf.get(consumer) === supplier);
      const demand = served.reduce((sum, consumer) => sum + imports(consumer), 0n);
      for (const consumer of served) {
        const share = production >= demand ? imports(consumer) : (production * imports(consumer)) / demand;
        const cost = share * perWh;
        if (share > 0n) intervals += 1;
        settledWh += share;
        unsettledWh += imports(consumer) - share;
        importedWh += imports(consumer);
        paid.set(consumer, paid.get(consumer)! + cost);
        received.set(supplier, received.get(supplier)! + cost);
      }
    }
  }
  const named = (amounts: Map<number, bigint>) =>
    Object.fromEntries([...amounts].map(([home, amount]) => [homes[home]!, amount.toString()]));
  return {
    homeHours: rows.length * homes.length,
    rejected,
    intervals,
    settledWh,
    unsettledWh,
    paid: [...paid.values()].reduce((sum, amount) => sum + amount, 0n),
    paidByAccount: named(paid),
    receivedByAccount: named(received),
    escrow: importedWh * perWh,
  };
}
