import type { Hex } from "../../hex.js";
import type { MeterReading } from "../../records/meterReading.js";
import type { MeterCorrection } from "../meterCorrection.js";
import { correctedRegisterWh } from "../registers.js";
import { AgreementBook } from "./agreementBook.js";
import { closeInterval } from "./closeInterval.js";
import { SettlementRefused } from "./refusals.js";
import { type Meter, type Register, State } from "./state.js";
import type { CallTerms, ReadInterval, SettledInterval, SupplyTerms } from "./types.js";
import { Wallets } from "./wallets.js";

/**
 * Settlement by its rules alone (contracts/interfaces/IEnergySettlement.sol, 1 to 5): what the contract must come to for the
 * same deposits, agreements, corrections and readings, to the unit. It checks no signatures and no agreement's terms.
 */
export class ReferenceSettlement {
  readonly #agreements = new AgreementBook();
  readonly #closingDelayS: bigint;
  #state = new State();

  /** @param closingDelayS Wait after an interval's end before it may close with registers missing, s. */
  constructor({ closingDelayS }: { closingDelayS: bigint }) {
    this.#closingDelayS = closingDelayS;
  }

  deposit(account: Hex, amount: bigint): void {
    this.#state.setEscrow(account, this.escrowOf(account) + amount);
  }

  withdraw(account: Hex, amount: bigint): void {
    this.#state.setEscrow(account, this.escrowOf(account) - amount);
  }

  /** Takes a meter's opening record as its baseline. Throws `SettlementRefused`. */
  open({ header, importWh, exportWh }: MeterReading): void {
    if (this.#state.meters.has(header.device)) throw new SettlementRefused("AlreadyOpen", header.device);
    const at = (registerWh: bigint): Register => ({ atS: header.timestampS, registerWh, isCorrected: false });
    this.#state.meters.set(header.device, { import: at(importWh), export: at(exportWh), corrections: 0 });
  }

  /** An agreement that both parties signed. */
  register(terms: SupplyTerms): void {
    this.#agreements.add(terms);
  }

  /** An agreement ends at `endS`, earlier than it was to. */
  end(number: number, endS: bigint): void {
    const terms = this.#agreements.get(number);
    if (terms !== undefined) this.#agreements.add({ ...terms, endS });
  }

  /** Lets a meter go on after its registers jumped. Throws `SettlementRefused`. */
  correct(correction: MeterCorrection): void {
    const meter = this.#state.meters.get(correction.meter);
    if (meter === undefined) throw new SettlementRefused("NotOpen", correction.meter);
    const { number, importAtS, exportAtS, importFromWh, importToWh, exportFromWh, exportToWh } = correction;
    const [importJumps, exportJumps] = [importFromWh !== importToWh, exportFromWh !== exportToWh];
    if (number !== meter.corrections + 1 || !(importJumps || exportJumps)) {
      throw new SettlementRefused("InvalidCorrection", correction.meter);
    }
    if ((importJumps && importAtS !== meter.import.atS) || (exportJumps && exportAtS !== meter.export.atS)) {
      throw new SettlementRefused("CorrectionNotDue", correction.meter);
    }
    this.#state.meters.set(correction.meter, {
      import: corrected(meter.import, importFromWh, importToWh),
      export: corrected(meter.export, exportFromWh, exportToWh),
      corrections: number,
    });
  }

  /** Closes intervals, all or none. Throws `SettlementRefused`. */
  settle(intervals: readonly ReadInterval[], call: CallTerms): SettledInterval[] {
    const state = new State(this.#state);
    const wallets = new Wallets(this.#state);
    const books = { agreements: this.#agreements, state, wallets, closingDelayS: this.#closingDelayS };
    const settled = intervals.map((interval) => closeInterval(books, interval, call));
    wallets.writeTo(state);
    this.#state = state;
    return settled;
  }

  /** Pays what the consumer's escrow holds of an agreement's claim. @returns What was paid. Throws `SettlementRefused`. */
  payClaim(number: number): bigint {
    const terms = this.#agreements.get(number);
    const claim = this.claimOf(number);
    if (terms === undefined || claim === 0n) throw new SettlementRefused("NoClaim", number);
    const wallets = new Wallets(this.#state);
    const open = wallets.pay(terms.consumer, terms.supplier, claim);
    wallets.writeTo(this.#state);
    this.#state.setAccount(terms, { ...this.#state.accountOf(terms), claim: open });
    return claim - open;
  }

  /** Escrow of an account, token units. */
  escrowOf(account: Hex): bigint {
    return this.#state.escrowOf(account);
  }

  /** What an agreement's consumer owes beyond its escrow, token units. */
  claimOf(number: number): bigint {
    return this.#state.accountOf({ number }).claim;
  }

  /** Energy that an agreement has delivered, Wh. */
  deliveredWhOf(number: number): bigint {
    return this.#state.accountOf({ number }).deliveredWh;
  }

  /** Last settled registers of a meter; undefined before it was opened. */
  registersOf(meter: Hex): Meter | undefined {
    return this.#state.meters.get(meter);
  }

  /** Hash over everything settled of a supplier's meter. */
  headOf(exportMeter: Hex): Hex {
    return this.#state.progressOf(exportMeter).head;
  }

  /** End of the last closed interval of a supplier's meter, Unix seconds; zero before the first. */
  settledUntil(exportMeter: Hex): bigint {
    return this.#state.progressOf(exportMeter).untilS;
  }
}

function corrected(register: Register, fromWh: bigint, toWh: bigint): Register {
  return { ...register, registerWh: correctedRegisterWh(register.registerWh, fromWh, toWh), isCorrected: true };
}
