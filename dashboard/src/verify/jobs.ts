import type { DeviceCheck, DeviceJob } from "./device.js";
import type { EvidenceJob, EvidenceOutcome, EvidencePhase } from "./evidence.js";
import type { RecordCheck, RecordJob } from "./record.js";
import type { SettlementCheck, SettlementJob } from "./settlement.js";

export type Job = EvidenceJob | RecordJob | SettlementJob | DeviceJob;

/** What each kind of job answers with. */
export interface Answers {
  readonly evidence: EvidenceOutcome;
  readonly record: RecordCheck;
  readonly settlement: SettlementCheck;
  readonly device: DeviceCheck;
}

export interface JobMessage {
  readonly id: number;
  readonly job: Job;
}

export type WorkerMessage =
  | { readonly id: number; readonly phase: EvidencePhase }
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly crash: string };
