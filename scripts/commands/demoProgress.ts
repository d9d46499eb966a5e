import { Presets, SingleBar } from "cli-progress";

/** How far the demo is. */
export interface DemoProgress {
  /** What it is doing, in words for people. */
  readonly phase: string;
  /** Units done and to do; absent while a phase has no measure. */
  readonly done?: number;
  readonly total?: number;
  /** Address of the page, once it answers. */
  readonly url?: string;
}

/**
 * Shows progress on stderr: as a bar on a terminal, otherwise as one line per phase. With `json`, stdout gets one
 * document with the page's address as soon as there is one, and nothing else is printed.
 */
export function showProgress({ json }: { json: boolean }): {
  update: (progress: DemoProgress) => void;
  end: () => void;
} {
  const bar = new SingleBar(
    { format: "{phase} {bar} {value}/{total}", stream: process.stderr, hideCursor: true, clearOnComplete: true },
    Presets.shades_classic,
  );
  const onTerminal = process.stderr.isTTY === true && !json;
  let phase: string | undefined;
  let url: string | undefined;
  const stopBar = () => {
    if (bar.isActive) bar.stop();
  };

  const update = (progress: DemoProgress) => {
    const { done, total } = progress;
    const measured = done !== undefined && total !== undefined && total > 0;
    if (progress.phase !== phase) {
      stopBar();
      phase = progress.phase;
      if (!json && !(onTerminal && measured)) process.stderr.write(`${phase}\n`);
    }
    if (onTerminal && measured) {
      if (bar.isActive) bar.update(done, { phase });
      else bar.start(total, done, { phase });
      if (done >= total) stopBar();
    }
    if (progress.url !== undefined && progress.url !== url) {
      url = progress.url;
      stopBar();
      const line = json ? JSON.stringify({ url }) : `Page: ${url} (Ctrl-C stops)`;
      process.stdout.write(`${line}\n`);
    }
  };
  return { update, end: stopBar };
}
