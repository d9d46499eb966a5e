import { type Kysely, sql } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { parseSigner } from "../../protocol/signatures/signer.js";
import { recordFromJson } from "../archive/recordJson.js";
import type { ReadModel } from "../database/schema.js";
import { uintOf } from "../database/uint64.js";
import { type Labels, labelOf } from "./labels.js";
import { memberNames } from "./memberNames.js";
import { kindName, statusName, timeSourceName } from "./names.js";

const ZERO_ADDRESS: Hex = `0x${"00".repeat(20)}`;

export interface DeviceAnswer {
  readonly device: Hex;
  readonly kind: ReturnType<typeof kindName>;
  readonly label: string;
  readonly status: ReturnType<typeof statusName>;
  readonly signerType: "secp256k1" | "p256" | null;
  /** When its present key began to count; null before enrolment. */
  readonly signerSinceS: bigint | null;
  /** How many keys it has had. */
  readonly signers: number;
  readonly owner: Hex;
  /** Member that registered it. */
  readonly maker: Hex;
  readonly organisation: Hex;
  readonly organisationName: string | null;
  /** Member to which the device is offered. */
  readonly offeredTo: Hex | null;
  readonly registeredAtS: bigint;
  readonly enrolledAtS: bigint | null;
  readonly records: number;
  readonly lastRecordAtS: bigint | null;
  /** How good the clock behind its last record is; null before the first. */
  readonly timeSource: ReturnType<typeof timeSourceName> | null;
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
      latest<number | null>("signers", "sinceS").as("signerSinceS"),
      sql<number>`(select count(*) from signers where ${OF_DEVICE("signers")})`.as("signers"),
      party("organisation").as("newOrganisation"),
      party("owner").as("newOwner"),
      party("offered").as("offeredTo"),
      sql<string | null>`(select json from records where ${OF_DEVICE("records")}
        order by ${sql.ref("records.sequence")} desc limit 1)`.as("lastJson"),
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
    signerSinceS: row.signerSinceS === null ? null : BigInt(row.signerSinceS),
    signers: Number(row.signers),
    owner: row.newOwner ?? row.owner,
    maker: row.organisation,
    organisation: row.newOrganisation ?? row.organisation,
    organisationName: names.get(row.newOrganisation ?? row.organisation) ?? null,
    offeredTo: row.offeredTo === ZERO_ADDRESS ? null : row.offeredTo,
    registeredAtS: BigInt(row.registeredAtS),
    enrolledAtS: row.enrolledAtS === null ? null : BigInt(row.enrolledAtS),
    records: Number(row.records),
    lastRecordAtS: row.lastRecord === null ? null : uintOf(row.lastRecord),
    timeSource: row.lastJson === null ? null : timeSourceName(recordFromJson(row.lastJson).record.header.timeSource),
    passport: row.passport,
    batteryPassportIdentifier: row.passport === null ? null : (identifiers.get(row.passport) ?? null),
  }));
}

const OF_DEVICE = (table: string) => sql`${sql.ref(`${table}.device`)} = ${sql.ref("devices.device")}`;

function latest<Value>(table: "statuses" | "signers", column: "status" | "signer" | "sinceS") {
  const value = sql.ref(`${table}.${column}`);
  const since = sql.ref(`${table}.sinceS`);
  return sql<Value>`(select ${value} from ${sql.table(table)} where ${OF_DEVICE(table)} order by ${since} desc limit 1)`;
}

/** Account that has a role now, if an event after the registration changed it. */
function party(role: "organisation" | "owner" | "offered") {
  return sql<Hex | null>`(select account from ${sql.table("deviceParties")} where ${OF_DEVICE("deviceParties")}
    and role = ${role} order by ${sql.ref("deviceParties.blockNumber")} desc, ${sql.ref("deviceParties.logIndex")} desc
    limit 1)`;
}

async function identifiersOf(database: Kysely<ReadModel>): Promise<ReadonlyMap<string, string>> {
  const rows = await database.selectFrom("passports").select(["passport", "batteryPassportIdentifier"]).execute();
  return new Map(rows.map((row) => [row.passport, row.batteryPassportIdentifier]));
}
