import type { HardhatEthersSigner } from "@nomicfoundation/hardhat-ethers/types";
import { expect } from "chai";
import {
  type Hex,
  type MeterCorrection,
  packReading,
  ReferenceSettlement,
  type SettledInterval,
  SettlementRefused,
  ZERO_HASH,
} from "../../../protocol/index.js";
import { GRID_TERMS, type Terms } from "../../support/chain/agreements.js";
import { nowS } from "../../support/chain/chain.js";
import { type Consortium, lower } from "../../support/chain/consortium.js";
import { correctMeter } from "../../support/chain/corrections.js";
import { gasOf } from "../../support/chain/gas.js";
import { agree, fundEscrows, type Home, rosterOf, type StandingRoster, termsOf } from "../../support/chain/market.js";
import { posted, type SignedMeterReading } from "../../support/chain/recorder.js";
import { settledBy } from "../../support/chain/settled.js";

/** A supplier's interval with its readings, in any order. */
export interface TwinInterval {
  readonly supplier: Home;
  readonly endS: number;
  readonly readings: readonly SignedMeterReading[];
}

/** The real contracts and the reference, told the same things: whatever they come to must be the same. */
export class Twin {
  readonly consortium: Consortium;
  readonly reference: ReferenceSettlement;
  /** Every interval that was settled, as the contract told of it. */
  readonly settled: SettledInterval[] = [];
  /** Readings that were settled. */
  readings = 0;
  /** Gas of the last call of `settle`. */
  gasUsed = 0n;
  readonly #homes = new Map<Hex, Home>();
  readonly #accounts = new Set<string>();
  readonly #agreements: { readonly id: Hex; readonly number: number; readonly terms: Terms }[] = [];
  readonly #rosters = new Map<string, StandingRoster>();

  private constructor(consortium: Consortium, closingDelayS: bigint) {
    this.consortium = consortium;
    this.reference = new ReferenceSettlement({ closingDelayS });
  }

  static async of(consortium: Consortium): Promise<Twin> {
    return new Twin(consortium, await consortium.settlement.CLOSING_DELAY_S());
  }

  /** Posts a home's opening record. */
  async open(home: Home, atS: number, importWh = 0n, exportWh = 0n): Promise<void> {
    const opening = home.meter.read(atS, importWh, exportWh);
    await this.consortium.settlement.open([posted(opening)]);
    this.reference.open(opening.record);
    this.#homes.set(home.meter.device, home);
    this.#accounts.add(lower(home.account.address));
  }

  async fund(account: { readonly address: string }, amount: bigint): Promise<void> {
    await fundEscrows(this.consortium, [account], amount);
    this.reference.deposit(lower(account.address), amount);
    this.#accounts.add(lower(account.address));
  }

  /** Registers an agreement; with a supplier that is no home, one with a grid supplier. @returns Its number. */
  async agree(consumer: Home, supplier: Home | HardhatEthersSigner, change: Partial<Terms> = {}): Promise<number> {
    const isGrid = !("meter" in supplier);
    const party = isGrid ? { ...consumer, account: supplier } : supplier;
    const wish = isGrid ? { ...GRID_TERMS, ...change } : change;
    const terms = termsOf(consumer, party, wish);
    const id = await agree(this.consortium, consumer, party, wish);
    const number = Number(await this.consortium.agreements.numberOf(id));
    this.#accounts.add(lower(terms.supplier));
    this.#agreements.push({ id, number, terms });
    this.reference.register({
      number,
      importMeter: terms.importMeter,
      exportMeter: terms.exportMeter,
      consumer: lower(terms.consumer),
      supplier: lower(terms.supplier),
      startS: BigInt(terms.startS),
      endS: BigInt(terms.endS),
      settlementPeriodS: BigInt(terms.settlementPeriodS),
      importRatedW: BigInt(terms.importRatedW),
      exportRatedW: BigInt(terms.exportRatedW),
      pricePerKWh: terms.pricePerKWh,
      capWh: terms.capWh,
    });
    return number;
  }

  /** The grid operator signs that a meter's registers jumped. */
  async correct(correction: MeterCorrection): Promise<void> {
    await correctMeter(this.consortium, correction);
    this.reference.correct(correction);
  }

