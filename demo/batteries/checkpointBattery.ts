import type { JsonRpcSigner } from "ethers";
import type { Queries } from "../../indexer/index.js";
import { bodyHashOf, type Hex, passportIdOf } from "../../protocol/index.js";
import type { DemoContracts } from "../chain/contracts.js";
import { CheckpointNotProven } from "../errors.js";

/**
 * Moves a battery's checkpoint to its latest cycle, so that no file can leave out what came before it.
 * @param recordHash Of the latest cycle, anchored and indexed. Throws `CheckpointNotProven` if it is not.
 */
export async function checkpointBattery(
  contracts: DemoContracts,
  relay: JsonRpcSigner,
  queries: Queries,
  identifier: string,
  recordHash: Hex,
): Promise<void> {
  const proven = await queries.recordProof(recordHash);
  if (proven?.record.type !== "ChargeCycle") throw new CheckpointNotProven(identifier);
  const { record, signature, batch, proof } = proven;
  const checkpoint = {
    header: record.header,
    bodyHash: bodyHashOf(record.body),
    signature,
    stream: batch.stream,
    batchSequence: batch.sequence,
    root: batch.root,
    proof: [...proof],
  };
  await (await contracts.passports.connect(relay).checkpoint(passportIdOf(identifier), checkpoint)).wait();
}
