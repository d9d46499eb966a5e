import type { Alarm, MonitorSnapshot, OpenedNetwork } from "../../../network/index.js";
import { harmless, type PrintOptions, printNote, printResult } from "../../commandLine/print.js";
import { wrapped } from "../../commandLine/wrapped.js";
import { monitorJson } from "./monitorJson.js";
import { alarmLine, monitorLines } from "./monitorWords.js";
import { summary } from "./statusWords.js";

/** Tells what a monitor sees, look by look. */
export interface MonitorTeller {
  readonly tell: (snapshot: MonitorSnapshot, alarms: readonly Alarm[]) => void;
  /** Tells why there was nothing to see, if that was not told last. */
  readonly note: (problem: unknown) => void;
}

/** Where a terminal's picture goes, and how large it may be. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly write: (text: string) => unknown;
}

/** Home, and all below it gone. */
const TO_TOP = "\u001b[H\u001b[J";
/** Nothing can be read on a narrower one. */
const FEWEST_COLUMNS = 20;

/**
 * With `--json` one document per look. On a terminal the newest look stands in place of the one before. Elsewhere, such as in
 * a journal, a line for what changed: a monitor must not fill the disk that it watches.
 * @param metricsUrl Where the metrics are, for people.
 */
export function monitorTeller(
  network: OpenedNetwork,
  metricsUrl: string,
  print: PrintOptions,
  screen: Screen = process.stdout,
): MonitorTeller {
  const tell = print.json
    ? (snapshot: MonitorSnapshot, alarms: readonly Alarm[]) =>
        printResult(monitorJson(network, snapshot, alarms), [], print)
    : screen.isTTY
      ? inPlace(network, metricsUrl, screen)
      : changes(network, print);
  if (print.json || !screen.isTTY) printNote({ message: "metrics", reason: metricsUrl });
  let told = "";
  return {
    tell: (snapshot, alarms) => {
      told = "";
      tell(snapshot, alarms);
    },
    note: (problem) => {
      const { code, message } = Object(problem) as { code?: unknown; message?: unknown };
      const words = `${code} ${message}`;
      if (words !== told) printNote(problem);
      told = words;
    },
  };
}

function inPlace(network: OpenedNetwork, metricsUrl: string, screen: Screen): MonitorTeller["tell"] {
  return (snapshot, alarms) => {
    const { columns = Number.POSITIVE_INFINITY, rows = Number.POSITIVE_INFINITY } = screen;
    const lines = [
      ...monitorLines(network, snapshot, alarms),
      ...snapshot.notes.map(({ code, message }) => `note: ${code}: ${message}`),
      "",
      `${timeText(snapshot)}  Metrics at ${metricsUrl}; Ctrl-C ends the monitor, not the nodes.`,
    ].flatMap((line) => wrapped(harmless(line), Math.max(FEWEST_COLUMNS, columns)));
    // What is most urgent stands near the end, and the cursor below it.
    const shown = lines.length < rows ? lines : lines.slice(1 - rows);
    screen.write(`${TO_TOP}${shown.join("\n")}\n`);
  };
}

function changes(network: OpenedNetwork, print: PrintOptions): MonitorTeller["tell"] {
  let before: ReadonlySet<string> | undefined;
  let noted: readonly string[] = [];
  return (snapshot, alarms) => {
    for (const problem of snapshot.notes) if (!noted.includes(problem.message)) printNote(problem);
    noted = snapshot.notes.map(({ message }) => message);
    const now = new Map(
      alarms.map((alarm) => [`${alarm.code} ${alarm.node ?? alarm.organisation ?? ""}`.trim(), alarm]),
    );
    const raised = [...now].filter(([key]) => !before?.has(key)).map(([, alarm]) => alarmLine(alarm));
    const over = [...(before ?? [])].filter((key) => !now.has(key)).map((key) => `over ${key}`);
    const isFirst = before === undefined;
    before = new Set(now.keys());
    if (!isFirst && raised.length + over.length === 0) return;
    const time = timeText(snapshot);
    const lines = [...over, ...raised, summary(network, snapshot.status)];
    printResult(
      undefined,
      lines.map((line) => `${time} ${line}`),
      print,
    );
  };
}

/** To the second: `2027-01-15T08:00:00Z`. */
function timeText({ atS }: MonitorSnapshot): string {
  return new Date(1000 * atS).toISOString().replace(".000Z", "Z");
}
