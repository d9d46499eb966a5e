import { type Kysely, sql } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { parseSigner } from "../../protocol/signatures/signer.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { type Labels, labelOf } from "./labels.js";
import { memberNames } from "./memberNames.js";
import { kindName, statusName } from "./names.js";

export interface DeviceAnswer {
  readonly device: Hex;
  readonly kind: ReturnType<typeof kindName>;
  readonly label: string;
  readonly status: ReturnType<typeof statusName>;
  readonly signerType: "secp256k1" | "p256" | null;
  readonly owner: Hex;
  readonly organisation: Hex;
  readonly organisationName: string | null;
  readonly registeredAtS: bigint;
  readonly enrolledAtS: bigint | null;
  readonly records: number;
  readonly lastRecordAtS: bigint | null;
  readonly passport: Hex | null;
  readonly batteryPassportIdentifier: string | null;
}

/** Every device in the order of registration, with its status now and what of it is anchored. */
export async function devices(database: Kysely<ReadModel>, labels: Labels): Promise<DeviceAnswer[]> {
  const names = await memberNames(database);
  const rows = await database
    .selectFrom("devices")
    .select(["device", "kind", "owner", "organisation", "registeredAtS"])
    .select([
      latest<number>("statuses", "status").as("status"),
      latest<Hex | null>("signers", "signer").as("signer"),
      sql<number | null>`(select min(${sql.ref("sinceS")}) from signers where ${OF_DEVICE("signers")})`.as(
        "enrolledAtS",
      ),
      sql<number>`(select count(*) from records where ${OF_DEVICE("records")})`.as("records"),
      sql<string | null>`(select max(${sql.ref("timestampS")}) from records where ${OF_DEVICE("records")})`.as(
        "lastRecord",
      ),
      sql<Hex | null>`(select passport from bindings where ${OF_DEVICE("bindings")} limit 1)`.as("passport"),
    ])
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .execute();
  const identifiers = await identifiersOf(database);
  return rows.map((row) => ({
    device: row.device,
    kind: kindName(row.kind),
    label: labelOf(labels, row.device),
    status: statusName(row.status),
    signerType: row.signer === null ? null : parseSigner(row.signer).kind,
    owner: row.owner,
    organisation: row.organisation,
    organisationName: names.get(row.organisation) ?? null,
    registeredAtS: BigInt(row.registeredAtS),
    enrolledAtS: row.enrolledAtS === null ? null : BigInt(row.enrolledAtS),
    records: Number(row.records),
    lastRecordAtS: row.lastRecord === null ? null : uintOf(row.lastRecord),
    passport: row.passport,
    batteryPassportIdentifier: row.passport === null ? null : (identifiers.get(row.passport) ?? null),
  }));
}

const OF_DEVICE = (table: string) => sql`${sql.ref(`${table}.device`)} = ${sql.ref("devices.device")}`;

function latest<Value>(table: "statuses" | "signers", column: "status" | "signer") {
  const value = sql.ref(`${table}.${column}`);
  const since = sql.ref(`${table}.sinceS`);
  return sql<Value>`(select ${value} from ${sql.table(table)} where ${OF_DEVICE(table)} order by ${since} desc limit 1)`;
}

async function identifiersOf(database: Kysely<ReadModel>): Promise<ReadonlyMap<string, string>> {
  const rows = await database.selectFrom("passports").select(["passport", "batteryPassportIdentifier"]).execute();
  return new Map(rows.map((row) => [row.passport, row.batteryPassportIdentifier]));
}
