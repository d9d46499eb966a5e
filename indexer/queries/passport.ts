import type { Kysely } from "kysely";
import { passportIdOf } from "../../protocol/ids.js";
import { wordHex } from "../chain/hexOf.js";
import type { BindingRow, PassportRow, ReadModel } from "../database/schema.js";

/** A passport by its identifier with its devices, oldest first; `undefined` if there is none. */
export async function passportWithBindings(
  database: Kysely<ReadModel>,
  batteryPassportIdentifier: string,
): Promise<{ passport: PassportRow; bindings: BindingRow[] } | undefined> {
  const id = wordHex(passportIdOf(batteryPassportIdentifier));
  const passport = await database.selectFrom("passports").selectAll().where("passport", "=", id).executeTakeFirst();
  if (passport === undefined) return undefined;
  const bindings = await database
    .selectFrom("bindings")
    .selectAll()
    .where("passport", "=", id)
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .execute();
  return { passport, bindings };
}
