import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import type { BufferTables } from "./schema.js";

/** `signed`: may have been sent; the others are final. */
export type TransactionState = "signed" | "confirmed" | "reverted" | "displaced";

export interface StoredTransaction {
  readonly hash: Hex;
  readonly nonce: number;
  /** What the transaction is for, in the words of whoever sent it. */
  readonly job: string;
  /** Signed and serialised: may be sent again and again. */
  readonly raw: Hex;
}

/** Transactions, each written before it is sent for the first time. */
export class TransactionStore {
  readonly #db: Kysely<BufferTables>;

  constructor(db: Kysely<BufferTables>) {
    this.#db = db;
  }

  async add(transaction: StoredTransaction): Promise<void> {
    const createdAtS = Math.floor(Date.now() / 1000);
    const row = { ...transaction, state: "signed", block: null, createdAtS };
    await this.#db.insertInto("transactions").values(row).execute();
  }

  /** Transactions whose fate is not known, by nonce, the older first. */
  async unresolved(): Promise<StoredTransaction[]> {
    const rows = await this.#db
      .selectFrom("transactions")
      .select(["hash", "nonce", "job", "raw"])
      .where("state", "=", "signed")
      .orderBy("nonce")
      .orderBy("createdAtS")
      .execute();
    return rows.map((row) => ({ ...row, hash: row.hash as Hex, raw: row.raw as Hex }));
  }

  /** Settles the fate of every transaction with `nonce`: the one with `hash` is `state`, the others never happened. */
  async resolve(nonce: number, hash: Hex, state: TransactionState, block: number | undefined): Promise<void> {
    await this.#db.transaction().execute(async (trx) => {
      const ofNonce = trx.updateTable("transactions").where("nonce", "=", nonce).where("state", "=", "signed");
      // The raw bytes have done their work; the hash stays.
      await ofNonce.where("hash", "!=", hash).set({ state: "displaced", raw: "" }).execute();
      await ofNonce
        .where("hash", "=", hash)
        .set({ state, block: block ?? null, raw: "" })
        .execute();
    });
  }
}
