import type { Hex } from "./hex.js";

/** Where a record is on its way onto the chain; the words of tables, logs, metrics and the page. */
export type RecordState =
  | "received"
  | "verified"
  | "buffered"
  | "batched"
  | "submitted"
  | "anchored"
  | "rejected"
  | "delayed";

/** Something that was received and will never be anchored, kept with its reason. */
export interface Rejection {
  /** Name of the file, or `submit` for a record that a device sent. */
  readonly source: string;
  /** Where in the source, such as `row 17, column b03_pv_kwh` or `sequence 9`. */
  readonly position: string;
  readonly device?: Hex;
  /** Code of the named error. */
  readonly code: string;
  /** One sentence with the facts. */
  readonly reason: string;
  /** When it was received, Unix seconds. */
  readonly receivedAtS: bigint;
}

/** How many records reached each state. */
export type PipelineCounts = Readonly<Record<RecordState, number>>;
