import type { Hex } from "../../hex.js";
import type { MeterReading } from "../../records/meterReading.js";
import { nextHead } from "../head.js";
import { encodeWords, type GridWord, type MemberWord, type MeterWord } from "../words.js";
import type { AgreementBook } from "./agreementBook.js";
import { SettlementRefused } from "./refusals.js";
import { costOf, splitWh } from "./split.js";
import type { State } from "./state.js";
import { type Taken, takeBaseline, takeRegister } from "./takeRegister.js";
import type { CallTerms, ReadInterval, SettledInterval, SupplyTerms } from "./types.js";
import type { Wallets } from "./wallets.js";

/** What an interval is closed with. */
export interface Books {
  readonly agreements: AgreementBook;
  readonly state: State;
  readonly wallets: Wallets;
  /** Wait after an interval's end before it may close with registers missing, s. */
  readonly closingDelayS: bigint;
}

const NOT_GIVEN: MeterWord = { isGiven: false, isExact: false, flowWh: 0n, deliveredWh: 0n, owed: 0n };

/** Closes a supplier's interval by rules 1 to 5. Throws `SettlementRefused`; the books are then of no use any more. */
export function closeInterval(books: Books, interval: ReadInterval, call: CallTerms): SettledInterval {
  const { agreements, state } = books;
  const { exportMeter, endS, roster } = interval;
  const startS = requireNext(books, interval, call);
  const members = agreements.roster(exportMeter, startS, endS);
  const before = state.progressOf(exportMeter);
  const coveredFromS = before.untilS === startS ? before.coveredFromS : startS;
  const readings = sortReadings(interval, startS, members);

  const production = take(books, readings, exportMeter, {
    direction: "export",
    countsFromS: coveredFromS,
    startS,
    ratedW: members.reduce((most, { exportRatedW }) => (exportRatedW > most ? exportRatedW : most), 0n),
  });
  const flows = members.map((terms) => {
    if (readings.atStart.has(terms.importMeter)) requireEarlierSettled(books, terms);
    return take(books, readings, terms.importMeter, {
      direction: "import",
      countsFromS: terms.startS,
      startS,
      ratedW: terms.importRatedW,
    });
  });
  if ([production, ...flows].includes(undefined)) requireDeadline(books, interval, call);

  const demands = members.map((terms, index) => demandWh(state, terms, flows[index]));
  const shares = splitWh(production?.flowWh ?? 0n, demands);
  const words = members.map((terms, index): MemberWord => {
    const taken = flows[index];
    if (taken === undefined) return { ...NOT_GIVEN, grid: null };
    const deliveredWh = shares[index] as bigint;
    const owed = charge(books, terms, deliveredWh);
    const grid = supplyRest(books, terms, taken.flowWh - deliveredWh, startS, endS);
    return { isGiven: true, ...taken, deliveredWh, owed, grid };
  });
  const encoded = encodeWords({ supplier: supplierWord(production, words), members: words });
  const head = nextHead(before.head, { roster, endS, words: encoded });
  state.setProgress(exportMeter, { untilS: endS, coveredFromS, head });
  return { exportMeter, endS, roster, numbers: members.map(({ number }) => number), words: encoded, head };
}

/** Rule 5: intervals close in order, none that serves an agreement is left out. @returns The interval's start. */
function requireNext({ agreements, state }: Books, { exportMeter, endS }: ReadInterval, { nowS }: CallTerms): bigint {
  const periodS = agreements.periodAt(exportMeter, endS);
  if (periodS === undefined || endS % periodS !== 0n || endS > nowS) {
    throw new SettlementRefused("InvalidInterval", exportMeter);
  }
  const startS = endS - periodS;
  const { untilS } = state.progressOf(exportMeter);
  if (endS <= untilS) throw new SettlementRefused("IntervalSettled", exportMeter);
  if (agreements.serves(exportMeter, untilS, startS)) throw new SettlementRefused("OutOfOrder", exportMeter);
  return startS;
}