  async payClaim(number: number): Promise<void> {
    await this.consortium.settlement.payClaim(this.#agreements[number - 1]!.id);
    this.reference.payClaim(number);
  }

  /** Closes intervals on both sides, by the oracle, and compares every word and head. */
  async settle(intervals: readonly TwinInterval[]): Promise<SettledInterval[]> {
    const { settlement, oracle } = this.consortium;
    const calls = await Promise.all(intervals.map((interval) => this.#call(interval)));
    const sent = settlement.connect(oracle).settle(calls);
    const told = (await settledBy(this.consortium, sent)).map(({ exportMeter, endS, roster, words }) => ({
      exportMeter,
      endS,
      roster,
      words,
    }));
    const at = { nowS: BigInt(await nowS()), mayLeaveOut: true };
    const ours = this.reference.settle(
      intervals.map((interval, index) => ({ ...read(interval), roster: told[index]?.roster ?? "0x" })),
      at,
    );
    expect(ours.map(({ exportMeter, endS, roster, words }) => ({ exportMeter, endS, roster, words }))).to.deep.equal(
      told,
    );
    this.settled.push(...ours);
    this.readings += intervals.reduce((sum, { readings }) => sum + readings.length, 0);
    this.gasUsed = await gasOf(sent);
    return ours;
  }

  /** Both sides refuse the intervals, for the same reason. */
  async refused(reason: string, intervals: readonly TwinInterval[]): Promise<void> {
    const { settlement, oracle } = this.consortium;
    const calls = await Promise.all(intervals.map((interval) => this.#call(interval)));
    await expect(settlement.connect(oracle).settle(calls)).to.be.revertedWithCustomError(
      settlement,
      `EnergySettlement${reason}`,
    );
    const at = { nowS: BigInt(await nowS()), mayLeaveOut: true };
    const asked = intervals.map((interval) => ({ ...read(interval), roster: `0x${"00".repeat(20)}` as Hex }));
    expect(() => this.reference.settle(asked, at)).to.throw(SettlementRefused, `: ${reason}.`);
  }

  /** Compares all balances, claims, deliveries, registers and heads. */
  async compare(): Promise<void> {
    const { settlement } = this.consortium;
    const { reference } = this;
    const escrows = await Promise.all([...this.#accounts].map((account) => settlement.escrowOf(account)));
    expect(escrows).to.deep.equal([...this.#accounts].map((account) => reference.escrowOf(account as Hex)));
    for (const { id, number, terms } of this.#agreements) {
      expect(await settlement.claimOf(id), `claim of ${number}`).to.equal(reference.claimOf(number));
      if (terms.exportMeter === ZERO_HASH) continue;
      expect(await settlement.deliveredWhOf(id), `delivered by ${number}`).to.equal(reference.deliveredWhOf(number));
    }
    for (const meter of this.#homes.keys()) {
      const { importAtS, exportAtS, importWh, exportWh } = await settlement.registersOf(meter);
      const ours = reference.registersOf(meter)!;
      const registers = [ours.import.atS, ours.export.atS, ours.import.registerWh, ours.export.registerWh];
      expect([importAtS, exportAtS, importWh, exportWh], `registers of ${meter}`).to.deep.equal(registers);
      expect(await settlement.headOf(meter)).to.equal(reference.headOf(meter));
      expect(await settlement.settledUntil(meter)).to.equal(reference.settledUntil(meter));
    }
  }

  /** Every account that has to do with it. */
  accounts(): Hex[] {
    return [...this.#accounts] as Hex[];
  }

  async #call({ supplier, endS, readings }: TwinInterval) {
    const exportMeter = supplier.meter.device;
    const { roster, meters } = await this.#rosterOf(exportMeter, endS);
    const periodS = await this.#periodOf(exportMeter, endS);
    const place = (signed: SignedMeterReading) => ({
      position: meters.indexOf(signed.record.header.device),
      startS: BigInt(endS) - periodS,
      endS: BigInt(endS),
    });
    // A meter's baseline comes before its reading at the end.
    const inOrder = readings.toSorted(
      (a, b) =>
        place(a).position - place(b).position || Number(a.record.header.timestampS - b.record.header.timestampS),
    );
    return {
      exportMeter,
      roster,
      endS,
      readings: inOrder.map((signed) => packReading(signed, place(signed))),
    };
  }

  /** Compiled once: the tests register all agreements before they settle. */
  async #rosterOf(exportMeter: Hex, endS: number): Promise<StandingRoster> {
    const current = this.#agreements.filter(
      ({ terms }) => terms.exportMeter === exportMeter && terms.startS < endS && endS <= terms.endS,
    );
    const key = `${exportMeter} ${current.map(({ number }) => number)}`;
    const roster = this.#rosters.get(key) ?? (await rosterOf(this.consortium, exportMeter, endS));
    this.#rosters.set(key, roster);
    return roster;
  }

  async #periodOf(exportMeter: Hex, endS: number): Promise<bigint> {
    const ours = this.#agreements.find(
      ({ terms }) => terms.exportMeter === exportMeter && terms.startS < endS && endS <= terms.endS,
    );
    return BigInt(ours?.terms.settlementPeriodS ?? 0);
  }
}

function read({ supplier, endS, readings }: TwinInterval) {
  return {
    exportMeter: supplier.meter.device,
    endS: BigInt(endS),
    readings: readings.map(({ record }) => record),
  };
}
