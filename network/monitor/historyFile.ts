import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { WattproofError } from "../../protocol/index.js";
import { RUN_FOLDER } from "../run/pidFile.js";
import { type DiskSample, MOST_SAMPLES } from "./diskHistory.js";
import { MonitorHistoryDamaged, MonitorHistoryUnusable } from "./errors.js";

const SCHEMA = "wattproof-monitor/1";
/** A hundred nodes' samples have less than a tenth of it. */
const LONGEST_BYTES = 8 * 1024 * 1024;

const bytes = z.number().nonnegative();
const HISTORY = z.strictObject({
  schema: z.literal(SCHEMA),
  samples: z
    .array(
      z.strictObject({
        atS: z.int().nonnegative(),
        nodes: z.record(z.string(), z.strictObject({ usedBytes: bytes, freeBytes: bytes })),
      }),
    )
    .max(MOST_SAMPLES)
    .refine((samples) => samples.every(({ atS }, at) => atS > (samples[at - 1]?.atS ?? -1)), {
      error: "samples are not in the order of their times",
    }),
});

/** What was kept of earlier looks. */
export interface KeptHistory {
  /** Oldest first; none where nothing that could be used was kept. */
  readonly samples: readonly DiskSample[];
  /** Why nothing could be used. */
  readonly problem: WattproofError | undefined;
}

/** Where a network's folder keeps how its nodes' disks grew. */
export function historyFile(network: string): string {
  return join(network, RUN_FOLDER, "monitor.json");
}

/** Reads what was kept. A damaged file is put aside, so that who wants to can look at it. */
export function readHistory(network: string): KeptHistory {
  const path = historyFile(network);
  let text: string;
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return { samples: [], problem: undefined };
    text = stats.size > LONGEST_BYTES ? "" : readFileSync(path, "utf8");
  } catch (error) {
    return { samples: [], problem: new MonitorHistoryUnusable(path, "read", error) };
  }
  try {
    return { samples: HISTORY.parse(JSON.parse(text)).samples, problem: undefined };
  } catch (error) {
    return { samples: [], problem: putAside(path, error) };
  }
}

function putAside(path: string, why: unknown): WattproofError {
  const aside = `${path}.damaged`;
  const [issue] = why instanceof z.ZodError ? why.issues : [];
  const cause = issue ? { message: `${issue.path.map(String).join(".") || "the whole"} is not as expected` } : why;
  try {
    renameSync(path, aside);
    return new MonitorHistoryDamaged(path, aside, cause);
  } catch (error) {
    return new MonitorHistoryUnusable(path, "read", error);
  }
}

/**
 * Keeps samples, at once or not at all.
 * @throws MonitorHistoryUnusable
 */
export function writeHistory(network: string, samples: readonly DiskSample[]): void {
  const path = historyFile(network);
  const draft = `${path}.${process.pid}`;
  try {
    mkdirSync(join(network, RUN_FOLDER), { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify({ schema: SCHEMA, samples })}\n`, { mode: 0o600 });
    renameSync(draft, path);
  } catch (error) {
    throw new MonitorHistoryUnusable(path, "written", error);
  }
}
