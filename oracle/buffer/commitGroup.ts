import { createHash } from "node:crypto";
import type { StatementSync } from "node:sqlite";
import { fromHex } from "../../protocol/hex.js";
import { pairToJson } from "./equivocations.js";
import type { AcceptedLeaf, DelayedRecord, Group, RejectionEntry } from "./group.js";
import { rowOfHead } from "./heads.js";
import { encodePayload, LEAF_TYPES } from "./leafRow.js";

/** Prepared statements of the one hot path, past the query builder: they run inside a transaction, without a pause. */
export interface GroupStatements {
  readonly record: StatementSync;
  readonly head: StatementSync;
  readonly delayed: StatementSync;
  readonly undelayed: StatementSync;
  readonly rejection: StatementSync;
}

export function prepareGroup(prepare: (sql: string) => StatementSync): GroupStatements {
  return {
    record: prepare(
      `INSERT INTO records (id, device, sequence, toSequence, type, timestampS, receivedAtS, structHash, payload)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    head: prepare(
      `INSERT INTO devices (no, device, sequence, structHash, importWh, exportWh, latestReadingS, corrections)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (no) DO UPDATE SET sequence = excluded.sequence,
       structHash = excluded.structHash, importWh = excluded.importWh, exportWh = excluded.exportWh,
       latestReadingS = excluded.latestReadingS, corrections = excluded.corrections`,
    ),
    delayed: prepare(
      `INSERT INTO delayed (device, sequence, type, timestampS, receivedAtS, structHash, payload, source)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ),
    undelayed: prepare(`DELETE FROM delayed WHERE device = ? AND sequence = ?`),
    rejection: prepare(
      `INSERT INTO rejections (digest, scope, source, position, device, code, reason, receivedAtS, evidence)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING`,
    ),
  };
}

/**
 * Writes a group. Call inside a transaction.
 * @param firstId Id of the group's first leaf.
 * @returns Number of rejections of records that were not listed before.
 */
export function writeGroup(statements: GroupStatements, group: Group, firstId: number): number {
  for (const [index, accepted] of group.accepted.entries()) writeRecord(statements.record, accepted, firstId + index);
  // In this order: a record may be delayed and taken up again within one group.
  for (const delayed of group.delayed) writeDelayed(statements.delayed, delayed);
  for (const { head, sequence } of group.undelayed) statements.undelayed.run(head.no, sequence);
  for (const head of group.heads) {
    const row = rowOfHead(head);
    const { no, device, sequence, structHash, importWh, exportWh, latestReadingS, corrections } = row;
    statements.head.run(no, device, sequence, structHash, importWh, exportWh, latestReadingS, corrections);
  }
  let added = 0;
  for (const entry of group.rejected) {
    const { changes } = writeRejection(statements.rejection, entry);
    if (entry.scope === "record") added += Number(changes);
  }
  return added;
}

function writeRecord(statement: StatementSync, accepted: AcceptedLeaf, id: number): void {
  const { head, leaf, structHash, timestampS, receivedAtS } = accepted;
  const isRecord = "record" in leaf;
  const sequence = Number(isRecord ? leaf.record.header.sequence : leaf.fromSequence);
  const toSequence = isRecord ? null : Number(leaf.toSequence);
  const type = LEAF_TYPES[isRecord ? leaf.record.type : "Gap"];
  const hash = fromHex(structHash);
  statement.run(id, head.no, sequence, toSequence, type, timestampS, receivedAtS, hash, encodePayload(leaf));
}

function writeDelayed(
  statement: StatementSync,
  { head, signed, structHash, receivedAtS, source }: DelayedRecord,
): void {
  const { type, header } = signed.record;
  const { sequence, timestampS } = header;
  const payload = encodePayload(signed);
  const hash = fromHex(structHash);
  statement.run(head.no, Number(sequence), LEAF_TYPES[type], Number(timestampS), receivedAtS, hash, payload, source);
}

function writeRejection(statement: StatementSync, { rejection, scope, equivocation, identity }: RejectionEntry) {
  const { source, position, device = null, code, reason, receivedAtS } = rejection;
  // A record is listed once, whichever file brings it again; what is no record, once per place.
  const same = JSON.stringify(identity ? [scope, identity] : [scope, source, position, device, code]);
  const digest = createHash("sha256").update(same).digest("hex");
  const evidence = equivocation ? pairToJson(equivocation) : null;
  return statement.run(digest, scope, source, position, device, code, reason, Number(receivedAtS), evidence);
}
