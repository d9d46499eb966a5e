import type { Answers, Job, JobMessage, WorkerMessage } from "./jobs.js";
import type { EvidenceProgress } from "./judgement.js";

interface Waiting {
  readonly settle: (answer: Answers[keyof Answers]) => void;
  readonly fail: (error: CheckCrashed) => void;
  readonly onProgress: ((progress: EvidenceProgress) => void) | undefined;
}

/** A check that the worker could not finish; the page says so in the reader's language. */
export class CheckCrashed extends Error {
  override readonly name: string = "CheckCrashed";
}

/** A check that broke off since the reader ended one, which takes all others along. */
export class CheckEnded extends CheckCrashed {
  override readonly name = "CheckEnded";
}

const waiting = new Map<number, Waiting>();
let worker: Worker | undefined;
let lastId = 0;

function crashAll(error: CheckCrashed): void {
  worker?.terminate();
  worker = undefined;
  const broken = [...waiting.values()];
  waiting.clear();
  for (const { fail } of broken) fail(error);
}

/** Starts the worker at the first check, so that nobody who never checks pays for cryptography and ethers. */
function startedWorker(): Worker {
  if (worker) return worker;
  const started = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
  started.addEventListener("message", ({ data }: MessageEvent<WorkerMessage>) => {
    const waiter = waiting.get(data.id);
    if (!waiter) return;
    if ("progress" in data) {
      waiter.onProgress?.(data.progress);
      return;
    }
    waiting.delete(data.id);
    if ("answer" in data) waiter.settle(data.answer);
    else waiter.fail(new CheckCrashed(data.crash));
  });
  started.addEventListener("error", (event) => crashAll(new CheckCrashed(event.message)));
  worker = started;
  return started;
}

/** Ends every check under way, each as one that broke off. */
export function stopChecks(): void {
  crashAll(new CheckEnded("stopped by the reader"));
}

/**
 * Runs a check beside the page, so that the page stays quick meanwhile.
 * @param onProgress Told how far the check has come.
 * @throws {CheckCrashed} if the check broke off, {CheckEnded} if the reader ended it or another.
 */
export function check<K extends Job["kind"]>(
  job: Extract<Job, { readonly kind: K }>,
  onProgress?: (progress: EvidenceProgress) => void,
): Promise<Answers[K]> {
  lastId += 1;
  const id = lastId;
  return new Promise((resolve, reject) => {
    waiting.set(id, {
      settle: (answer) => resolve(answer as Answers[K]),
      fail: reject,
      onProgress,
    });
    startedWorker().postMessage({ id, job } satisfies JobMessage);
  });
}
