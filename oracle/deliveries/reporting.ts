import { isError, type Provider } from "ethers";
import { anchoredReports, type SensorReport } from "../../protocol/deals/sensorReports.js";
import { type Hex, isHex } from "../../protocol/hex.js";
import type { SensorReading } from "../../protocol/records/sensorReading.js";
import type { ConditionWatch } from "../../typechain-types/index.js";
import {
  ConditionWatch__factory,
  DeviceRegistry__factory,
  RecordAnchor__factory,
} from "../../typechain-types/index.js";
import { DeliveryBook } from "./deliveryBook.js";
import type { AnchoredReading, BookedDelivery, ReportingTools, SensorReadings } from "./types.js";
import { WantedReadings } from "./wantedReadings.js";

export interface ReportingOptions extends ReportingTools {
  readonly provider: Provider;
  /** Addresses of `DeliveryMonitor` and its `ConditionWatch`. */
  readonly monitor: Hex;
  readonly watch: Hex;
  readonly readings: SensorReadings;
  /** Told of what holds one delivery up; the others go on. */
  readonly onTrouble: (error: unknown) => void;
}

/** Reports of one transaction: dear ones, with P-256 keys and proofs, well below a block's gas. */
const REPORTS_AT_ONCE = 64;
/** What a transaction may cost beyond its estimate: others report meanwhile, and slots that were new are not any more. */
const GAS_MARGIN = { times: 5n, by: 4n };
/** How long a delivery rests when a report did not do what it should, ms. */
const REST_MS = 5_000;

const WATCH = ConditionWatch__factory.createInterface();
/** Whose errors a report can meet. */
const ERRORS = [WATCH, DeviceRegistry__factory.createInterface(), RecordAnchor__factory.createInterface()];

/**
 * Brings anchored readings to the deliveries that their sensors watch. All that it knows follows from the readings and the
 * chain, so there is nothing to keep: after a crash it looks at both and reports what the chain does not know.
 */
export class Reporting {
  readonly #options: ReportingOptions;
  readonly #book: DeliveryBook;
  readonly #watch: ConditionWatch;
  readonly #wanted = new Map<Hex, WantedReadings>();
  /** Deliveries that rest, and until when, ms. */
  readonly #resting = new Map<Hex, number>();

  constructor(options: ReportingOptions) {
    this.#options = options;
    this.#book = new DeliveryBook(options.provider, options.monitor);
    this.#watch = ConditionWatch__factory.connect(options.watch, options.provider);
  }

  /** Reports what can be now. @returns True if there may be more at once. Throws what the provider and sending throw. */
  async turn(): Promise<boolean> {
    const block = await this.#options.provider.getBlock("latest");
    if (block === null) return false;
    await this.#book.refresh(block.number);
    let mayBeMore = false;
    const open = this.#book.open();
    for (const delivery of open) {
      if ((this.#resting.get(delivery.id) ?? 0) > Date.now()) continue;
      const isMore = await this.#report(delivery, block.timestamp);
      mayBeMore ||= isMore;
    }
    this.#forgetAllBut(open);
    return mayBeMore;
  }

  async #report(delivery: BookedDelivery, nowS: number): Promise<boolean> {
    const { id } = delivery;
    const wanted = this.#wanted.get(id) ?? new WantedReadings(delivery, this.#options.readings);
    this.#wanted.set(id, wanted);
    const isMore = await wanted.collect();
    const due = wanted.due(nowS, REPORTS_AT_ONCE);
    if (due.length === 0) return isMore;
    const { isOpen, untilS } = await this.#watch.watchingOf(id);
    if (!isOpen) {
      this.#book.close(id);
      return false;
    }
    // What was measured after the arrival counts for nothing.
    const counting = due.filter(({ reading }) => reading.header.timestampS <= untilS);
    const isDone = await this.#bring(id, await this.#unknown(id, counting));
    if (isDone) wanted.done(due);
    else this.#resting.set(id, Date.now() + REST_MS);
    return isDone;
  }

  /** Those that the contract does not know. */
  async #unknown(id: Hex, readings: readonly AnchoredReading[]): Promise<AnchoredReading[]> {
    if (readings.length === 0) return [];
    const asked = readings.map(({ reading: { header } }) =>
      WATCH.encodeFunctionData("isReported", [id, header.device, header.sequence]),
    );
    const known = await this.#watch.multicall.staticCall(asked);
    return readings.filter((_, at) => !WATCH.decodeFunctionResult("isReported", known[at] ?? "0x")[0]);
  }

