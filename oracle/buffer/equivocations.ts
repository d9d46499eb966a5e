import type { Kysely } from "kysely";
import { readSignedRecord } from "../../protocol/archiveJson.js";
import type { Hex } from "../../protocol/hex.js";
import { object } from "../../protocol/json/readers.js";
import type { EquivocationPair } from "./group.js";
import type { BufferTables } from "./schema.js";

/** A device's two records for one sequence, both signed by it. */
export interface StoredEquivocation extends EquivocationPair {
  readonly device: Hex;
  readonly sequence: bigint;
  /** When the second record arrived, Unix seconds. */
  readonly noticedAtS: bigint;
}

const readPair = object<EquivocationPair>({ first: readSignedRecord, second: readSignedRecord });

/** JSON of a pair, whole numbers as decimal strings. */
export function pairToJson({ first, second }: EquivocationPair): string {
  return JSON.stringify({ first, second }, (_, value: unknown) => (typeof value === "bigint" ? `${value}` : value));
}

/** Every pair in the order in which its second record came. */
export async function readEquivocations(db: Kysely<BufferTables>): Promise<StoredEquivocation[]> {
  const rows = await db
    .selectFrom("rejections")
    .select(["evidence", "receivedAtS"])
    .where("evidence", "is not", null)
    .orderBy("id")
    .execute();
  return rows.map(({ evidence, receivedAtS }) => {
    const pair = readPair(JSON.parse(evidence ?? ""));
    const { device, sequence } = pair.first.record.header;
    return { device, sequence, noticedAtS: BigInt(receivedAtS), ...pair };
  });
}
