import type { Alarm, MonitorSnapshot, OpenedNetwork } from "../../../network/index.js";
import { harmless, type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { monitorJson } from "./monitorJson.js";
import { alarmLine, monitorLines } from "./monitorWords.js";
import { summary } from "./statusWords.js";

/** Tells what a monitor sees, look by look. */
export interface MonitorTeller {
  readonly tell: (snapshot: MonitorSnapshot, alarms: readonly Alarm[]) => void;
  /** Tells what went wrong, if that was not told last. */
  readonly note: (problem: unknown) => void;
}

/** Home, and all below it gone. */
const TO_TOP = "\u001b[H\u001b[J";

/**
 * With `--json` one document per look. On a terminal the newest look stands in place of the one before. Elsewhere, such as in
 * a journal, a line for what changed: a monitor must not fill the disk that it watches.
 */
export function monitorTeller(network: OpenedNetwork, print: PrintOptions): MonitorTeller {
  let told = "";
  const note = (problem: unknown) => {
    const { code, message } = problem as { code?: string; message?: string };
    if (`${code} ${message}` !== told) printNote(problem);
    told = `${code} ${message}`;
  };
  if (print.json) return { tell: (...look) => printResult(monitorJson(network, ...look), [], print), note };
  return { tell: process.stdout.isTTY ? inPlace(network) : changes(network, print), note };
}

function inPlace(network: OpenedNetwork): MonitorTeller["tell"] {
  return (snapshot, alarms) => {
    const notes = snapshot.notes.map(({ code, message }) => `note: ${code}: ${message}`);
    const lines = [...notes, ...monitorLines(network, snapshot, alarms), "", "Ctrl-C ends the monitor, not the nodes."];
    // What is most urgent stands last.
    const rows = lines.slice(-Math.max(1, (process.stdout.rows ?? lines.length + 1) - 1));
    const { columns = Number.POSITIVE_INFINITY } = process.stdout;
    process.stdout.write(`${TO_TOP}${rows.map((line) => harmless(line).slice(0, columns)).join("\n")}\n`);
  };
}

function changes(network: OpenedNetwork, print: PrintOptions): MonitorTeller["tell"] {
  let before: ReadonlyMap<string, Alarm> | undefined;
  let noted: readonly string[] = [];
  return (snapshot, alarms) => {
    for (const problem of snapshot.notes) if (!noted.includes(problem.message)) printNote(problem);
    noted = snapshot.notes.map(({ message }) => message);
    const now = new Map(alarms.map((alarm) => [`${alarm.code} ${alarm.node ?? ""}`.trim(), alarm]));
    const raised = [...now].filter(([key]) => !before?.has(key)).map(([, alarm]) => alarmLine(alarm));
    const over = [...(before?.keys() ?? [])].filter((key) => !now.has(key)).map((key) => `over ${key}`);
    const isFirst = before === undefined;
    before = now;
    if (!isFirst && raised.length + over.length === 0) return;
    const time = new Date(1000 * snapshot.atS).toISOString();
    const lines = [...over, ...raised, summary(network, snapshot.status)];
    printResult(
      undefined,
      lines.map((line) => `${time} ${line}`),
      print,
    );
  };
}
