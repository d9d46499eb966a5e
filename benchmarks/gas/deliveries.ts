import { openedTerms, planValue, structHashOf } from "../../protocol/index.js";
import { TestStream } from "../../test/support/chain/batches.js";
import { fresh, reach } from "../../test/support/chain/chain.js";
import {
  agreeOn,
  COLD,
  CONDITIONS,
  dealt,
  signPlan,
  type TestSensor,
  type Underway,
  underway,
  WARM,
} from "../../test/support/chain/deliveries.js";
import { gasOf } from "../../test/support/chain/gas.js";
import type { Row } from "../report/row.js";
import { structHashes } from "./hashes.js";

/** Readings of one report. */
const REPORTED = 100;
/** Records of the batch that anchors them: proofs of nine hashes. */
const ANCHORED = 512;
/** More than a hygrometer of the tests may tell, thousandths. */
const DAMP = 10_001n;

/** What sensors say of a delivery, relayed by a stranger. The first report pays for slots that the next ones reuse. */
export async function deliveryRows(): Promise<Row[]> {
  const rows = [row("opening it with one condition", await opening())];
  for (const [how, isAnchored, limits] of [
    ["", false, [26_500, 30_500]],
    [`, anchored among ${ANCHORED}`, true, [37_500, 41_500]],
  ] as const) {
    const u = await fresh(underway);
    const stream = isAnchored ? await TestStream.open(u) : undefined;
    const [secp256k1, p256] = [
      await reportEach(u, u.freezer, "temperature", WARM, stream),
      await reportEach(u, u.hygrometer, "humidity", DAMP, stream),
    ];
    rows.push(row(`a secp256k1 violation in a report of ${REPORTED}${how}`, secp256k1, limits[0]));
    rows.push(row(`a P-256 violation in a report of ${REPORTED}${how}`, p256, limits[1]));
  }

  const u = await fresh(underway);
  await u.summarise();
  rows.push(row("a summary", Number(await gasOf(u.summarise({ sequence: 2n, readings: 2n }))), 72_000));
  await u.report([3, 1, COLD]);
  rows.push(row("an ordinary reading, alone", Number(await gasOf(u.report([4, 2, COLD]))), 66_000));
  return rows;
}

const row = (name: string, ours: number, limit: number | null = null): Row => ({
  name: `Delivering: ${name}`,
  ours,
  peers: {},
  limit,
  unit: "gas",
});

/** Buyer and seller each sign the plan; the buyer's money is taken, and one sensor bound. */
async function opening(): Promise<number> {
  const d = await fresh(dealt);
  const terms = d.table.terms({
    currency: "NOK",
    conditions: CONDITIONS.filter(({ field }) => field === "temperature"),
  });
  const negotiation = await agreeOn(d.table, terms, "one condition");
  const plan = { ...d.plan, negotiation, watches: d.plan.watches.slice(0, 1) };
  const [byBuyer, bySeller] = [await signPlan(d, plan, d.buyer), await signPlan(d, plan, d.seller)];
  const { monitor, stranger } = d;
  return Number(await gasOf(monitor.connect(stranger).open(planValue(plan), openedTerms(terms), byBuyer, bySeller)));
}

/** Gas per reading of the second report. */
async function reportEach(
  u: Underway,
  sensor: TestSensor,
  field: string,
  value: bigint,
  stream: TestStream | undefined,
): Promise<number> {
  let gas = 0n;
  for (const from of [256, 512]) {
    const records = Array.from({ length: REPORTED }, (_, index) =>
      sensor.record(from + index, u.plan.startS + from + index, value + BigInt(index), field),
    );
    const others = structHashes(`${field} ${from}`, ANCHORED - REPORTED);
    const batch = await stream?.anchor([...records.map(structHashOf), ...others]);
    const reports = records.map((record) => sensor.report(record, batch));
    await reach(u.plan.startS + from + REPORTED);
    gas = await gasOf(u.watch.report(u.delivery, reports));
  }
  return Number(gas) / REPORTED;
}
