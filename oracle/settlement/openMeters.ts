import type { Hex } from "../../protocol/hex.js";
import type { SignedRecord } from "../../protocol/records/record.js";
import { encodeOpen } from "./encode.js";
import type { GasModel } from "./gasModel.js";
import type { LedgerView } from "./ledgerView.js";
import type { Readings, Send, SettlementRejection } from "./types.js";

export interface OpenMetersOptions {
  /** Address of `EnergySettlement`. */
  readonly settlement: Hex;
  readonly readings: Readings;
  readonly ledger: LedgerView;
  readonly gas: GasModel;
  readonly send: Send;
  readonly reject: (rejection: SettlementRejection) => Promise<void>;
}

/** Openings of one transaction. */
const OPENINGS_PER_CALL = 60;

/** Posts the opening records of meters that have agreements, each once. */
export class MeterOpener {
  readonly #options: OpenMetersOptions;
  /** Meters whose opening record the chain does not take. */
  readonly #refused = new Set<Hex>();

  constructor(options: OpenMetersOptions) {
    this.#options = options;
  }

  /** Opens those of `meters` that can be. Throws what sending throws. */
  async open(meters: readonly Hex[], nowS: number): Promise<void> {
    const { ledger, readings } = this.#options;
    const closed = meters.filter((meter) => !ledger.isOpen(meter) && !this.#refused.has(meter));
    if (closed.length === 0) return;
    const openings = (await readings.openings(closed)).filter(({ record }) => record.header.timestampS <= nowS);
    for (let at = 0; at < openings.length; at += OPENINGS_PER_CALL) {
      await this.#post(openings.slice(at, at + OPENINGS_PER_CALL));
    }
  }

  async #post(openings: readonly SignedRecord[]): Promise<void> {
    if (openings.length === 0) return;
    const { settlement, gas, send, ledger } = this.#options;
    const load = { openings: openings.length };
    const gasLimit = gas.limitFor(load);
    const name = `open ${openings.length} meters`;
    const outcome = await send({ name, to: settlement, data: encodeOpen(openings), gasLimit });
    if (outcome.status === "displaced") return;
    if (outcome.status === "confirmed") {
      for (const { record } of openings) {
        const atS = Number(record.header.timestampS);
        ledger.setRegisters(record.header.device, { importS: atS, exportS: atS });
      }
      return;
    }
    const { reason } = outcome;
    if (reason.name === "OutOfGas" && gas.ranOut(load)) return this.#post(openings);
    const named = openings.find(({ record }) => record.header.device === String(reason.args[0]).toLowerCase());
    const refused = named ?? (openings.length === 1 ? openings[0] : undefined);
    if (!refused) {
      const half = openings.length >> 1;
      await this.#post(openings.slice(0, half));
      return this.#post(openings.slice(half));
    }
    await this.#refuse(refused, reason.name);
    return this.#post(openings.filter((opening) => opening !== refused));
  }

  async #refuse(opening: SignedRecord, code: string): Promise<void> {
    const { device } = opening.record.header;
    // What somebody else opened is open; what is of the chain's future comes up again.
    if (code === "EnergySettlementAlreadyOpen") return this.#options.ledger.forget([device]);
    if (code === "EnergySettlementInFuture") return;
    this.#refused.add(device);
    await this.#options.reject({
      position: `opening record of meter ${device}`,
      device,
      code,
      reason: `The chain does not take the meter's opening record: ${code}.`,
      records: [opening],
    });
  }
}
