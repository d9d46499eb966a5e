import type { StatementSync } from "node:sqlite";
import { Direction, fromHex, type Hex, type SignedVoucher, toHex, WattproofError } from "../../protocol/index.js";
import { migrate } from "../../storage/migrate.js";
import { openSqlite, type SqliteStore } from "../../storage/sqlite.js";
import { ChannelStateForeign, ChannelStateUnusable } from "../errors.js";
import type { ChannelFacts, HeldVouchers, KeptChannel } from "../types.js";
import { amountOfBytes, amountToBytes } from "./amounts.js";
import { factsFromText, factsToText } from "./factsText.js";
import { migrations, type Tables, type VoucherRow } from "./schema.js";

/** A higher amount replaces a lower one and nothing else does, whoever writes. */
const KEEP_NEWEST = `INSERT INTO vouchers (channel, direction, registerWh, amount, signature) VALUES (?, ?, ?, ?, ?)
  ON CONFLICT (channel, direction) DO UPDATE SET registerWh = excluded.registerWh, amount = excluded.amount,
  signature = excluded.signature WHERE excluded.amount > vouchers.amount`;

/** What a party knows of its channels, on the disk: every method has written when its promise resolves. */
export class ChannelStore {
  readonly #path: string;
  readonly #sqlite: SqliteStore<Tables>;
  readonly #keepNewest: StatementSync;

  private constructor(path: string, sqlite: SqliteStore<Tables>) {
    this.#path = path;
    this.#sqlite = sqlite;
    this.#keepNewest = sqlite.prepare(KEEP_NEWEST);
  }

  /**
   * Opens the state, or makes it. Several processes may read it; one at a time should sign and take vouchers.
   * @param separator Domain of the channels' contract, which the state belongs to for ever.
   * @throws ChannelStateUnusable, ChannelStateForeign
   */
  static async open(path: string, separator: Hex): Promise<ChannelStore> {
    let sqlite: SqliteStore<Tables> | undefined;
    try {
      sqlite = openSqlite<Tables>({ path });
      await migrate(sqlite.db, migrations);
      const store = new ChannelStore(path, sqlite);
      await store.#bind(separator);
      return store;
    } catch (error) {
      await sqlite?.close();
      throw error instanceof WattproofError ? error : new ChannelStateUnusable(path, error);
    }
  }

  async #bind(separator: Hex): Promise<void> {
    const { db } = this.#sqlite;
    await db
      .insertInto("binding")
      .columns(["separator"])
      .expression(
        db
          .selectNoFrom((eb) => eb.val(separator).as("separator"))
          .where(({ not, exists, selectFrom }) => not(exists(selectFrom("binding").select("separator")))),
      )
      .execute();
    const { separator: bound } = await db.selectFrom("binding").select("separator").executeTakeFirstOrThrow();
    if (bound !== separator) throw new ChannelStateForeign(this.#path, separator, bound);
  }

  /** Every channel that is kept. */
  async channels(): Promise<KeptChannel[]> {
    return this.#try(async () => {
      const rows = await this.#sqlite.db.selectFrom("channels").select(["facts", "closeOffered"]).execute();
      return rows.map(({ facts, closeOffered }) => ({
        facts: factsFromText(facts),
        isCloseOffered: closeOffered === 1,
      }));
    });
  }

  /** Keeps what the chain says of a channel. */
  async keepChannel(facts: ChannelFacts): Promise<void> {
    const row = { channel: facts.channel, facts: factsToText(facts) };
    await this.#try(() =>
      this.#sqlite.db
        .insertInto("channels")
        .values({ ...row, closeOffered: 0 })
        .onConflict((conflict) => conflict.column("channel").doUpdateSet({ facts: row.facts }))
        .execute(),
    );
  }

  /** Keeps that an offer to close a channel was signed, for ever. */
  async keepCloseOffered(channel: Hex): Promise<void> {
    await this.#try(() =>
      this.#sqlite.db.updateTable("channels").set({ closeOffered: 1 }).where("channel", "=", channel).execute(),
    );
  }

  /** The newest vouchers of a channel. */
  async vouchers(channel: Hex): Promise<HeldVouchers> {
    return this.#try(async () => {
      const rows = await this.#sqlite.db.selectFrom("vouchers").selectAll().where("channel", "=", channel).execute();
      const of = (direction: Direction) => {
        const row = rows.find((each) => each.direction === direction);
        return row && voucherOf(row);
      };
      return { [Direction.Import]: of(Direction.Import), [Direction.Export]: of(Direction.Export) };
    });
  }

  /**
   * Writes vouchers in one commit, each the newest of its channel and direction.
   * @throws ChannelStateUnusable also if a higher one is there already: then another process wrote it.
   */
  async keepVouchers(vouchers: Iterable<SignedVoucher>): Promise<void> {
    await this.#try(() =>
      this.#sqlite.db.transaction().execute(async () => {
        for (const { voucher, signature } of vouchers) {
          const { channel, direction, registerWh, amount } = voucher;
          const { changes } = this.#keepNewest.run(
            channel,
            direction,
            registerWh.toString(),
            amountToBytes(amount),
            fromHex(signature),
          );
          if (Number(changes) === 0) throw new Error("another process keeps a newer voucher in it");
        }
      }),
    );
  }

  async close(): Promise<void> {
    await this.#sqlite.close();
  }

  async #try<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw new ChannelStateUnusable(this.#path, error);
    }
  }
}

function voucherOf({ channel, direction, registerWh, amount, signature }: VoucherRow): SignedVoucher {
  return {
    voucher: {
      channel: channel as Hex,
      direction: direction as Direction,
      registerWh: BigInt(registerWh),
      amount: amountOfBytes(amount),
    },
    signature: toHex(signature),
  };
}
