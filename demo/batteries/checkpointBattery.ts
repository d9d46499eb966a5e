import type { JsonRpcSigner } from "ethers";
import type { Queries } from "../../indexer/index.js";
import { countersHashOf, type Hex, measurementsHashOf, passportIdOf } from "../../protocol/index.js";
import type { DemoContracts } from "../chain/contracts.js";
import { CheckpointNotProven } from "../errors.js";

/**
 * Moves a battery's checkpoint to its latest anchored cycle, so that no file can leave out what came before it. Cycles
 * that the oracle rejected cost the battery nothing else.
 * @param recordHashes Of the cycles that the battery signed, in order. Throws `CheckpointNotProven` if none is anchored.
 */
export async function checkpointBattery(
  contracts: DemoContracts,
  relay: JsonRpcSigner,
  queries: Queries,
  identifier: string,
  recordHashes: readonly Hex[],
): Promise<void> {
  const proven = await latestProven(queries, recordHashes);
  if (proven?.record.type !== "ChargeCycle") throw new CheckpointNotProven(identifier);
  const { record, signature, batch, proof } = proven;
  const checkpoint = {
    header: record.header,
    measurementsHash: measurementsHashOf(record.measurements),
    countersHash: countersHashOf(record.counters),
    signature,
    stream: batch.stream,
    batchSequence: batch.sequence,
    root: batch.root,
    proof: [...proof],
  };
  await (await contracts.passports.connect(relay).checkpoint(passportIdOf(identifier), checkpoint)).wait();
}

async function latestProven(queries: Queries, recordHashes: readonly Hex[]) {
  for (const recordHash of recordHashes.toReversed()) {
    const proven = await queries.recordProof(recordHash);
    if (proven !== undefined) return proven;
  }
  return undefined;
}