  /**
   * Reports readings. What is refused together is taken apart until the one at fault is alone, which is then listed.
   * @returns False if some of them have to be looked at again.
   */
  async #bring(id: Hex, readings: readonly AnchoredReading[]): Promise<boolean> {
    const [first] = readings;
    if (first === undefined) return true;
    const { watch, send, reject } = this.#options;
    const data = WATCH.encodeFunctionData("report", [id, await this.#reportsOf(readings)]) as Hex;
    const cost = await this.#estimate(data);
    if (typeof cost === "bigint") {
      const gasLimit = (cost * GAS_MARGIN.times) / GAS_MARGIN.by;
      return send({ name: `report ${readings.length} readings for delivery ${id}`, to: watch, data, gasLimit });
    }
    if (cost === "ConditionWatchNotOpen") {
      this.#book.close(id);
      return true;
    }
    if (readings.length > 1) {
      const half = readings.length >> 1;
      return (await this.#bring(id, readings.slice(0, half))) && this.#bring(id, readings.slice(half));
    }
    if (cost === undefined) return false;
    const { device, sequence } = first.reading.header;
    await reject({
      position: `sequence ${sequence} for delivery ${id}`,
      device,
      code: cost,
      reason: `The chain does not take the reading for the delivery: ${cost}.`,
    });
    return true;
  }

  /** What a report costs; the error's name if it is refused, or undefined if there is none. */
  async #estimate(data: Hex): Promise<bigint | string | undefined> {
    const { provider, watch, publisher, onTrouble } = this.#options;
    try {
      return await provider.estimateGas({ from: publisher, to: watch, data });
    } catch (error) {
      if (!isError(error, "CALL_EXCEPTION")) throw error;
      const name = nameOfRefusal(error.data);
      if (name === undefined) onTrouble(error);
      return name;
    }
  }

  /** With the proofs, batch by batch. */
  async #reportsOf(readings: readonly AnchoredReading[]) {
    const keys = new Set(readings.map(({ reading }) => keyOf(reading)));
    const reports: (SensorReport & { proof: Hex[] })[] = [];
    for (const sequence of new Set(readings.map(({ batchSequence }) => batchSequence))) {
      const batch = await this.#options.readBatch(this.#options.stream, BigInt(sequence));
      if (batch === undefined) throw new TypeError(`the archive has no batch ${sequence}`);
      const proven = anchoredReports(batch, (reading) => keys.has(keyOf(reading)));
      reports.push(...proven.map((each) => ({ ...each, proof: [...each.proof] })));
    }
    return reports;
  }

  #forgetAllBut(open: readonly BookedDelivery[]): void {
    const ids = new Set(open.map(({ id }) => id));
    for (const id of this.#wanted.keys()) if (!ids.has(id)) this.#wanted.delete(id);
    for (const id of this.#resting.keys()) if (!ids.has(id)) this.#resting.delete(id);
  }
}

function keyOf({ header }: SensorReading): string {
  return `${header.device} ${header.sequence}`;
}

function nameOfRefusal(data: string | null | undefined): string | undefined {
  if (!isHex(data) || data === "0x") return undefined;
  for (const abi of ERRORS) {
    const parsed = abi.parseError(data);
    if (parsed) return parsed.name;
  }
  return undefined;
}