interface Readings {
  readonly atStart: ReadonlyMap<Hex, MeterReading>;
  readonly atEnd: ReadonlyMap<Hex, MeterReading>;
}

/** Each of the interval's meters reads once at the end, and at most once at the start. */
function sortReadings(
  { exportMeter, endS, readings }: ReadInterval,
  startS: bigint,
  members: readonly SupplyTerms[],
): Readings {
  const meters = new Set([exportMeter, ...members.map(({ importMeter }) => importMeter)]);
  const atStart = new Map<Hex, MeterReading>();
  const atEnd = new Map<Hex, MeterReading>();
  for (const reading of readings) {
    const { device, timestampS } = reading.header;
    const given = timestampS === endS ? atEnd : atStart;
    if (!meters.has(device) || given.has(device) || (timestampS !== endS && timestampS !== startS)) {
      throw new SettlementRefused("UnexpectedReading", device);
    }
    given.set(device, reading);
  }
  return { atStart, atEnd };
}

function take(
  { state }: Books,
  { atStart, atEnd }: Readings,
  meter: Hex,
  rules: Parameters<typeof takeRegister>[2],
): Taken | undefined {
  const baseline = atStart.get(meter);
  if (baseline !== undefined) takeBaseline(state, baseline, rules);
  const reading = atEnd.get(meter);
  return reading === undefined ? undefined : takeRegister(state, reading, rules);
}

/** A baseline must not jump over what an earlier agreement of the consumer has still to settle. */
function requireEarlierSettled({ agreements, state }: Books, { importMeter, startS }: SupplyTerms): void {
  const settledS = state.meters.get(importMeter)?.import.atS ?? 0n;
  for (const earlier of agreements.ofConsumer(importMeter, settledS, startS)) {
    if (state.progressOf(earlier.exportMeter).untilS < earlier.endS) {
      throw new SettlementRefused("EarlierAgreementOpen", importMeter);
    }
  }
}

/** Rule 5: with registers missing, only by who may leave them out, and only after the delay. */
function requireDeadline({ closingDelayS }: Books, { exportMeter, endS }: ReadInterval, call: CallTerms): void {
  if (call.nowS < endS + closingDelayS) throw new SettlementRefused("TooEarly", exportMeter);
  if (!call.mayLeaveOut) throw new SettlementRefused("Unauthorized", exportMeter);
}

/** Rule 2: the import, at most what the cap leaves, and nothing while a claim is open. */
function demandWh(state: State, terms: SupplyTerms, taken: Taken | undefined): bigint {
  const { deliveredWh, claim } = state.accountOf(terms);
  if (taken === undefined || claim > 0n) return 0n;
  const leftWh = terms.capWh - deliveredWh;
  return taken.flowWh < leftWh ? taken.flowWh : leftWh;
}

/** Rule 3. @returns What the consumer's escrow lacks. */
function charge({ state, wallets }: Books, terms: SupplyTerms, deliveredWh: bigint): bigint {
  const owed = wallets.pay(terms.consumer, terms.supplier, costOf(deliveredWh, terms.pricePerKWh));
  const account = state.accountOf(terms);
  state.setAccount(terms, { deliveredWh: account.deliveredWh + deliveredWh, claim: account.claim + owed });
  return owed;
}

/** Rule 4: the grid supplier delivers what the neighbour did not. */
function supplyRest(
  books: Books,
  { importMeter }: SupplyTerms,
  restWh: bigint,
  startS: bigint,
  endS: bigint,
): GridWord | null {
  const grid = books.agreements.gridSupply(importMeter, startS, endS);
  if (grid === undefined || restWh === 0n || books.state.accountOf(grid).claim > 0n) return null;
  return { number: grid.number, deliveredWh: restWh, owed: charge(books, grid, restWh) };
}

function supplierWord(production: Taken | undefined, members: readonly MemberWord[]): MeterWord {
  if (production === undefined) return NOT_GIVEN;
  const deliveredWh = members.reduce((sum, member) => sum + member.deliveredWh, 0n);
  return { isGiven: true, ...production, deliveredWh, owed: 0n };
}
