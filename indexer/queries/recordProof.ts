import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { leafOf } from "../../protocol/merkle/leaf.js";
import { MerkleTree } from "../../protocol/merkle/tree.js";
import type { DeviceRecord } from "../../protocol/records/record.js";
import { parseSigner } from "../../protocol/signatures/signer.js";
import { recordFromJson } from "../archive/recordJson.js";
import type { BatchRow, ReadModel, RecordRow } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { type Labels, labelOf } from "./labels.js";
import { kindName, timeSourceName } from "./names.js";

export interface RecordProofAnswer {
  readonly record: DeviceRecord;
  readonly timeSource: ReturnType<typeof timeSourceName>;
  readonly previous: Hex;
  readonly salt: Hex;
  readonly signature: Hex;
  readonly structHash: Hex;
  readonly leaf: Hex;
  readonly proof: readonly Hex[];
  readonly batch: {
    readonly stream: Hex;
    readonly sequence: bigint;
    readonly root: Hex;
    readonly count: number;
    readonly anchoredAtS: bigint;
    readonly transactionHash: Hex;
    readonly blockNumber: number;
    readonly blockHash: Hex;
  };
  readonly device: { readonly device: Hex; readonly kind: ReturnType<typeof kindName>; readonly label: string };
  /** Signer at the anchor's block time. */
  readonly signer: { readonly signer: Hex; readonly type: "secp256k1" | "p256"; readonly sinceS: bigint };
}

/**
 * Everything that proves one record against the chain; `undefined` if the record is not held here, or is of a device
 * that had no key when its batch was anchored.
 */
export async function recordProof(
  database: Kysely<ReadModel>,
  labels: Labels,
  recordHash: Hex,
): Promise<RecordProofAnswer | undefined> {
  const row = await database.selectFrom("records").selectAll().where("recordHash", "=", recordHash).executeTakeFirst();
  if (row === undefined) return undefined;
  const batch = await database
    .selectFrom("batches")
    .selectAll()
    .where("stream", "=", row.stream)
    .where("sequence", "=", row.batchSequence)
    .executeTakeFirstOrThrow();
  const device = await database.selectFrom("devices").selectAll().where("device", "=", row.device).executeTakeFirst();
  const signer = await signerAt(database, row, batch.anchoredAtS);
  if (device === undefined || signer === undefined) return undefined;
  const leaf = leafOf(recordHash);
  const tree = MerkleTree.of(await leavesOf(database, batch));
  const { record, previous, salt, signature } = recordFromJson(row.json);
  return {
    record,
    timeSource: timeSourceName(record.header.timeSource),
    previous,
    salt,
    signature,
    structHash: recordHash,
    leaf,
    proof: tree.proofOf(leaf),
    batch: {
      stream: batch.stream,
      sequence: uintOf(batch.sequence),
      root: batch.root,
      count: batch.count,
      anchoredAtS: BigInt(batch.anchoredAtS),
      transactionHash: batch.transactionHash,
      blockNumber: batch.blockNumber,
      blockHash: batch.blockHash,
    },
    device: { device: row.device, kind: kindName(device.kind), label: labelOf(labels, row.device) },
    signer: {
      signer: signer.signer,
      type: parseSigner(signer.signer).kind,
      sinceS: BigInt(signer.sinceS),
    },
  };
}

function signerAt(database: Kysely<ReadModel>, { device }: RecordRow, timeS: number) {
  return database
    .selectFrom("signers")
    .selectAll()
    .where("device", "=", device)
    .where("sinceS", "<=", timeS)
    .orderBy("sinceS", "desc")
    .limit(1)
    .executeTakeFirst();
}

async function leavesOf(database: Kysely<ReadModel>, batch: BatchRow): Promise<Hex[]> {
  const rows = await database
    .selectFrom("leaves")
    .select("recordHash")
    .where("stream", "=", batch.stream)
    .where("batchSequence", "=", batch.sequence)
    .execute();
  return rows.map(({ recordHash }) => leafOf(recordHash));
}
