import type { Kysely } from "kysely";
import type { Hex } from "../../protocol/hex.js";
import { IncidentCategory, IncidentState } from "../../protocol/records/incident.js";
import type { IncidentEventRow, ReadModel } from "../database/schema.js";
import { type Labels, labelOf } from "./labels.js";
import { memberNames } from "./memberNames.js";
import { incidentCategoryName, incidentStateName } from "./names.js";

/** One word in an incident. */
export interface IncidentWord {
  readonly account: Hex;
  readonly name: string | null;
  /** Hash of the evidence or statement. */
  readonly hash: Hex;
  readonly atS: bigint;
}

export interface IncidentAnswer {
  readonly device: Hex;
  readonly label: string;
  /** Position among the device's incidents; the first is 1. */
  readonly number: number;
  readonly state: ReturnType<typeof incidentStateName>;
  readonly category: ReturnType<typeof incidentCategoryName>;
  readonly openedAtS: bigint;
  /** Null before a quarantine. */
  readonly quarantinedAtS: bigint | null;
  /** When the quarantine lapses; null before one, and for one that lasts until it is cleared. */
  readonly endsAtS: bigint | null;
  readonly closedAtS: bigint | null;
  readonly reports: readonly (IncidentWord & { readonly category: ReturnType<typeof incidentCategoryName> })[];
  readonly appeals: readonly IncidentWord[];
  readonly clearances: readonly IncidentWord[];
}

/** Every incident, the one that opened last first, as the events tell it: an incident whose time is over stays open until somebody says so on chain. */
export async function incidents(database: Kysely<ReadModel>, labels: Labels): Promise<IncidentAnswer[]> {
  const names = await memberNames(database);
  const rows = await database
    .selectFrom("incidentEvents")
    .selectAll()
    .orderBy("blockNumber")
    .orderBy("logIndex")
    .execute();
  const byIncident = new Map<string, IncidentEventRow[]>();
  for (const row of rows) {
    const key = `${row.device} ${row.number}`;
    byIncident.set(key, [...(byIncident.get(key) ?? []), row]);
  }
  return [...byIncident.values()].reverse().map((events) => answerOf(events, names, labels));
}

function answerOf(
  events: readonly IncidentEventRow[],
  names: ReadonlyMap<string, string>,
  labels: Labels,
): IncidentAnswer {
  const { Equivocation } = IncidentCategory;
  const [first] = events as [IncidentEventRow];
  const of = (event: IncidentEventRow["event"]) => events.filter((row) => row.event === event);
  const words = (event: IncidentEventRow["event"]) =>
    of(event).map(({ account, hash, atS }) => ({
      account: account as Hex,
      name: names.get(account ?? "") ?? null,
      hash: hash as Hex,
      atS: BigInt(atS),
    }));
  const quarantines = of("quarantined");
  const closed = of("closed").at(-1);
  const endsAtS = quarantines.at(-1)?.endsAtS ?? 0;
  const begun = quarantines[0];
  const category = of("proven").length > 0 ? Equivocation : (of("reported")[0]?.category ?? Equivocation);
  return {
    device: first.device,
    label: labelOf(labels, first.device),
    number: first.number,
    state: incidentStateName(closed?.state ?? (begun === undefined ? IncidentState.Open : IncidentState.Quarantined)),
    category: incidentCategoryName(category),
    openedAtS: BigInt(first.atS),
    quarantinedAtS: begun === undefined ? null : BigInt(begun.atS),
    endsAtS: endsAtS === 0 ? null : BigInt(endsAtS),
    closedAtS: closed === undefined ? null : BigInt(closed.atS),
    reports: words("reported").map((word, index) => ({
      ...word,
      category: incidentCategoryName(of("reported")[index]?.category ?? 0),
    })),
    appeals: words("appealed"),
    clearances: words("clearanceSupported"),
  };
}
