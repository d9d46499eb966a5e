import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Kysely, sql } from "kysely";
import { afterEach, beforeEach, describe, it } from "mocha";
import { migrate } from "../../storage/migrate.js";
import { openSqlite } from "../../storage/sqlite.js";

interface Tables {
  notes: { id: number; text: string };
}

const migrations = {
  "001-notes": {
    up: async (db: Kysely<unknown>) => {
      await sql`CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT`.execute(db);
    },
  },
};

describe("storage/sqlite", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "wattproof-storage-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("writes ahead and syncs every commit", async () => {
    const store = openSqlite<Tables>({ path: join(folder, "new", "a.sqlite") });
    expect(store.prepare("PRAGMA journal_mode").get()).to.have.property("journal_mode", "wal");
    expect(store.prepare("PRAGMA synchronous").get()).to.have.property("synchronous", 2);
    await store.close();
  });

  it("migrates once, and keeps rows across openings", async () => {
    const path = join(folder, "a.sqlite");
    for (const text of ["first", "second"]) {
      const store = openSqlite<Tables>({ path });
      await migrate(store.db, migrations);
      const id = text === "first" ? 1 : 2;
      await store.db.insertInto("notes").values({ id, text }).execute();
      await store.close();
    }
    const store = openSqlite<Tables>({ path });
    const rows = await store.db.selectFrom("notes").selectAll().orderBy("id").execute();
    expect(rows.map((row) => row.text)).to.deep.equal(["first", "second"]);
    await store.close();
  });

  it("leaves no half migration behind", async () => {
    const store = openSqlite<Tables>({ path: join(folder, "a.sqlite") });
    const broken = {
      "001-broken": {
        up: async (db: Kysely<unknown>) => {
          await migrations["001-notes"].up(db);
          throw new Error("half way");
        },
      },
    };
    const failure = await migrate(store.db, broken).catch((error: Error) => error.message);
    expect(failure).to.equal("half way");
    await migrate(store.db, migrations);
    expect(await store.db.selectFrom("notes").selectAll().execute()).to.deep.equal([]);
    await store.close();
  });

  it("rolls a failed transaction back and lets other queries wait for it", async () => {
    const store = openSqlite<Tables>({ path: join(folder, "a.sqlite") });
    await migrate(store.db, migrations);
    const failed = store.db.transaction().execute(async (trx) => {
      await trx.insertInto("notes").values({ id: 1, text: "gone" }).execute();
      await new Promise((resolve) => setImmediate(resolve));
      throw new Error("stop");
    });
    const seen = store.db.selectFrom("notes").selectAll().execute();
    const [outcome, rows] = await Promise.all([failed.catch((error: Error) => error.message), seen]);
    expect(outcome).to.equal("stop");
    expect(rows).to.deep.equal([]);
    await store.close();
  });

  it("keeps another process out of an exclusive file, and lets it in after close", async () => {
    const path = join(folder, "a.sqlite");
    const other = `const { DatabaseSync } = require("node:sqlite");
      new DatabaseSync(process.argv[1], { timeout: 0 }).prepare("SELECT count(*) FROM notes").get();`;
    const store = openSqlite<Tables>({ path, exclusive: true });
    await migrate(store.db, migrations);
    expect(spawnSync(process.execPath, ["-e", other, path]).stderr.toString()).to.contain("database is locked");
    await store.close();
    expect(spawnSync(process.execPath, ["-e", other, path]).status).to.equal(0);
  });
});
