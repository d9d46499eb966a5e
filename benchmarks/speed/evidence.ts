import { parseEvidence, serializeEvidence, verifyEvidence } from "../../protocol/index.js";
import { type KeyKind, testDevice } from "../../test/protocol/support/devices.js";
import { HistoryWriter } from "../../test/protocol/support/history.js";
import { makeWorld } from "../../test/protocol/support/world.js";
import type { Row } from "../report/row.js";
import { timeInTurns } from "./rounds.js";

const RECORDS = 300;
const BATCH_SIZE = 50;

/** From the text of an evidence file to its report: signatures, links, counters and proofs of every record. */
export async function evidenceRows(): Promise<Row[]> {
  const [secp256k1, p256] = [evidenceOf("secp256k1"), evidenceOf("p256")];
  const takenUs = await timeInTurns({ secp256k1, p256 });
  const row = (kind: string, ours: number): Row => {
    const name = `Evidence of ${RECORDS} cycles of a ${kind} device, each record`;
    return { name, ours, peers: {}, limit: null, unit: "µs" };
  };
  return [row("secp256k1", takenUs.secp256k1), row("P-256", takenUs.p256)];
}

function evidenceOf(kind: KeyKind) {
  const device = testDevice(kind, "benchmark");
  const writer = new HistoryWriter(device);
  const leaves = Array.from({ length: RECORDS }, () => writer.cycle());
  const { bundle, roots } = makeWorld({ device, leaves, batchSize: BATCH_SIZE }, testDevice(kind, "stranger"));
  const text = serializeEvidence(bundle);
  const run = async () => {
    const { ok, faults } = await verifyEvidence({ bundle: parseEvidence(text), roots });
    if (!ok) throw new Error(`Good evidence was refused: ${faults[0]?.message}`);
  };
  return { operations: RECORDS, run };
}
