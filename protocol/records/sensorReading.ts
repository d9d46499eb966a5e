import type { RecordHeader } from "./header.js";
import { RECORD_HEADER_TYPE } from "./header.js";

/** One sample of one sensor field. */
export interface SensorReading {
  readonly type: "SensorReading";
  readonly header: RecordHeader;
  /** Name of the field, at most 31 ASCII characters; its unit follows from protocol/fields.ts. */
  readonly field: string;
  /** The value in thousandths of the field's unit. */
  readonly valueMilli: bigint;
}

export const SENSOR_READING_TYPE = `SensorReading(RecordHeader header,bytes32 field,int64 valueMilli)${RECORD_HEADER_TYPE}`;
