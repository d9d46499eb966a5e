import type { JsonRpcSigner } from "ethers";
import { type ArchivedBatch, bodyHashOf, leafOf, MerkleTree, passportIdOf, type SignedRecord, structHashOf } from "../../protocol/index.js";
import type { DemoContracts } from "../chain/contracts.js";

/** Moves the battery's checkpoint to `signed`, its latest cycle, by the proof from the batch that holds it. */
export async function checkpointBattery(
  contracts: DemoContracts,
  relay: JsonRpcSigner,
  identifier: string,
  signed: SignedRecord,
  batch: ArchivedBatch,
): Promise<void> {
  const { record, signature } = signed;
  if (record.type !== "ChargeCycle") throw new TypeError(`a checkpoint is a charge cycle, not a ${record.type}`);
  const leaves = batch.leaves.map((leaf) => leafOf(structHashOf("record" in leaf ? leaf.record : leaf)));
  const proof = MerkleTree.of(leaves).proofOf(leafOf(structHashOf(record)));
  const checkpoint = {
    header: record.header,
    bodyHash: bodyHashOf(record.body),
    signature,
    stream: batch.stream,
    batchSequence: batch.sequence,
    root: batch.root,
    proof,
  };
  await (await contracts.passports.connect(relay).checkpoint(passportIdOf(identifier), checkpoint)).wait();
}
