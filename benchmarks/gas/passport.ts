import { structHashOf } from "../../protocol/index.js";
import { TestStream } from "../../test/support/chain/batches.js";
import { cycleContent, cycleProof, enrolBattery, FACTS, PASSPORT } from "../../test/support/chain/batteries.js";
import type { Consortium } from "../../test/support/chain/consortium.js";
import { gasOf } from "../../test/support/chain/gas.js";
import { Recorder, type SignedChargeCycle } from "../../test/support/chain/recorder.js";
import type { Row } from "../report/row.js";

const RECORDS = 1_000;
const START_S = 1_700_000_000;

/** A passport's checkpoint with a record that is proven among a thousand, after the first one has paid for the slots. */
export async function passportRows(c: Consortium): Promise<Row[]> {
  await c.passports.issue(FACTS);
  const battery = await enrolBattery(c, { name: "benchmark battery" });
  await c.passports.bind(PASSPORT, battery.device, 1n);
  const recorder = new Recorder(battery, c.domain);
  const cycles: SignedChargeCycle[] = [];
  for (let count = 1; count <= RECORDS; count++)
    cycles.push(recorder.cycle(START_S + count, cycleContent(BigInt(count))));
  const stream = await TestStream.open(c, "benchmark of passports");
  const batch = await stream.anchor(cycles.map(({ record }) => structHashOf(record)));

  const checkpoint = (cycle: SignedChargeCycle | undefined) => {
    if (!cycle) throw new Error("The battery has no such cycle");
    return gasOf(c.passports.connect(c.stranger).checkpoint(PASSPORT, cycleProof(cycle, batch)));
  };
  await checkpoint(cycles[RECORDS >> 1]);
  const ours = Number(await checkpoint(cycles.at(-1)));
  const name = `Checkpoint of a passport with a secp256k1 record proven among ${RECORDS}`;
  return [{ name, ours, peers: {}, limit: null, unit: "gas" }];
}
