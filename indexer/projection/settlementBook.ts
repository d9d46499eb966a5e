import type { Hex } from "../../protocol/hex.js";
import { type HeadStep, nextHead } from "../../protocol/settlement/head.js";
import { correctedRegisterWh } from "../../protocol/settlement/registers.js";
import type { AgreementRow, HeadRow, MeterRegisterRow, RosterRow } from "../database/settlementRows.js";
import { uint64Text, uintOf } from "../database/uint64.js";
import { AgreementNotFollowed, IntervalUnreadable } from "../errors.js";

/** What settlement needs of an agreement. */
export type SettledAgreement = Pick<AgreementRow, "id" | "importMeter" | "consumer" | "supplier" | "pricePerKWh">;

export interface SettlementState {
  readonly agreements: readonly (SettledAgreement & Pick<AgreementRow, "contract" | "number">)[];
  readonly rosters: readonly RosterRow[];
  readonly heads: readonly HeadRow[];
  readonly registers: readonly MeterRegisterRow[];
}

const WORD_BITS = 64;
const ZERO_HEAD: Hex = `0x${"0".repeat(64)}`;

/**
 * What the events of settlement are read by: they name agreements by number, say flows rather than registers, and end in a
 * head that the contract holds.
 */
export class SettlementBook {
  readonly #pairs: ReadonlyMap<Hex, Hex>;
  readonly #agreements = new Map<string, SettledAgreement>();
  readonly #byId = new Map<Hex, SettledAgreement>();
  readonly #rosters = new Map<Hex, RosterRow>();
  readonly #heads = new Map<string, HeadRow>();
  readonly #registers = new Map<string, MeterRegisterRow>();
  readonly #movedHeads = new Set<string>();
  readonly #movedRegisters = new Set<string>();

  /** @param pairs Address of each settlement's `SupplyAgreements`. @param state What earlier events came to. */
  constructor(pairs: ReadonlyMap<Hex, Hex>, state: SettlementState) {
    this.#pairs = pairs;
    for (const agreement of state.agreements) this.addAgreement(agreement);
    for (const row of state.rosters) this.#rosters.set(row.roster, row);
    for (const row of state.heads) this.#heads.set(`${row.settlement}${row.exportMeter}`, row);
    for (const row of state.registers) this.#registers.set(registerKey(row), row);
  }

  addAgreement(agreement: SettlementState["agreements"][number]): void {
    this.#agreements.set(`${agreement.contract}${agreement.number}`, agreement);
    this.#byId.set(agreement.id, agreement);
  }

  /** Throws `AgreementNotFollowed`. */
  agreement(id: Hex): SettledAgreement {
    return this.#byId.get(id) ?? fail(new AgreementNotFollowed({ agreement: id }));
  }

  /** Throws `AgreementNotFollowed`. */
  agreementByNumber(settlement: Hex, number: number): SettledAgreement {
    const contract = this.#pairs.get(settlement) ?? "0x";
    const found = this.#agreements.get(`${contract}${number}`);
    return found ?? fail(new AgreementNotFollowed({ agreement: `number ${number} of ${settlement}` }));
  }

  /** Numbers of a roster's agreements. Throws `IntervalUnreadable` if it is of another supplier. */
  numbersOf(roster: Hex, { exportMeter, endS }: { exportMeter: Hex; endS: number }): readonly number[] {
    const found = this.#rosters.get(roster);
    if (found?.exportMeter === exportMeter) return JSON.parse(found.numbers);
    throw new IntervalUnreadable({ exportMeter, endS, reason: `its roster ${roster} is not one of this meter` });
  }

  /** Moves a supplier's head over an interval. */
  moveHead(settlement: Hex, exportMeter: Hex, step: HeadStep): void {
    const key = `${settlement}${exportMeter}`;
    const head = nextHead(this.#heads.get(key)?.head ?? ZERO_HEAD, step);
    this.#heads.set(key, { settlement, exportMeter, head, isChecked: 0 });
    this.#movedHeads.add(key);
  }

  /** Sets a register to what an event says. */
  setRegister(place: RegisterPlace, registerWh: bigint): void {
    const key = registerKey(place);
    this.#registers.set(key, { ...place, registerWh: uint64Text(registerWh) });
    this.#movedRegisters.add(key);
  }

  /** Moves a register by what flowed. @returns Where it stands then, Wh. */
  addFlow(place: RegisterPlace, flowWh: bigint): bigint {
    const registerWh = BigInt.asUintN(WORD_BITS, this.#registerWh(place) + flowWh);
    this.setRegister(place, registerWh);
    return registerWh;
  }

  /** Moves a register to the count that a correction goes on in. */
  correctRegister(place: RegisterPlace, fromWh: bigint, toWh: bigint): void {
    this.setRegister(place, correctedRegisterWh(this.#registerWh(place), fromWh, toWh));
  }

  /** Heads that events moved since the book was opened. */
  get movedHeads(): readonly HeadRow[] {
    return [...this.#movedHeads].flatMap((key) => this.#heads.get(key) ?? []);
  }

  /** Registers that events moved since the book was opened. */
  get movedRegisters(): readonly MeterRegisterRow[] {
    return [...this.#movedRegisters].flatMap((key) => this.#registers.get(key) ?? []);
  }

  #registerWh(place: RegisterPlace): bigint {
    return uintOf(this.#registers.get(registerKey(place))?.registerWh ?? "0");
  }
}

/** One of a meter's registers in a settlement's count. */
export type RegisterPlace = Omit<MeterRegisterRow, "registerWh">;

function registerKey({ settlement, meter, direction }: RegisterPlace): string {
  return `${settlement}${meter}${direction}`;
}

function fail(error: Error): never {
  throw error;
}
