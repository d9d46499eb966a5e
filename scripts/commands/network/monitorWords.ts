import type { Alarm, MonitorSnapshot, NodeDisk, OpenedNetwork } from "../../../network/index.js";
import { tableLines } from "../../commandLine/table.js";
import { statusLines, summary } from "./statusWords.js";

const DAY_S = 86_400;

/** One look of the monitor for people: the status, disks, certificates, alarms, and the sum of it all in the last line. */
export function monitorLines(
  network: OpenedNetwork,
  snapshot: MonitorSnapshot,
  alarms: readonly Alarm[],
): readonly string[] {
  const { status, atS, laterRoundRatio, certificates, disks, undecidedVotes } = snapshot;
  const rounds =
    laterRoundRatio === undefined ? [] : [`${percent(laterRoundRatio)} of these blocks needed more than one round.`];
  const votes = undecidedVotes === undefined ? ["Votes were not held against the registry of nodes."] : [];
  return [
    ...statusLines(network, status).slice(0, -1),
    ...rounds,
    ...votes,
    "",
    ...tableLines([["disk of", "data", "logs", "growth a day", "free", "full in"], ...disks.map(diskRow)]),
    "",
    ...tableLines([
      ["certificate of", "", "ends in"],
      ...certificates.map(({ kind, name, endsS }) => [name, kind, daysText((endsS - atS) / DAY_S)]),
    ]),
    "",
    ...(alarms.length === 0 ? ["No alarms."] : alarms.map(alarmLine)),
    summary(network, status),
  ];
}

/** An alarm in one line. */
export function alarmLine({ code, severity, message }: Alarm): string {
  return `${severity} ${code}: ${message}`;
}

function diskRow({ node, dataBytes, logBytes, freeBytes, sizeBytes, growthBytesPerDay, daysUntilFull }: NodeDisk) {
  return [
    node,
    bytesText(dataBytes),
    bytesText(logBytes),
    growthBytesPerDay === undefined ? "not known yet" : bytesText(growthBytesPerDay),
    `${bytesText(freeBytes)} (${percent(freeBytes / sizeBytes)})`,
    daysUntilFull === undefined ? "" : daysText(daysUntilFull),
  ];
}

/** Beyond ten years nobody plans, and growth does not stay as it is. */
const LONGEST_DAYS = 3653;

function daysText(days: number): string {
  if (days > LONGEST_DAYS) return "more than ten years";
  if (days < 0) return `it ended ${Math.ceil(-days)} d ago`;
  return `${Math.floor(days)} d`;
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

const UNITS = ["B", "kB", "MB", "GB", "TB"] as const;

/** Bytes in the largest decimal unit of which there is one. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (Math.abs(value) >= 999.5 && at < UNITS.length - 1) {
    value /= 1000;
    at += 1;
  }
  return `${Math.abs(value) < 9.95 && at > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[at]}`;
}
