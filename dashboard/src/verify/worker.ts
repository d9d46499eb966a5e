/// <reference lib="webworker" />

import type { ChainReader } from "./chainReader.js";
import { checkDevice } from "./device.js";
import { checkEvidence, type Trust } from "./evidence.js";
import type { Answers, Job, JobMessage, WorkerMessage } from "./jobs.js";
import type { EvidenceProgress } from "./judgement.js";
import { openChain } from "./openChain.js";
import { readRootsFrom } from "./readRootsFrom.js";
import { checkRecord } from "./record.js";
import { checkSettlement } from "./settlement.js";
import { residualValueOf } from "./value.js";

/** The chain, or undefined if its node does not answer: each check then says what it could not check. */
async function openOrNothing(trust: Trust, atBlock?: number): Promise<ChainReader | undefined> {
  try {
    return await openChain(trust, atBlock);
  } catch {
    return undefined;
  }
}

async function run(job: Job, onProgress: (progress: EvidenceProgress) => void): Promise<Answers[keyof Answers]> {
  switch (job.kind) {
    case "evidence":
      return checkEvidence(job, readRootsFrom, onProgress);
    case "record":
      return checkRecord(job, await openOrNothing(job.trust));
    case "settlement":
      return checkSettlement(job, await openOrNothing(job.trust, job.atBlock));
    case "device":
      return checkDevice(job, await openOrNothing(job.trust));
    case "value":
      return residualValueOf(job);
  }
}

function post(message: WorkerMessage): void {
  self.postMessage(message);
}

self.addEventListener("message", async ({ data }: MessageEvent<JobMessage>) => {
  const { id, job } = data;
  try {
    post({ id, answer: await run(job, (progress) => post({ id, progress })) });
  } catch (error) {
    post({ id, crash: error instanceof Error ? error.message : String(error) });
  }
});
