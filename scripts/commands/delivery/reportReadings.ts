import { type Delivery, type Filling, fillSilences, type SelectedReading } from "../../../deals/index.js";
import { mapBounded, read } from "../../../evidence/index.js";
import type { Hex, SensorReport } from "../../../protocol/index.js";
import type { ChainAccount } from "../../chain/openAccount.js";
import { transact } from "../../chain/transact.js";
import { type DeliveriesHere, WATCH } from "./deliveriesHere.js";
import type { Source } from "./readingSources.js";

/** Readings in a transaction: with violations and P-256 keys well below a block's gas. */
const BATCH = 16;

/** A transaction with readings. */
export interface SentBatch {
  readonly transaction: string;
  readonly block: number;
  readonly readings: number;
}

/** Those that the contract does not know. Throws `ChainUnreadable`. */
export async function unknownToContract(
  { at: { watch } }: DeliveriesHere,
  id: Hex,
  wanted: readonly SelectedReading[],
): Promise<SelectedReading[]> {
  const known = await mapBounded(wanted, ({ reading: { header } }) =>
    read(`the readings of delivery ${id}`, () => watch.isReported(id, header.device, header.sequence)),
  );
  return wanted.filter((_, at) => !known[at]);
}

/** Reports readings, some at a time. Throws what `transact` throws. */
export function reportReadings(
  here: DeliveriesHere,
  account: ChainAccount,
  id: Hex,
  reports: readonly SensorReport[],
): Promise<SentBatch[]> {
  return sendBatches(here, account, reports.map(calldata), {
    says: (range) => `Report readings ${range} for delivery ${id}`,
    encode: (batch) => WATCH.encodeFunctionData("report", [id, batch]),
  });
}

/** Fills silences, some readings at a time. Throws what `transact` throws. */
export function sendFillings(
  here: DeliveriesHere,
  account: ChainAccount,
  id: Hex,
  fillings: readonly { readonly silence: number; readonly report: SensorReport }[],
): Promise<SentBatch[]> {
  const calls = fillings.map(({ silence, report }) =>
    WATCH.encodeFunctionData("fillSilence", [id, silence, calldata(report)]),
  );
  return sendBatches(here, account, calls, {
    says: (range) => `Fill silences of delivery ${id} with readings ${range}`,
    encode: (batch) => WATCH.encodeFunctionData("multicall", [batch]),
  });
}

/** Chooses readings that fill silences, without those that the contract would refuse. Throws `ChainUnreadable`. */
export async function chooseFillings(
  delivery: Delivery,
  readings: readonly SelectedReading[],
  source: Source,
): Promise<Filling<SelectedReading>[]> {
  const chosen = fillSilences(delivery, readings);
  const { refused } = await source.judge(chosen.map(({ given }) => given));
  const bad = new Set(refused.map(({ reading }) => reading));
  return bad.size === 0
    ? chosen
    : fillSilences(
        delivery,
        readings.filter(({ reading }) => !bad.has(reading)),
      );
}

const calldata = (report: SensorReport) => ({ ...report, proof: [...report.proof] });

async function sendBatches<Item>(
  { chain, at: { watchAddress } }: DeliveriesHere,
  account: ChainAccount,
  items: readonly Item[],
  { says, encode }: { says: (range: string) => string; encode: (batch: Item[]) => string },
): Promise<SentBatch[]> {
  const sent: SentBatch[] = [];
  for (let from = 0; from < items.length; from += BATCH) {
    const batch = items.slice(from, from + BATCH);
    const { hash, blockNumber } = await transact(chain, account, {
      says: says(`${from + 1} to ${from + batch.length} of ${items.length}`),
      to: watchAddress,
      data: encode(batch),
    });
    sent.push({ transaction: hash, block: blockNumber, readings: batch.length });
  }
  return sent;
}
