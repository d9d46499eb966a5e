import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect, type SqliteStatement } from "kysely";

export interface OpenSqliteOptions {
  /** File of the database; its folder is made if it is missing. `:memory:` keeps nothing. */
  readonly path: string;
  /** True: no other process may open the file, not even to read. A killed owner leaves no lock behind. */
  readonly exclusive?: boolean;
  /** Longest wait for another process's lock, ms. */
  readonly busyTimeoutMs?: number;
}

export interface SqliteStore<Tables> {
  /** Query builder. One connection: a transaction keeps every other query waiting until it ends. */
  readonly db: Kysely<Tables>;
  /**
   * Prepares a statement for a hot loop, past the query builder. Run it only inside a transaction of `db`, without
   * awaiting in between: nothing else then uses the connection.
   */
  prepare(sql: string): StatementSync;
  close(): Promise<void>;
}

/** Statements kept prepared; the query texts of one service are a few dozen, so the bound only stops a leak. */
const CACHED_STATEMENTS = 256;

/**
 * Opens a SQLite file for crash-safe writing: write-ahead log, and every commit reaches the disk before it returns.
 *
 * Integers are read as numbers, and one beyond 2^53 is an error: keep uint64 amounts as decimal text.
 */
export function openSqlite<Tables>(options: OpenSqliteOptions): SqliteStore<Tables> {
  const { path, exclusive = false, busyTimeoutMs = 5_000 } = options;
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    if (exclusive) database.exec("PRAGMA locking_mode = EXCLUSIVE");
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
    if (exclusive) database.exec("BEGIN IMMEDIATE; COMMIT");
  } catch (error) {
    database.close();
    throw error;
  }
  const db = new Kysely<Tables>({ dialect: new NodeSqliteDialect({ database: asKyselyDatabase(database) }) });
  let closed = false;
  return {
    db,
    prepare: (sql) => database.prepare(sql),
    async close() {
      if (closed) return;
      closed = true;
      await db.destroy();
      if (database.isOpen) database.close();
    },
  };
}

/** SQLite changes schemas inside transactions; told so, Kysely leaves no half migration behind when it is killed. */
class NodeSqliteDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new TransactionalSchemaAdapter();
  }
}

class TransactionalSchemaAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Dresses node:sqlite up as the driver that Kysely's SQLite dialect expects. */
function asKyselyDatabase(database: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const cached = cache.get(sql);
      if (cached) return cached;
      const statement = asKyselyStatement(database.prepare(sql));
      if (cache.size >= CACHED_STATEMENTS) cache.delete(cache.keys().next().value as string);
      cache.set(sql, statement);
      return statement;
    },
  };
}

function asKyselyStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
