import type { Alarm, MonitorSnapshot, NodeDisk, OpenedNetwork } from "../../../network/index.js";
import { tableLines } from "../../commandLine/table.js";
import { faultLines, nodeLines, summary } from "./statusWords.js";

const DAY_S = 86_400;

/** One look of the monitor for people: nodes, their disks and certificates, alarms, and the sum of it all in the last line. */
export function monitorLines(
  network: OpenedNetwork,
  snapshot: MonitorSnapshot,
  alarms: readonly Alarm[],
): readonly string[] {
  const { status, laterRoundRatio, undecidedVotes } = snapshot;
  const rounds =
    laterRoundRatio === undefined ? [] : [`${percent(laterRoundRatio)} of these blocks needed more than one round.`];
  const votes =
    undecidedVotes === undefined && status.head ? ["Votes were not held against the registry of nodes."] : [];
  return [
    ...nodeLines(network, status),
    ...rounds,
    ...votes,
    ...faultLines(network, status),
    "",
    ...tableLines([
      ["disk of", "data", "logs", "growth a day", "free", "full in", "certificate"],
      ...network.nodes.map(({ name }) => upkeepRow(name, snapshot)),
    ]),
    ...agencyLines(snapshot),
    "",
    ...(alarms.length === 0 ? ["No alarms."] : alarms.map(alarmLine)),
    summary(network, status),
  ];
}

/** An alarm in one line. */
export function alarmLine({ code, severity, message }: Alarm): string {
  return `${severity} ${code}: ${message}`;
}

function upkeepRow(name: string, { disks, certificates, atS }: MonitorSnapshot): readonly string[] {
  const disk = disks.find(({ node }) => node === name);
  const term = certificates.find((each) => each.kind === "node" && each.name === name);
  return [name, ...(disk ? diskCells(disk) : ["", "", "", "", ""]), term ? termText(term.endsS - atS) : ""];
}

function diskCells({ dataBytes, logBytes, freeBytes, sizeBytes, growthBytesPerDay, daysUntilFull }: NodeDisk) {
  return [
    bytesText(dataBytes),
    bytesText(logBytes),
    growthBytesPerDay === undefined ? "not known yet" : bytesText(growthBytesPerDay),
    `${bytesText(freeBytes)} (${percent(freeBytes / sizeBytes)})`,
    daysUntilFull === undefined ? "" : daysText(daysUntilFull),
  ];
}

function agencyLines({ certificates, atS }: MonitorSnapshot): readonly string[] {
  const agencies = certificates.filter(({ kind }) => kind === "agency");
  if (agencies.length === 0) return [];
  return [
    `Certificates of agencies: ${agencies.map(({ name, endsS }) => `${name} ${termText(endsS - atS)}`).join(", ")}.`,
  ];
}

function termText(leftS: number): string {
  return leftS < 0 ? `ended ${daysText(-leftS / DAY_S)} ago` : daysText(leftS / DAY_S);
}

/** Beyond ten years nobody plans, and growth does not stay as it is. */
const LONGEST_DAYS = 3653;

function daysText(days: number): string {
  return days > LONGEST_DAYS ? "over 10 years" : `${Math.floor(days)} d`;
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
