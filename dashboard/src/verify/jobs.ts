import type { DeviceCheck, DeviceJob } from "./device.js";
import type { EvidenceJob } from "./evidence.js";
import type { EvidenceOutcome, EvidenceProgress } from "./judgement.js";
import type { RecordCheck, RecordJob } from "./record.js";
import type { SettlementCheck, SettlementJob } from "./settlement.js";
import type { ValueAnswer, ValueJob } from "./value.js";

export type Job = EvidenceJob | RecordJob | SettlementJob | DeviceJob | ValueJob;

/** What each kind of job answers with. */
export interface Answers {
  readonly evidence: EvidenceOutcome;
  readonly record: RecordCheck;
  readonly settlement: SettlementCheck;
  readonly device: DeviceCheck;
  readonly value: ValueAnswer;
}

export interface JobMessage {
  readonly id: number;
  readonly job: Job;
}

export type WorkerMessage =
  | { readonly id: number; readonly progress: EvidenceProgress }
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  | { readonly id: number; readonly crash: string };
