import { Presets, SingleBar } from "cli-progress";
import type { DemoProgress } from "../../demo/index.js";
import { harmless } from "../commandLine/print.js";

/** How far a demo has come; each has its own phases. */
type Progress = Omit<DemoProgress, "phase"> & { readonly phase: string };

export interface ProgressDisplay {
  readonly update: (progress: Progress) => void;
  /** Removes what the terminal shows of it; may be called more than once. */
  readonly end: () => void;
}

/** Shows progress on stderr: as a bar on a terminal, otherwise as one line per phase; with `json` not at all. */
export function showProgress({ json }: { readonly json: boolean }): ProgressDisplay {
  if (json) return { update: () => undefined, end: () => undefined };
  return process.stderr.isTTY ? showBar() : showLines();
}

function showBar(): ProgressDisplay {
  const format = "{bar} {percentage} %  {label}";
  const bar = new SingleBar({ format, stream: process.stderr, hideCursor: true, clearOnComplete: true }, Presets.rect);
  const end = () => {
    if (bar.isActive) bar.stop();
  };
  const update = ({ done, total, label, finished }: Progress) => {
    if (finished) return end();
    // Labels quote ids out of the user's files.
    const shown = { label: harmless(label) };
    if (!bar.isActive) bar.start(total, done, shown);
    bar.setTotal(total);
    bar.update(done, shown);
  };
  return { update, end };
}

function showLines(): ProgressDisplay {
  let shown: string | undefined;
  const update = ({ phase, label }: Progress) => {
    if (phase !== shown) process.stderr.write(`${harmless(label)}\n`);
    shown = phase;
  };
  return { update, end: () => undefined };
}
