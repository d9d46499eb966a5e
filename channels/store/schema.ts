import type { Migration } from "kysely/migration";

/** A channel as the chain had it when it was last read; facts as JSON, whole numbers as decimal strings. */
export interface ChannelRow {
  readonly channel: string;
  readonly facts: string;
  /** 1 once an offer to close was signed, after which nothing more is promised or taken. */
  readonly closeOffered: number;
}

/** The newest voucher of one direction of a channel: earlier ones are worth nothing beside it. */
export interface VoucherRow {
  readonly channel: string;
  readonly direction: number;
  /** Decimal text. */
  readonly registerWh: string;
  /** 16 bytes, the highest first. */
  readonly amount: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Tables {
  /** One row: the chain and contract that the state is of. */
  readonly binding: { readonly separator: string };
  readonly channels: ChannelRow;
  readonly vouchers: VoucherRow;
}

export const migrations: Record<string, Migration> = {
  "001": {
    async up(db) {
      await db.schema
        .createTable("binding")
        .addColumn("separator", "text", (column) => column.primaryKey())
        .execute();
      await db.schema
        .createTable("channels")
        .addColumn("channel", "text", (column) => column.primaryKey())
        .addColumn("facts", "text", (column) => column.notNull())
        .execute();
      await db.schema
        .createTable("vouchers")
        .addColumn("channel", "text", (column) => column.notNull().references("channels.channel"))
        .addColumn("direction", "integer", (column) => column.notNull())
        .addColumn("registerWh", "text", (column) => column.notNull())
        .addColumn("amount", "blob", (column) => column.notNull())
        .addColumn("signature", "blob", (column) => column.notNull())
        .addPrimaryKeyConstraint("voucherSlot", ["channel", "direction"])
        .execute();
    },
  },
  "002": {
    async up(db) {
      await db.schema
        .alterTable("channels")
        .addColumn("closeOffered", "integer", (column) => column.notNull().defaultTo(0))
        .execute();
    },
  },
};
