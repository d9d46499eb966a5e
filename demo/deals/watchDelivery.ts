import type { LoggedSample } from "../../oracle/ingest/index.js";
import {
  anchoredReports,
  deliverySummaryHash,
  fieldWordOf,
  type SensorReport,
  type SignedRecord,
  TimeSource,
} from "../../protocol/index.js";
import type { EmbeddedChain } from "../chain/embeddedChain.js";
import { feedOracle } from "../feedOracle.js";
import type { Stage } from "../stage.js";
import { untilAborted } from "../untilAborted.js";
import type { Members } from "./members.js";
import type { WatchedDelivery } from "./openDelivery.js";
import type { DealsProgress } from "./options.js";
import type { SampleLog } from "./sampleLog.js";

/** Reports of one transaction: with proofs, within what a transaction may cost. */
const REPORTS_AT_ONCE = 100;
/** What they cost at most: to estimate it would take as long as to send them. */
const GAS = 15_000_000n;

export interface WatchDeliveryOptions {
  readonly stage: Stage<EmbeddedChain>;
  readonly members: Members;
  readonly delivery: WatchedDelivery;
  readonly log: SampleLog;
  readonly signal: AbortSignal;
  readonly tell: (progress: DealsProgress) => void;
}

/**
 * Lets the log's time pass. The sensor signs every reading and the oracle anchors all of them; those that the edge rule
 * wants are reported with their proofs, and the sensor's summaries tell the rest.
 * @returns Time of the first violation, Unix seconds; undefined if there was none.
 */
export async function watchDelivery(options: WatchDeliveryOptions): Promise<bigint | undefined> {
  const { stage, delivery, log, signal, tell } = options;
  const { oracle } = stage;
  let firstViolationS: bigint | undefined;
  let batches = 0n;
  let done = 0;
  for (const samples of chunksOf(log.samples, BigInt(delivery.plan.heartbeatS))) {
    signal.throwIfAborted();
    await passTime(stage, samples.at(-1)?.timestampS ?? 0n);
    const wanted = new Set<bigint>();
    let isSummaryDue = false;
    const records: SignedRecord[] = [];
    for (const sample of samples) {
      const signed = signSample(delivery, log.field, sample);
      const { record } = signed;
      if (record.type !== "SensorReading") throw new TypeError("a sensor signs sensor readings");
      const decision = delivery.rule.take(record);
      if (decision.isReported) wanted.add(record.header.sequence);
      if (decision.verdict === "violation") firstViolationS ??= sample.timestampS;
      isSummaryDue ||= decision.isSummaryDue;
      records.push(signed);
    }
    await feedOracle(oracle, records, signal);
    await untilAborted(signal, oracle.flush());
    for (let batch = await oracle.readBatch(oracle.stream, batches + 1n); batch !== undefined; ) {
      batches = batch.sequence;
      await report(
        options,
        anchoredReports(batch, ({ header }) => wanted.has(header.sequence)),
      );
      batch = await oracle.readBatch(oracle.stream, batches + 1n);
    }
    done += samples.length;
    // After the reports: a summary covers all violations that were recorded before it. The last one tells all.
    if (isSummaryDue || done === log.samples.length) await summarise(options);
    tell({ phase: "delivery", done, total: log.samples.length, label: "Watching the delivery", finished: false });
  }
  return firstViolationS;
}

/** The samples of one stretch of time after another, none of them empty. */
export function* chunksOf(samples: readonly LoggedSample[], stretchS: bigint): Generator<LoggedSample[]> {
  let chunk: LoggedSample[] = [];
  for (const sample of samples) {
    const [first] = chunk;
    if (first !== undefined && sample.timestampS - first.timestampS >= stretchS) {
      yield chunk;
      chunk = [];
    }
    chunk.push(sample);
  }
  if (chunk.length > 0) yield chunk;
}

async function passTime(stage: Stage<EmbeddedChain>, untilS: bigint): Promise<void> {
  if (untilS > (await stage.nowS())) await stage.chain.setTime(untilS);
}

function signSample(
  { sensor }: WatchedDelivery,
  field: string,
  { timestampS, valueMilli }: LoggedSample,
): SignedRecord {
  return sensor.sign(timestampS, TimeSource.Device, (header) => ({ type: "SensorReading", header, field, valueMilli }));
}

async function report(
  { stage, members, delivery, signal }: WatchDeliveryOptions,
  reports: readonly SensorReport[],
): Promise<void> {
  const watch = stage.contracts.watch.connect(members.seller.account);
  for (let at = 0; at < reports.length; at += REPORTS_AT_ONCE) {
    signal.throwIfAborted();
    const some = reports.slice(at, at + REPORTS_AT_ONCE).map((each) => ({ ...each, proof: [...each.proof] }));
    await (await watch.report(delivery.id, some, { gasLimit: GAS })).wait();
  }
}

async function summarise({ stage, members, delivery }: WatchDeliveryOptions): Promise<void> {
  const { summary } = delivery.rule;
  if (summary === undefined) throw new TypeError("a sensor that signed nothing has nothing to summarise");
  const signature = delivery.key.sign(stage.domain, deliverySummaryHash(summary));
  const watch = stage.contracts.watch.connect(members.seller.account);
  await (await watch.summarise({ ...summary, field: fieldWordOf(summary.field) }, signature)).wait();
}
