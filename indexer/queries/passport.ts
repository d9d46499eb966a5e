import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { passportIdOf } from "../../protocol/ids.js";
import { wordHex } from "../chain/hexOf.js";
import type { BindingRow, PassportRow, ReadModel } from "../database/schema.js";

/** A device of a battery with how it came to continue the count, and where its own count ends. */
export interface BoundDevice extends BindingRow {
  /** Number of `Continuity` in contracts/types/Passports.sol. */
  readonly continuity: number;
  /** The last of its records that counts, below `firstSequence` if none does; null for the present device. */
  readonly lastSequence: string | null;
}

const FIRST_DEVICE = 0;

/** A passport by its identifier with its devices, oldest first; `undefined` if there is none. */
export async function passportWithBindings(
  database: Kysely<ReadModel>,
  batteryPassportIdentifier: string,
): Promise<{ passport: PassportRow; bindings: BoundDevice[] } | undefined> {
  const id = wordHex(passportIdOf(batteryPassportIdentifier));
  const passport = await database.selectFrom("passports").selectAll().where("passport", "=", id).executeTakeFirst();
  return passport && { passport, bindings: await bindingsOf(database, id) };
}

/** The devices of a battery, oldest first. */
export async function bindingsOf(database: Kysely<ReadModel>, passport: Hex): Promise<BoundDevice[]> {
  const inOrder = <Table extends "bindings" | "replacements">(table: Table) =>
    database
      .selectFrom(table as "bindings")
      .selectAll()
      .where("passport", "=", passport)
      .orderBy("blockNumber")
      .orderBy("logIndex")
      .execute() as unknown as Promise<ReadModel[Table][]>;
  const [bindings, replacements] = await Promise.all([inOrder("bindings"), inOrder("replacements")]);
  return bindings.map((binding) => ({
    ...binding,
    continuity: replacements.find(({ newDevice }) => newDevice === binding.device)?.continuity ?? FIRST_DEVICE,
    lastSequence: replacements.find(({ oldDevice }) => oldDevice === binding.device)?.lastSequence ?? null,
  }));
}
